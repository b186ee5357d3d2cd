/** Whether the cluster has nodes that replicas of a pool can run on. */
import { closest } from '../core/closest';
import type { UnplacedFinding } from '../core/finding';
import type { NodePool } from '../platform/node-pool';
import { gpusOfPod } from './pod-shape';
import type { PoolView } from './pool-view';

/** The pool has nodes with its GPU, and where it names a node pool, that one. */
export function placementFindings(pool: PoolView): UnplacedFinding[] {
  const { spec, setting } = pool;
  if (spec.nodePool !== undefined) return namedPoolFindings(pool, spec.nodePool);
  if (setting.nodes.pools.length > 0 && setting.nodes.poolsFor(spec.gpu).length === 0) {
    return [
      {
        code: 'AF-CLU-002',
        severity: 'error',
        prop: 'gpu',
        value: spec.gpu.id,
        allowed: gpusOnCluster(pool),
        message: `no node pool of cluster ${pool.cluster} carries ${spec.gpu.name}; its pods would stay pending for ever`,
        repairs: [`add a node pool with ${spec.gpu.name} to the cluster`, `gpu: one of ${gpusOnCluster(pool)}`],
      },
    ];
  }
  if (setting.nodes.pools.length === 0 && spec.gpu.facts.productLabels.length === 0) {
    return [
      {
        code: 'AF-CLU-003',
        severity: 'error',
        prop: 'gpu',
        value: spec.gpu.id,
        allowed: 'a GPU whose product label is known, or a node pool with labels',
        message: `the node label of ${spec.gpu.name} is not known, so its nodes cannot be selected`,
        repairs: ["nodePools: { 'my-gpus': { gpu, nodes, labels: { … } } } on the cluster"],
      },
    ];
  }
  return [];
}

function namedPoolFindings(pool: PoolView, name: string): UnplacedFinding[] {
  const { spec, setting } = pool;
  const nodePool = setting.nodes.pools.find((candidate) => candidate.name === name);
  const base = { code: 'AF-CLU-002', severity: 'error' as const, prop: 'nodePool', value: name };
  const names = setting.nodes.pools.map((candidate) => candidate.name);
  if (nodePool === undefined) {
    const suggestion = closest(name, names);
    return [
      {
        ...base,
        allowed: names.join(', ') || 'none: the cluster declares no node pools',
        message: `cluster ${pool.cluster} has no node pool "${name}"`,
        repairs: [suggestion === undefined ? 'declare it in nodePools of the cluster' : `nodePool: '${suggestion}'`],
      },
    ];
  }
  if (nodePool.gpu?.id === spec.gpu.id) return unmarkedFindings(pool, nodePool);
  const has = nodePool.gpu === undefined ? 'is a CPU pool' : `carries ${nodePool.gpu.name}`;
  const fitting = setting.nodes.poolsFor(spec.gpu).map((candidate) => `nodePool: '${candidate.name}'`);
  return [
    {
      ...base,
      allowed: `a node pool with ${spec.gpu.name}`,
      message: `node pool "${name}" ${has}, but the pool needs ${spec.gpu.name}`,
      repairs: fitting.length > 0 ? fitting : [`add a node pool with ${spec.gpu.name} to the cluster`],
    },
  ];
}

/** Without labels of its own a node pool is found by its GPU alone, and so is every other one that carries it. */
function unmarkedFindings({ spec, setting }: PoolView, { name, labels }: NodePool): UnplacedFinding[] {
  const others = setting.nodes.poolsFor(spec.gpu).filter((other) => other.name !== name);
  if (labels !== undefined || others.length === 0) return [];
  const names = others.map((other) => `"${other.name}"`).join(', ');
  return [
    {
      code: 'AF-CLU-002',
      severity: 'error',
      prop: 'nodePool',
      value: name,
      allowed: 'a node pool whose labels tell it from the others with its GPU',
      message: `node pool "${name}" has no labels, so its pods could land on ${names}, which carry ${spec.gpu.name} as well`,
      repairs: [`labels on node pool "${name}" of the cluster, e.g. { 'agent-fleet/pool': '${name}' }`, 'leave nodePool out'],
    },
  ];
}

function gpusOnCluster(pool: PoolView): string {
  const names = pool.setting.nodes.pools.flatMap((nodePool) => (nodePool.gpu === undefined ? [] : [nodePool.gpu.name]));
  return names.length === 0 ? 'none: the cluster has CPU nodes only' : [...new Set(names)].join(', ');
}

/** One replica must fit into one node: none of its ways to spread leaves the pod. */
export function nodeSizeFindings(pool: PoolView): UnplacedFinding[] {
  const { spec } = pool;
  const candidates = pool.nodes.nodePools;
  const largest = Math.max(0, ...candidates.map((nodePool) => nodePool.gpusPerNode));
  const asked = gpusOfPod(pool.replica);
  if (candidates.length === 0 || asked <= largest) return [];
  const spread = asked > spec.gpusPerReplica;
  const place = spec.nodePool === undefined ? `the largest node of cluster ${pool.cluster}` : `a node of pool "${spec.nodePool}"`;
  return [
    {
      code: 'AF-CLU-004',
      severity: 'error',
      prop: spread ? 'parallelism' : 'gpusPerReplica',
      value: asked,
      allowed: `at most ${largest}, the GPUs of one node`,
      message: `one replica needs ${asked} × ${spec.gpu.name}, but ${place} has ${largest}`,
      repairs: [
        spread ? `gpusPerReplica × stages × copies ≤ ${largest}` : `gpusPerReplica: ${largest}`,
        `a node pool with ${asked} GPUs per node`,
      ],
    },
  ];
}
