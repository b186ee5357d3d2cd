/** A workload whose floor is an object of its own: the autoscaler owns the replicas above it, from none. */
import type { ScaledWorkload } from '../inference/scaling-policy';
import type { SignalSettings } from './scaling-view';

type Floored = Pick<ScaledWorkload, 'floorReplicas'>;

export const floorOf = ({ floorReplicas = 0 }: Floored): number => floorReplicas;

/** Of so many replicas those that the autoscaler owns. */
export const aboveFloor = (target: Floored, replicas: number): number => Math.max(0, replicas - floorOf(target));

/** Seconds between two points of a query that looks back. */
const STEP_SECONDS = 15;

/**
 * What a signal asks for beyond what the floor bears. The first replica above it is started by KEDA, which waits for no window of the autoscaler, so the query
 * itself looks back: only what was there all the time counts.
 */
export function beyondFloor(
  target: Floored,
  { scaleOutWindowSeconds }: Pick<SignalSettings, 'scaleOutWindowSeconds'>,
  query: string,
  perReplica: number,
): string {
  const floor = floorOf(target);
  if (floor === 0) return query;
  const beyond = `clamp_min(${query} - ${Number((perReplica * floor).toPrecision(12))}, 0)`;
  return scaleOutWindowSeconds === 0 ? beyond : `min_over_time((${beyond})[${scaleOutWindowSeconds}s:${STEP_SECONDS}s])`;
}
