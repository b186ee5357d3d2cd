/** Pools that serve the same model in the same way: together they need their weights once, and what one leaves free the others use. */
import type { RoleDemand } from '../demand/role-demand';
import { gpusOfReplica } from '../gpus-of-replica';
import type { ReplicaSpec } from '../replica-spec';
import { holds } from './judge';
import type { PoolInput } from './pool-input';
import { smallest } from './smallest';

/** Pools that could be one: same model, card, engine, formats and shards. */
export type SameKind = readonly PoolInput[];

export function kinds(pools: readonly PoolInput[]): SameKind[] {
  const byKind = new Map<string, PoolInput[]>();
  for (const pool of pools) byKind.set(kindOf(pool.replica), [...(byKind.get(kindOf(pool.replica)) ?? []), pool]);
  return [...byKind.values()];
}

/** What a request cannot choose: model, card, engine, formats and shards. The context cap of the shared pool is the longest of them. */
function kindOf(replica: ReplicaSpec): string {
  const { model, gpu, engine, tensorParallel, pipelineParallel, quantization, kvCacheDtype, rareKvCacheDtype, prefill } = replica;
  const stage = replica.promptsOnly === true ? 'prompts' : prefill === undefined ? 'all' : 'answers';
  const format = rareKvCacheDtype ?? kvCacheDtype;
  return [model.id, gpu.id, engine.name, tensorParallel, pipelineParallel ?? 1, quantization, format, stage].join('|');
}

/** The fewest replicas on which all demands together pass; null when not even those of all pools do. */
export function sharedPool(group: SameKind): PoolInput | null {
  const most = sum(group.map(({ replicas }) => replicas));
  const replicas = smallest(1, most, (count) => {
    const pool = merged(group, count);
    return pool !== null && holds(pool);
  });
  return replicas === null ? null : merged(group, replicas);
}

function merged(group: readonly PoolInput[], replicas: number): PoolInput | null {
  const [first] = group;
  if (first === undefined) return null;
  const { settled: _settled, ...pool } = first;
  const { maxNumSeqs: _, ...replica } = pool.replica;
  const demands = group.flatMap((pool) => pool.demands);
  const peakDemands = group.some((pool) => (pool.peakDemands ?? []).length > 0) ? group.flatMap(peakOf) : [];
  return {
    ...pool,
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

export const rolesIn = (group: readonly PoolInput[]) =>
  [...new Set(group.flatMap(({ demands }) => demands.map(({ role }) => role)))].join(', ');
export const gpusOf = ({ replica, replicas }: PoolInput) => gpusOfReplica(replica) * replicas;
export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
