/** AF-CLU-070: a pod on GPUs finds its CPUs, its memory and its disk on the node of its GPUs. */
import { copiesOf, gpusOfPod } from '../../capacity/gpus-of-replica';
import { hostMemoryOf } from '../../capacity/host-memory';
import { atMost, set } from '../../core/change';
import { type Advice, type Repair, repair } from '../../core/finding';
import { memoryGiB } from '../../core/memory-quantity';
import type { Outcome, Rule, Violation } from '../../core/rule';
import type { NodePool } from '../../platform/node-pool';
import { type Certainty, FACT_OF, NODE_RESOURCES, type NodeResource, nodeRoom } from '../../platform/node-room';
import { amountInWords } from '../../platform/node-words';
import { type GpuTenant, isPool, kindOf } from '../gpu-tenant';
import { asksOf, type PodAsks } from '../pod-asks';
import { processesGiB } from '../pod-shape';
import type { PoolView } from '../pool-view';

export const podFitsNode: Rule<GpuTenant> = {
  id: 'pod-fits-node',
  code: 'AF-CLU-070',
  title: 'A pod on GPUs asks for more CPUs, memory or disk than a node of its node pools has for pods.',
  why: 'No node could take it, so that it waits for ever beside free GPUs.',
  fix: 'Ask for less, keep less in host memory, or take larger nodes.',
  severity: ['error', 'warning'],
  check(tenant) {
    const nodePools = tenant.nodes.nodePools.filter(({ gpusPerNode }) => gpusPerNode >= gpusOfPod(tenant.replica));
    if (!nodePools.some(saysSomething)) return 'not-applicable';
    const asks = asksOf(tenant);
    return lacking(tenant, asks, nodePools, 'at most') ?? lacking(tenant, asks, nodePools, 'assured') ?? 'compliant';
  },
};

const saysSomething = (nodePool: NodePool): boolean => NODE_RESOURCES.some((resource) => nodePool[FACT_OF[resource]] !== undefined);

/** What the pod lacks on the node pool that lacks least; null where one of them has all of it, as far as is known. */
function lacking(tenant: GpuTenant, asks: PodAsks, nodePools: readonly NodePool[], certainty: Certainty): Outcome | null {
  const lacks = nodePools
    .map((nodePool) => ({ nodePool, resources: NODE_RESOURCES.filter((one) => isShort(asks[one], nodeRoom(nodePool, certainty)[one])) }))
    .sort((one, other) => one.resources.length - other.resources.length);
  const [first] = lacks;
  if (first === undefined || first.resources.length === 0) return null;
  return first.resources.map((resource) => violation({ tenant, asks, nodePool: first.nodePool, certainty }, resource));
}

const isShort = (asked: number | null, room: number | null): boolean => asked !== null && room !== null && asked > room + 1e-9;

interface Lack {
  readonly tenant: GpuTenant;
  readonly asks: PodAsks;
  readonly nodePool: NodePool;
  readonly certainty: Certainty;
}

function violation({ tenant, asks, nodePool, certainty }: Lack, resource: NodeResource): Violation {
  const room = nodeRoom(nodePool, certainty)[resource] ?? 0;
  const has = nodePool[FACT_OF[resource]] ?? 0;
  const asked = asks[resource] ?? 0;
  const node = `${amountInWords(resource, has)} of a node of "${nodePool.name}"`;
  const gets = `pods get ${amountInWords(resource, room)}`;
  return {
    ...(certainty === 'at most' ? { severity: 'error' } : { severity: 'warning', uncertain: true }),
    prop: propOf(tenant, resource),
    value: asked,
    allowed: `at most ${amountInWords(resource, room)} on a node of "${nodePool.name}"`,
    message: `a pod of ${kindOf(tenant)} ${tenant.name} asks for ${amountInWords(resource, asked)}, and of the ${node} ${gets}${certainty === 'at most' ? '' : ', as far as can be said of what else runs there'}`,
    repairs: [
      ...repairsOf(tenant, resource, Math.floor(nodeRoom(nodePool, 'assured')[resource] ?? 0)),
      `nodes with more: ${FACT_OF[resource]} of node pool "${nodePool.name}"`,
    ],
  };
}

function propOf(tenant: GpuTenant, resource: NodeResource): string {
  if (resource === 'cpu') return 'resources.cpu';
  if (resource === 'memoryGiB') return isOffloading(tenant) ? 'offload' : 'resources.memory';
  return isPool(tenant) ? 'weights' : 'scratchGiB';
}

const isOffloading = (tenant: GpuTenant): boolean => isPool(tenant) && tenant.spec.offload?.kvCacheGiB !== undefined;

/** @param room whole CPUs or GiB that are there for certain */
function repairsOf(tenant: GpuTenant, resource: NodeResource, room: number): (Repair | Advice)[] {
  if (room < 1) return [];
  if (resource === 'cpu') return [repair(set('resources.cpu', String(room)))];
  if (resource === 'diskGiB') return isPool(tenant) ? ['weights: Weights.claim()'] : room > 1 ? [repair(set('scratchGiB', room - 1))] : [];
  return [...lessOffloaded(tenant, room), ...lessMemory(tenant, room)];
}

function lessOffloaded(tenant: GpuTenant, room: number): Repair[] {
  if (!isPool(tenant) || tenant.spec.offload?.kvCacheGiB === undefined) return [];
  const { weightsGiB } = hostMemoryOf(tenant.replica);
  const most = Math.floor((room - Math.ceil(ownMemoryGiB(tenant)) - weightsGiB) / copiesOf(tenant.replica));
  return most < 1 ? [] : [repair(atMost('offload.kvCacheGiB', most))];
}

/** Memory of its processes, as it is given or by default. */
const ownMemoryGiB = (pool: PoolView): number => memoryGiB(pool.spec.resources?.memory ?? '') ?? processesGiB(pool);

/** `resources.memory` is that of the processes, to which what is offloaded is added. */
function lessMemory(tenant: GpuTenant, room: number): Repair[] {
  const { weightsGiB, kvCacheGiB } = isPool(tenant) ? hostMemoryOf(tenant.replica) : { weightsGiB: 0, kvCacheGiB: 0 };
  const own = Math.floor(room - weightsGiB - kvCacheGiB);
  return own < 1 ? [] : [repair(set('resources.memory', `${own}Gi`))];
}
