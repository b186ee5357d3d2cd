/** Pools that serve the same model in the same way: together they need their weights once, and what one leaves free the others use. */
import type { UnplacedFinding } from '../../core/finding';
import type { RoleDemand } from '../demand/role-demand';
import { gpusOfReplica } from '../gpus-of-replica';
import type { ReplicaSpec } from '../replica-spec';
import { holds } from './judge';
import type { PoolInput } from './pool-input';

/** AF-CAP-011: one finding for every group of pools that could be one. The shared pool is judged by the law of all pools; its size is part of the advice. */
export function suggestSharing(pools: readonly PoolInput[]): UnplacedFinding[] {
  return groupsToShare(pools).map(({ finding }) => finding);
}

/** The same, with the pools that could be one. */
export function groupsToShare(pools: readonly PoolInput[]): { readonly group: readonly PoolInput[]; readonly finding: UnplacedFinding }[] {
  return groups(pools)
    .filter((group) => group.length > 1)
    .flatMap((group) => suggestion(group).map((finding) => ({ group, finding })));
}

function groups(pools: readonly PoolInput[]): PoolInput[][] {
  const byKind = new Map<string, PoolInput[]>();
  for (const pool of pools) byKind.set(kindOf(pool.replica), [...(byKind.get(kindOf(pool.replica)) ?? []), pool]);
  return [...byKind.values()];
}

/** What a request cannot choose: model, card, engine, formats and shards. The context cap of the shared pool is the longest of them. */
function kindOf(replica: ReplicaSpec): string {
  const { model, gpu, engine, tensorParallel, pipelineParallel, quantization, kvCacheDtype, rareKvCacheDtype } = replica;
  return [model.id, gpu.id, engine.name, tensorParallel, pipelineParallel ?? 1, quantization, rareKvCacheDtype ?? kvCacheDtype].join('|');
}

function suggestion(group: readonly PoolInput[]): UnplacedFinding[] {
  const [first] = group;
  const shared = sharedPool(group);
  const before = sum(group.map(gpus));
  if (first === undefined || shared === null || gpus(shared) >= before) return [];
  const names = group.map(({ name }) => `'${name}'`).join(', ');
  const message = `pools ${names} serve ${first.replica.model.id} alike on ${before} GPUs; one shared pool holds the same sessions on ${gpus(shared)}`;
  return [
    {
      code: 'AF-CAP-011',
      severity: 'info',
      prop: 'pools',
      value: group.map(({ name }) => name),
      message,
      repairs: [`one pool with replicas: ${shared.replicas} for ${roles(group)}`],
    },
  ];
}

/** The fewest replicas on which all demands together pass; null when not even those of all pools do. */
function sharedPool(group: readonly PoolInput[]): PoolInput | null {
  const most = sum(group.map(({ replicas }) => replicas));
  for (let replicas = 1; replicas <= most; replicas += 1) {
    const pool = merged(group, replicas);
    if (pool !== null && holds(pool)) return pool;
  }
  return null;
}

function merged(group: readonly PoolInput[], replicas: number): PoolInput | null {
  const [first] = group;
  if (first === undefined) return null;
  const { maxNumSeqs: _, ...replica } = first.replica;
  const demands = group.flatMap((pool) => pool.demands);
  const peakDemands = group.some((pool) => (pool.peakDemands ?? []).length > 0) ? group.flatMap(peakOf) : [];
  return {
    ...first,
    replica: { ...replica, maxContextTokens: Math.max(...group.map((pool) => pool.replica.maxContextTokens)) },
    replicas,
    maxReplicas: Math.max(replicas, sum(group.map((pool) => pool.maxReplicas))),
    demands,
    peakDemands,
  };
}

/** A pool without a declared peak has its plan as peak. */
const peakOf = ({ demands, peakDemands }: PoolInput): readonly RoleDemand[] =>
  (peakDemands ?? []).length > 0 ? (peakDemands ?? []) : demands;

const roles = (group: readonly PoolInput[]) => [...new Set(group.flatMap(({ demands }) => demands.map(({ role }) => role)))].join(', ');
const gpus = ({ replica, replicas }: PoolInput) => gpusOfReplica(replica) * replicas;
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
