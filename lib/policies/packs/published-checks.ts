import { own } from '../../core/own';
import { LIBRARY, policies } from '../library';
import { BLOCKING, type Pack, pointsOf } from '../pack';
import type { Policy } from '../policy';

/**
 * Published as errors, and warnings in the plan: fleets that were published with one GPU, without a store, a trace or a budget are not refused. The other rules
 * are as serious in the plan as they were published.
 */
const ERRORS_AS_PUBLISHED = new Set(
  policies(
    'sessions-find-their-cache',
    'two-instances',
    'runaways-stopped',
    'cpu-pods-without-gpu',
    'background-queued',
    'sessions-outside',
    'scales-before-load',
    'spot-interruptible',
    'floor-on-staying-nodes',
    'metrics-scraped',
    'fleet-traced',
    'budget-given',
    'tools-scoped',
    'health-probed',
  ),
);

/** The published checks of each area have the first numbers. */
const LAST: Readonly<Record<string, number>> = { CAP: 15, ENG: 11, RTE: 7, CPU: 7, LAT: 5, ELA: 12, OBS: 8, COST: 6, SEC: 4, RES: 2 };

function isPublished({ code }: Policy): boolean {
  const [, area = '', number] = code.split('-');
  return Number(number) <= (own(LAST, area) ?? 0);
}

/** The published checks of agent fleets, as serious as they were published. */
export const PUBLISHED_CHECKS: Pack = {
  id: 'publishedChecks',
  title: 'The published checks of agent fleets, as serious as they were published',
  points: pointsOf(LIBRARY.filter(isPublished)).map((point) =>
    point.policies.some((policy) => ERRORS_AS_PUBLISHED.has(policy)) ? { ...point, severity: BLOCKING } : point,
  ),
};
