/** The priority of the pods of a pool: what the user says of it, or what its roles are beside those of others on the same nodes. */
import { PodPriority } from '../platform/pod-priority';
import { isBackground } from './background-pool';
import type { InferencePoolSpec } from './inference-pool-props';
import type { PoolDemand } from './pool-demand';

/** Users wait for a role on the pool. */
export const isAwaited = ({ classes }: PoolDemand): boolean => classes.some(({ latency }) => latency !== 'background');

/**
 * What its props say, else the priority of the background where all its roles are, can be interrupted, and users wait for a pool that may need its nodes.
 * Null for none: alone, a pool of the background keeps its place among the other pods of the cluster.
 */
export function poolPriority(
  { spec, demand }: { readonly spec: Pick<InferencePoolSpec, 'podPriority'>; readonly demand: PoolDemand },
  competesWithAwaited: () => boolean,
): PodPriority | null {
  if (spec.podPriority !== undefined) return spec.podPriority;
  return isBackground(demand) && demand.interruptible === true && competesWithAwaited() ? PodPriority.BACKGROUND : null;
}
