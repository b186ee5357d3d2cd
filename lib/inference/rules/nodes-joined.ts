/** AF-CLU-013: the nodes of one replica are joined by a network that bears what its ranks exchange. */
import { gpusOfPod, nodesOf, tensorSpansNodes } from '../../capacity/gpus-of-replica';
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Outcome, Rule, Violation } from '../../core/rule';
import { carriesRdma } from '../../platform/fabric';
import type { NodePool } from '../../platform/node-pool';
import type { PoolView } from '../pool-view';

const DECLARE = "fabric of the node pool, e.g. { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } }";

export const nodesJoined: Rule<PoolView> = {
  id: 'nodes-joined',
  code: 'AF-CLU-013',
  title: 'The nodes of one replica are not known to be joined by a network that bears what its ranks exchange.',
  why: 'A tensor-parallel group waits for the network in every layer, and stages wait for it in every step; ranks on nodes of different networks never meet.',
  fix: 'Declare the fabric of the node pool, name that pool in nodePool, and keep tensor parallel inside a node where the fabric has no RDMA.',
  severity: ['error', 'warning'],
  check(pool) {
    if (nodesOf(pool.replica) === 1) return 'not-applicable';
    const { nodePools } = pool.nodes;
    const [first, ...others] = nodePools;
    if (first === undefined) return pool.setting.nodes.pools.length === 0 ? [undeclared(pool)] : 'not-applicable';
    return others.length > 0 ? [scattered(pool, nodePools)] : inPool(pool, first);
  },
};

const asked = (pool: PoolView): Pick<Violation, 'prop' | 'value'> => ({ prop: 'nodesPerReplica', value: nodesOf(pool.replica) });

function undeclared(pool: PoolView): Violation {
  return {
    ...asked(pool),
    severity: 'warning',
    uncertain: true,
    allowed: 'unknown: declare nodePools on the cluster',
    message: `one replica reaches over ${nodesOf(pool.replica)} nodes, and nobody says how the nodes of cluster ${pool.cluster} are joined`,
    repairs: [
      `nodePools of the cluster: { gpu, gpusPerNode: ${gpusOfPod(pool.replica)}, nodes: ${nodesOf(pool.replica)}, fabric: … }`,
      DECLARE,
    ],
  };
}

/** The pods of a replica may go to any of them, and two pools of nodes are no one network. */
function scattered(pool: PoolView, nodePools: readonly NodePool[]): Violation {
  const names = nodePools.map(({ name }) => `"${name}"`).join(', ');
  return {
    ...asked(pool),
    severity: 'error',
    allowed: 'one node pool, named in nodePool',
    message: `the ${nodesOf(pool.replica)} pods of one replica could go to different node pools (${names})`,
    repairs: nodePools.map(({ name }) => repair(set('nodePool', name))),
  };
}

function inPool(pool: PoolView, { name, fabric }: NodePool): Outcome {
  const spans = tensorSpansNodes(pool.replica);
  const group = `tensor parallel ${pool.replica.tensorParallel}`;
  if (fabric === undefined)
    return [
      {
        ...asked(pool),
        severity: spans ? 'error' : 'warning',
        allowed: spans ? 'nodes with a fabric that carries RDMA' : 'nodes with a fabric',
        message: spans
          ? `${group} reaches over nodes of pool "${name}", which declares no fabric: every layer would wait for the network`
          : `stages lie on nodes of pool "${name}", which declares no fabric: how long each step waits is not known`,
        repairs: [DECLARE, ...(spans ? [stages(pool)] : [])],
      },
    ];
  if (fabric.kind === 'efa' && pool.engine.ownImage === null) return [withoutPlugIn(pool, name)];
  if (!spans || carriesRdma(fabric)) return 'compliant';
  return [
    {
      ...asked(pool),
      severity: 'error',
      allowed: 'a fabric that carries RDMA, or tensor parallel inside a node',
      message: `${group} reaches over nodes of pool "${name}", whose fabric is ${fabric.kind}: every layer would wait for TCP`,
      repairs: [stages(pool), 'nodes with InfiniBand, RoCE or EFA'],
    },
  ];
}

/** Images of engines lack the libraries of EFA (vllm-project/vllm issue 55635, open in 2026-11). */
const withoutPlugIn = (pool: PoolView, nodePool: string): Violation => ({
  ...asked(pool),
  severity: 'warning',
  uncertain: true,
  allowed: 'InfiniBand or RoCE, or an image of yours that has the plug-in',
  message: `ranks on nodes of pool "${nodePool}" reach each other over EFA by libfabric and a plug-in of NCCL (aws-ofi-nccl), and nobody says that the image of ${pool.engine.name} ${pool.engine.version} has them; without them NCCL falls back to TCP`,
  repairs: [
    `engine: ${pool.engine.factory}({ version: '${pool.engine.version}', image: '<your image, with the plug-in>' })`,
    'nodes with InfiniBand or RoCE',
  ],
});

/** One stage on each node. */
const stages = ({ replica }: PoolView): string =>
  `parallelism: { tensor: ${gpusOfPod(replica)}, pipeline: ${nodesOf(replica) * (replica.pipelineParallel ?? 1)} }`;
