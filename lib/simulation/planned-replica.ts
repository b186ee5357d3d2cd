/** The replica of a planned pool, as the capacity and latency functions take it, and what a plan says that is not simulated. */
import { engineModelNamed } from '../capacity/engines/registry';
import type { KvCacheDtype, Quantization, ReplicaSpec } from '../capacity/replica-spec';
import { Gpu } from '../catalog/gpu';
import { Model } from '../catalog/model';
import type { PoolPlan } from '../plan/sections/pool';

export interface Missing {
  readonly missing: readonly string[];
}

export function plannedReplica(pool: PoolPlan): ReplicaSpec | Missing {
  const model = Model.byId(pool.model.id);
  const gpu = Gpu.byId(pool.gpu.id);
  const engine = engineModelNamed(pool.engine.id)?.engine(pool.engine.version) ?? null;
  const missing = [
    ...(model === undefined ? [`pool ${pool.name}: facts of model ${pool.model.id}, which is not in the catalog`] : []),
    ...(gpu === undefined ? [`pool ${pool.name}: facts of GPU ${pool.gpu.id}, which is not in the catalog`] : []),
    ...(engine === null ? [`pool ${pool.name}: how ${pool.engine.id} ${pool.engine.version} schedules requests`] : []),
    ...notSimulated(pool).map((what) => `pool ${pool.name}: ${what}`),
  ];
  if (model === undefined || gpu === undefined || engine === null || missing.length > 0) return { missing };
  const { parallelism, limits, precision, engineOptions } = pool;
  return Object.freeze({
    model,
    gpu,
    engine,
    tensorParallel: parallelism.tensor,
    pipelineParallel: parallelism.pipeline,
    expertParallel: parallelism.expert,
    decodeContextParallel: parallelism.decodeContext,
    quantization: precision.weights as Quantization,
    kvCacheDtype: precision.kvCache as KvCacheDtype,
    gpuMemoryUtilization: limits.gpuMemoryUtilization ?? engine.utilizationDefault.share,
    ...(limits.engineMemoryFraction === undefined ? {} : { engineMemoryFraction: limits.engineMemoryFraction }),
    maxContextTokens: limits.maxContextTokens,
    maxNumSeqs: limits.maxNumSeqs,
    maxNumBatchedTokens: limits.maxNumBatchedTokens,
    enforceEager: engineOptions.enforceEager,
    ...(pool.model.checkpoint === undefined ? {} : { checkpoint: pool.model.checkpoint }),
    ...(pool.sharing === undefined ? {} : { enginesPerCard: pool.sharing.enginesPerCard }),
  });
}

const KV_DTYPES = ['auto', 'bf16', 'fp16', 'fp8'];

/** What the simulation has no mechanism for: an answer without it would be a guess. */
function notSimulated(pool: PoolPlan): string[] {
  return [
    ...(pool.memory.kvTokensPerReplica > 0 ? [] : ['a KV cache; pools that keep none are not simulated']),
    ...(pool.stages === undefined ? [] : ['prefill and decode on replicas of their own are not simulated']),
    ...(pool.parallelism.data === 1 ? [] : ['data-parallel attention is not simulated']),
    ...((pool.nodesPerReplica ?? 1) === 1 ? [] : ['replicas on several nodes are not simulated: the plan does not hold their network']),
    ...(pool.engineOptions.speculative === null ? [] : ['how many drafted tokens are accepted; speculative decoding is not simulated']),
    ...(KV_DTYPES.includes(pool.precision.kvCache) ? [] : [`KV cache in ${pool.precision.kvCache} is not simulated`]),
  ];
}
