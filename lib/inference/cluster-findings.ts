/** What is wrong between the pools of one cluster: GPUs that they compete for, pools that could be one, latency classes in one queue. */
import { checkClasses } from '../capacity/fit/mixed-latency';
import { groupsToShare } from '../capacity/fit/shared-pools';
import { type Finding, place } from '../core/finding';
import { quotaFindings } from './gpu-quota';
import type { PoolView } from './pool-view';

/**
 * Asked once for each cluster. Every finding stands at the first pool that it concerns.
 * @param pools all pools of the cluster, in the order in which they were made
 */
export function clusterFindings(pools: readonly PoolView[]): Finding[] {
  return [...quotaFindings(pools), ...sharingFindings(pools), ...pools.flatMap(mixedLatencyFindings)];
}

/** AF-CAP-011. */
function sharingFindings(pools: readonly PoolView[]): Finding[] {
  return groupsToShare(pools.map(({ input }) => input)).flatMap(({ group, finding }) =>
    pools.filter(({ input }) => input === group[0]).map(({ path }) => place(path, finding)),
  );
}

/** AF-LAT-005. */
function mixedLatencyFindings({ name, path, demand, environment }: PoolView): Finding[] {
  return checkClasses(name, demand.classes, environment).map((finding) => place(path, finding));
}
