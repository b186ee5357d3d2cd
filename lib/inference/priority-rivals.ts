/** A pool among those that may need its nodes: who takes the place of its pods, and whether nodes can be short. */
import { isBackground } from './background-pool';
import { type Competition, competitions, contested, gpusAsked, quotaOf, unitOf } from './competition';
import { type GpuTenant, isPool } from './gpu-tenant';
import { awaitedRivals, givesWayTo, priorityValue, shareNodes } from './node-rivals';
import type { PoolView } from './pool-view';
import { mayBeTaken } from './staying-nodes';

export interface PriorityRivals {
  readonly pool: PoolView;
  /** Pools on its nodes that users wait for. */
  readonly awaited: readonly PoolView[];
  /** Pools and tools on its nodes whose work can wait: pools of the background, and tools whose priority says so. */
  readonly waiting: readonly GpuTenant[];
  /** Pools and tools on GPUs whose pods take the place of its pods. */
  readonly outrankedBy: readonly GpuTenant[];
  /** Why its nodes may not hold all; null where they do, or where none are declared. */
  readonly shortage: string | null;
}

/** One for each pool, whether or not it has rivals for its nodes. */
export function priorityRivals(tenants: readonly GpuTenant[]): PriorityRivals[] {
  const waiting = new Set(tenants.filter(canWait));
  const scarce = competitions(tenants).filter(isShort);
  return tenants.filter(isPool).map((pool) => {
    const rivals = tenants.filter((other) => shareNodes(pool, other));
    return {
      pool,
      awaited: awaitedRivals(pool, tenants),
      waiting: rivals.filter((other) => waiting.has(other)),
      outrankedBy: rivals.filter((other) => givesWayTo(pool, other)),
      shortage: shortageOf(pool, rivals, scarce),
    };
  });
}

const canWait = (tenant: GpuTenant): boolean => (isPool(tenant) ? isBackground(tenant.demand) : priorityValue(tenant) < 0);

/** At their ceilings all want more than there is. */
function isShort(competition: Competition): boolean {
  const quota = quotaOf(competition);
  return quota !== undefined && gpusAsked(competition, 'maxReplicas') > quota;
}

function shortageOf(pool: PoolView, rivals: readonly GpuTenant[], scarce: readonly Competition[]): string | null {
  const spot = pool.nodes.nodePools.find(
    (nodePool) => mayBeTaken(nodePool) && rivals.some(({ nodes }) => nodes.nodePools.some(({ name }) => name === nodePool.name)),
  );
  if (spot !== undefined) return `the spot nodes of ${spot.name} may be taken back`;
  const over = scarce.find(
    (competition) => competition.rivals.includes(pool) && competition.rivals.some((other) => rivals.includes(other)),
  );
  if (over === undefined) return null;
  const names = contested(over).map(({ name }) => name);
  return `at their ceilings they want ${gpusAsked(over, 'maxReplicas')} × ${unitOf(over)} of the ${quotaOf(over)} of ${names.join(', ')}`;
}
