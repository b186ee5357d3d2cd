import { z } from 'zod';
import { checkArguments } from '../../core/checked';
import { shownText } from '../../core/shown-text';
import type { TermEvidence } from '../replica-supply';

/** How the conversations of a day spread over its hours: 24 shares, your own or a published shape. */
export interface DayCurve {
  /** Share of the day in each hour from midnight, local time; they add up to 1. */
  readonly shares: readonly number[];
  readonly evidence: TermEvidence;
  readonly source: string;
}

/** Names of the day curves that the catalog knows. */
export type DayCurveName = 'even' | 'business-hours' | 'regional-assistant';

const HOURS = 24;
/** Shares are given with a few digits each. */
const ROUNDING = 0.01;

const BUSY_HOURS = [8, 9, 10, 11, 12, 13, 14, 15, 16, 17];

/** Mean requests of each hour: 61 days, 1,429,737 requests. */
const REGIONAL = [
  940.3, 892.6, 571.6, 513, 368.2, 341.5, 193.8, 153.3, 177.7, 415.9, 878.8, 1_286.5, 1_744.3, 1_501.1, 1_795.9, 1_401.1, 1_475.5, 1_355.8,
  1_181.2, 1_567.6, 1_352.8, 1_175, 1_129, 1_025.8,
];

const CURVES: Readonly<Record<DayCurveName, DayCurve>> = {
  even: { shares: normalized(Array.from({ length: HOURS }, () => 1)), evidence: 'exact', source: 'the same in every hour' },
  'business-hours': {
    shares: normalized(Array.from({ length: HOURS }, (_, hour) => (BUSY_HOURS.includes(hour) ? 10 : 1))),
    evidence: 'assumed',
    source: 'ten times the night between 8 and 18 o’clock, the shape that articles on agent fleets test with (2026-04)',
  },
  'regional-assistant': {
    shares: normalized(REGIONAL),
    evidence: 'measured',
    source:
      'BurstGPT, first 61 days of a regional GPT service in local time (https://github.com/HPMLL/BurstGPT, KDD 2025), requests by hour as tallied in https://github.com/IsabellaLiu99/burstgpt_analysis (2026-06)',
  },
};

/** A published shape. Peak over mean: even 1, business-hours 2.11, regional-assistant 1.84. */
export function dayCurve(name: DayCurveName): DayCurve {
  checkArguments('dayCurve', { name: z.enum(Object.keys(CURVES) as [DayCurveName, ...DayCurveName[]]) }, { name });
  return CURVES[name];
}

const sharesSchema = z
  .array(z.number().min(0).max(1))
  .length(HOURS, { error: `expected ${HOURS} shares, from midnight on` })
  .refine((shares) => Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) <= ROUNDING, {
    error: 'expected shares that add up to 1',
  });

/**
 * Your own shares, from midnight on.
 *
 * @throws FleetSpecError AF-SPEC-001 unless there are 24 of them, none is negative and they add up to 1
 */
export function ownDayCurve(shares: readonly number[], source = 'declared'): DayCurve {
  checkArguments('ownDayCurve', { shares: sharesSchema, source: shownText('a source for people') }, { shares, source });
  return { shares: normalized(shares), evidence: 'exact', source };
}

function normalized(weights: readonly number[]): readonly number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}
