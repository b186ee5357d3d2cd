/** AF-CLU-004: one pod fits into one node: a replica, or the part of one that `nodesPerReplica` puts there. */
import { GPUS_PER_NODE } from '../../capacity/fit/rules/tensor-parallel-in-node';
import { gpusInAll, gpusOfPod, nodesOf } from '../../capacity/gpus-of-replica';
import { set } from '../../core/change';
import { type Repair, repair } from '../../core/finding';
import type { Outcome, Rule, Violation } from '../../core/rule';
import { carriesRdma } from '../../platform/fabric';
import { type GpuTenant, isPool } from '../gpu-tenant';
import type { PoolView } from '../pool-view';
import { unevenNodes } from '../replica-spread';

export const replicaInNode: Rule<GpuTenant> = {
  id: 'replica-in-node',
  code: 'AF-CLU-004',
  title: 'One replica needs more GPUs than a node has, or than any server of its kind that is sold.',
  why: 'A replica is one pod unless nodesPerReplica says otherwise, and a pod runs on one node.',
  fix: 'Spread a replica over fewer GPUs, or over several nodes with nodesPerReplica, or add larger nodes.',
  severity: ['error', 'warning'],
  check(pool) {
    if (pool.setting.nodes.pools.length === 0) return inServer(pool);
    return pool.nodes.nodePools.length === 0 ? 'not-applicable' : inNode(pool);
  },
};

function inNode(pool: GpuTenant): Outcome {
  const { spec } = pool;
  const largest = Math.max(...pool.nodes.nodePools.map(({ gpusPerNode }) => gpusPerNode));
  const asked = gpusOfPod(pool.replica);
  if (asked <= largest) return 'compliant';
  const place = spec.nodePool === undefined ? `the largest node of cluster ${pool.cluster}` : `a node of pool "${spec.nodePool}"`;
  return [
    {
      ...askedBy(asked),
      severity: 'error',
      allowed: `at most ${largest}, the GPUs of one node`,
      message: `${subject(pool)} needs ${asked} × ${spec.gpu.name}, but ${place} has ${largest}`,
      repairs: [...overNodes(pool, largest), ...fewer(pool, largest), `a node pool with ${asked} GPUs per node`],
    },
  ];
}

/** Where no node pools are declared: no server that is sold holds so many, or none is known. */
function inServer(pool: GpuTenant): Outcome {
  const asked = gpusOfPod(pool.replica);
  const known = pool.spec.gpu.facts.largestServer;
  if (asked <= (known ?? GPUS_PER_NODE)) return 'compliant';
  const needs = `${subject(pool)} needs ${asked} × ${pool.spec.gpu.name} in one node, and`;
  const own = `nodePools of the cluster: { gpu, gpusPerNode: ${asked}, nodes: 1 }, where you have such a node`;
  if (known === null) {
    const allowed = 'unknown: declare nodePools on the cluster';
    const message = `${needs} no server with more than ${GPUS_PER_NODE} is known`;
    return [{ ...askedBy(asked), severity: 'warning', uncertain: true, allowed, message, repairs: [own] }];
  }
  const allowed = `at most ${known}, the largest server that is sold`;
  const message = `${needs} the largest server of its kind has ${known}`;
  return [{ ...askedBy(asked), severity: 'error', allowed, message, repairs: [...overNodes(pool, known), ...fewer(pool, known), own] }];
}

const subject = ({ replica }: GpuTenant): string => (nodesOf(replica) > 1 ? 'the part of a replica on one node' : 'one replica');

/** The fewest nodes that hold it in equal parts, where the engine runs on several: as it is spread, and where a group would leave its node with a stage on each. */
function overNodes(tenant: GpuTenant, most: number): Repair[] {
  if (!isPool(tenant) || tenant.adapter.multiNode === undefined) return [];
  const { spec, replica } = tenant;
  const gpus = gpusInAll(replica);
  const nodes = NODES.find((count) => gpus / count <= most && unevenNodes({ ...spec, nodesPerReplica: count }) === null);
  if (nodes === undefined) return [];
  const asSpread = set('nodesPerReplica', nodes);
  if (replica.tensorParallel <= gpus / nodes) return [repair(asSpread)];
  return [...(isJoined(tenant) ? [repair(asSpread)] : []), ...(replica.tensorParallel % nodes === 0 ? [inStages(tenant, nodes)] : [])];
}

/** A group leaves its node only where every layer may wait for the network. */
const isJoined = ({ nodes: { nodePools } }: GpuTenant): boolean =>
  nodePools.length > 0 && nodePools.every(({ fabric }) => fabric !== undefined && carriesRdma(fabric));

function inStages({ spec, replica }: PoolView, nodes: number): Repair {
  const { tensor } = spec.parallelism ?? {};
  return repair(
    set('nodesPerReplica', nodes),
    set('parallelism.pipeline', (replica.pipelineParallel ?? 1) * nodes),
    ...(tensor === undefined ? [] : [set('parallelism.tensor', tensor / nodes)]),
  );
}

/** Numbers of nodes that are tried. */
const NODES = [2, 3, 4, 6, 8, 16];

const isSpread = ({ replica }: GpuTenant, asked: number) => asked > replica.tensorParallel;

const askedBy = (asked: number): Pick<Violation, 'prop' | 'value'> => ({
  prop: 'gpusPerReplica',
  value: asked,
});

/** Stages and copies multiply, so that no single number of them is the answer. */
const fewer = (pool: GpuTenant, most: number): (Repair | string)[] => {
  if (nodesOf(pool.replica) > 1) return [`more nodesPerReplica: at most ${most} GPUs on each`];
  return [isSpread(pool, gpusOfPod(pool.replica)) ? `gpusPerReplica ≤ ${most}` : repair(set('gpusPerReplica', most))];
};
