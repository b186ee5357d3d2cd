/** What a pod asks of its node beside GPUs, and what nodes have, as `fleet.plan.json` holds it. */
import type { PoolPlan } from '../plan/sections/pool';
import { FACT_OF, NODE_RESOURCES, type NodeRoom, nodeRoom } from '../platform/node-room';
import type { GpuTenant } from './gpu-tenant';
import { asksOf } from './pod-asks';

/** Empty where no node pool says what its nodes have. */
export function nodeRoomPlan(tenant: GpuTenant): Pick<PoolPlan, 'nodeRoom'> {
  const { nodePools } = tenant.nodes;
  const isSaid = nodePools.some((nodePool) => NODE_RESOURCES.some((resource) => nodePool[FACT_OF[resource]] !== undefined));
  if (!isSaid) return {};
  const nodes = nodePools.map((nodePool) => ({ nodePool: nodePool.name, ...rounded(nodeRoom(nodePool, 'at most')) }));
  return { nodeRoom: { pod: rounded(asksOf(tenant)), nodes } };
}

const rounded = ({ cpu, memoryGiB, diskGiB }: NodeRoom): NodeRoom => ({ cpu: two(cpu), memoryGiB: two(memoryGiB), diskGiB: two(diskGiB) });

/** Rounded down: a plan promises no more than there is. */
const two = (value: number | null): number | null => (value === null ? null : Math.floor(value * 100 + 1e-6) / 100);
