/** AF-CLU-002: pods of a pool go to nodes with its GPU, and where it names a node pool, to that one alone. */

import { remove, set } from '../../core/change';
import { closest } from '../../core/closest';
import { repair } from '../../core/finding';
import { type Outcome, type Rule, type Violation, violations } from '../../core/rule';
import type { NodePool } from '../../platform/node-pool';
import { sharingConfigName } from '../../platform/node-sharing';
import type { GpuTenant } from '../gpu-tenant';

export const nodesCarryGpu: Rule<GpuTenant> = {
  id: 'nodes-carry-gpu',
  code: 'AF-CLU-002',
  title: 'A pool is placed on nodes that do not carry its GPU.',
  why: 'Its pods would stay pending forever, or land on other nodes than those that were planned.',
  fix: 'Name a node pool that carries the GPU and has labels of its own, or leave nodePool out.',
  severity: 'error',
  check(pool) {
    const { nodePool, burstNodePools = [] } = pool.spec;
    if (nodePool !== undefined)
      return violations([...of(namedPool(pool, nodePool)), ...burstNodePools.flatMap((name, index) => burstPool(pool, name, index))]);
    // Of a slice AF-CLU-006 says which nodes it needs.
    const { pools } = pool.setting.nodes;
    return pools.length === 0 || pool.spec.gpu.facts.sliceOf !== null ? 'not-applicable' : anyPool(pool);
  },
};

function anyPool(pool: GpuTenant): Outcome {
  const { spec, setting } = pool;
  if (setting.nodes.poolsFor(spec.gpu).length > 0) return 'compliant';
  return [
    {
      prop: 'gpu',
      value: spec.gpu.id,
      allowed: gpusOnCluster(pool),
      message: `no node pool of cluster ${pool.cluster} carries ${spec.gpu.name}; its pods would stay pending forever`,
      repairs: [`add a node pool with ${spec.gpu.name} to the cluster`, `gpu: one of ${gpusOnCluster(pool)}`],
    },
  ];
}

function gpusOnCluster(pool: GpuTenant): string {
  const names = pool.setting.nodes.pools.flatMap((nodePool) => (nodePool.gpu === undefined ? [] : [nodePool.gpu.name]));
  return names.length === 0 ? 'none: the cluster has CPU nodes only' : [...new Set(names)].join(', ');
}

function namedPool(pool: GpuTenant, name: string): Outcome {
  const nodePool = pool.setting.nodes.pools.find((candidate) => candidate.name === name);
  if (nodePool === undefined) return [unknown(pool, name)];
  return pool.setting.nodes.poolsFor(pool.spec.gpu, name).length > 0 ? unmarked(pool, nodePool) : [otherGpu(pool, nodePool)];
}

const of = (outcome: Outcome): readonly Violation[] => (typeof outcome === 'string' ? [] : outcome);

/** That its labels are its own is asked by AF-ELA-030. */
function burstPool(pool: GpuTenant, name: string, index: number): Violation[] {
  const { setting, spec } = pool;
  const nodePool = setting.nodes.pools.find((candidate) => candidate.name === name);
  if (nodePool !== undefined && setting.nodes.poolsFor(spec.gpu, name).length > 0) return [];
  const { repairs: _, ...violation } = nodePool === undefined ? unknown(pool, name) : otherGpu(pool, nodePool);
  const fitting = setting.nodes
    .poolsFor(spec.gpu)
    .filter((candidate) => candidate.name !== spec.nodePool)
    .map((candidate) => `burstNodePools: ['${candidate.name}']`);
  const declare = `a node pool "${name}" with ${spec.gpu.name} in nodePools of the cluster`;
  return [{ ...violation, prop: `burstNodePools.${index}`, repairs: fitting.length > 0 ? fitting : [declare] }];
}

function unknown({ cluster, setting }: GpuTenant, name: string): Violation {
  const names = setting.nodes.pools.map((candidate) => candidate.name);
  const suggestion = closest(name, names);
  return {
    prop: 'nodePool',
    value: name,
    allowed: names.join(', ') || 'none: the cluster declares no node pools',
    message: `cluster ${cluster} has no node pool "${name}"`,
    repairs: [suggestion === undefined ? 'declare it in nodePools of the cluster' : repair(set('nodePool', suggestion))],
  };
}

function otherGpu({ spec, setting }: GpuTenant, { name, gpu, mig }: NodePool): Violation {
  const fitting = setting.nodes.poolsFor(spec.gpu).map((candidate) => repair(set('nodePool', candidate.name)));
  return {
    prop: 'nodePool',
    value: name,
    allowed: `a node pool with ${spec.gpu.name}`,
    message: `node pool "${name}" ${gpu === undefined ? 'is a CPU pool' : `carries ${gpu.name}${mig === undefined ? '' : ` cut into ${Object.keys(mig.layout).join(', ')}`}`}, but the pool needs ${spec.gpu.name}`,
    repairs: fitting.length > 0 ? fitting : [`add a node pool with ${spec.gpu.name} to the cluster`],
  };
}

/** Without labels of its own a node pool is found by its GPU and the way to share it, and so is every other one that is the same in both. */
function unmarked({ spec, setting }: GpuTenant, { name, labels, sharing }: NodePool): Outcome {
  const carrying = setting.nodes.pools.flatMap((pool) => setting.nodes.poolsFor(spec.gpu, pool.name));
  const others = carrying.filter((other) => other.name !== name && wayOf(other.sharing) === wayOf(sharing));
  if (labels !== undefined || others.length === 0) return 'compliant';
  const names = others.map((other) => `"${other.name}"`).join(', ');
  return [
    {
      prop: 'nodePool',
      value: name,
      allowed: 'a node pool whose labels distinguish it from the others with its GPU',
      message: `node pool "${name}" has no labels, so its pods could land on ${names}, which carry ${spec.gpu.name} as well`,
      repairs: [`labels on node pool "${name}" of the cluster, e.g. { 'agent-fleet/pool': '${name}' }`, repair(remove('nodePool'))],
    },
  ];
}

const wayOf = (sharing: NodePool['sharing']): string | null => (sharing === undefined ? null : sharingConfigName(sharing));
