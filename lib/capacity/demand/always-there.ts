/** AF-ENG-008: inside a loop that somebody waits for, no model may have to be loaded first: neither from zero replicas nor in turns with another. */
import { FRAMEWORKS, type FrameworkId } from '../../catalog/frameworks';
import type { UnplacedFinding } from '../../core/finding';
import type { LatencyTarget } from '../latency/classes';
import { frameworkProfile } from './framework-profile';

/** One role and the pool that serves it. */
export interface ServedRole {
  readonly role: string;
  readonly pool: string;
  readonly latency: LatencyTarget;
  /** Replicas of the pool that are always there. */
  readonly floor: number;
  /**
   * The pool gives its GPU to other models in turns (warm swap).
   * @default false
   */
  readonly takesTurns?: boolean;
}

/**
 * Roles that somebody waits for need a floor and a GPU of their own. Where one request of the framework touches several agents, the strictest of them
 * counts for all, and turns are refused whoever waits: every step would wait for a load.
 */
export function checkAlwaysThere(framework: FrameworkId, roles: readonly ServedRole[]): UnplacedFinding[] {
  const together = frameworkProfile(framework).modelsResidentTogether;
  const someoneWaits = roles.some(({ latency }) => latency !== 'background');
  return roles.flatMap((served) => {
    const waited = served.latency !== 'background' || (together && someoneWaits);
    const why = reason(served, framework, together);
    if (served.takesTurns === true && (waited || together))
      return [finding(served, `shares its GPU in turns: a swap loads the weights again, ${why}`)];
    return served.floor === 0 && waited ? [finding(served, `has no replica that is always there: a start takes minutes, ${why}`)] : [];
  });
}

const reason = ({ role, latency }: ServedRole, framework: FrameworkId, together: boolean) =>
  together && latency === 'background'
    ? `and one request of ${FRAMEWORKS[framework].name} touches all its agents, '${role}' among them`
    : `and somebody waits for '${role}' (${latency})`;

function finding({ role, pool, floor, takesTurns }: ServedRole, what: string): UnplacedFinding {
  const turns = takesTurns === true;
  return {
    code: 'AF-ENG-008',
    severity: 'error',
    prop: `roles.${role}.pool`,
    value: turns ? pool : floor,
    allowed: turns ? 'a GPU of its own, or memory shares of one GPU' : '≥ 1 replica',
    message: `pool '${pool}' ${what}`,
    repairs: turns
      ? ['resident together: memory shares of one GPU (shareGpu)', 'a GPU of its own']
      : ['scaling.min: 1', "latency: 'background', with a queue instead of a waiting user"],
  };
}
