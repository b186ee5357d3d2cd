/** Node pools that pods on GPUs may go to, with what the largest of these pods ask for. */
import type { NodePool } from '../platform/node-pool';
import { FACT_OF, NODE_RESOURCES, type NodeResource } from '../platform/node-room';
import type { UsedNodes } from '../platform/used-nodes';
import type { GpuTenant } from './gpu-tenant';
import { asksOf } from './pod-asks';

/** @param disks node pools whose disk is said elsewhere */
export function usedNodes(tenants: readonly GpuTenant[], disks: ReadonlySet<string> = new Set()): UsedNodes[] {
  const nodePools = new Map(tenants.flatMap(({ nodes }) => nodes.nodePools).map((nodePool) => [nodePool.name, nodePool]));
  return [...nodePools.values()].flatMap((nodePool) => {
    const users = tenants.filter(({ nodes }) => nodes.nodePools.some(({ name }) => name === nodePool.name));
    const [first] = users;
    return first === undefined ? [] : [{ ...usedBy(nodePool, users, disks), path: first.path }];
  });
}

function usedBy(nodePool: NodePool, users: readonly GpuTenant[], disks: ReadonlySet<string>): Omit<UsedNodes, 'path'> {
  const asks = users.map(asksOf);
  const most = (resource: NodeResource) => largest(asks.map((one) => one[resource]));
  const isSaid = (resource: NodeResource) =>
    nodePool[FACT_OF[resource]] !== undefined || (resource === 'diskGiB' && disks.has(nodePool.name));
  return {
    nodePool: nodePool.name,
    unsaid: NODE_RESOURCES.filter((resource) => !isSaid(resource)),
    asks: { cpu: most('cpu'), memoryGiB: most('memoryGiB'), diskGiB: most('diskGiB') },
  };
}

const largest = (values: readonly (number | null)[]): number | null =>
  values.reduce((most, value) => (value === null || (most !== null && most >= value) ? most : value), null);
