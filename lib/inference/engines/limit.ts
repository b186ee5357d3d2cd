import type { UnplacedFinding } from '../../core/finding';
import type { PoolReplica } from '../pool-replica';

/** What an engine cannot do, by the prop that asks for it. */
export interface Limit {
  readonly prop: string;
  readonly value: unknown;
  readonly allowed?: string;
  readonly message: string;
  readonly repairs: readonly string[];
}

/** AF-ENG-027: the pool is refused. */
export const limit = (found: Limit): UnplacedFinding => ({ code: 'AF-ENG-027', severity: 'error', ...found });

/** AF-ENG-027 as a warning: nobody knows it, so that a `strict` cluster refuses the pool. */
export const doubt = (found: Limit): UnplacedFinding => ({ code: 'AF-ENG-027', severity: 'warning', uncertain: true, ...found });

/** A prop of which the engine has nothing. */
export const absent = ({ engine }: PoolReplica, prop: string, value: unknown, why: string): UnplacedFinding =>
  limit({ prop, value, allowed: 'nothing', message: `pools of ${engine.name} have no ${prop}: ${why}`, repairs: [`leave ${prop} out`] });

/** Every way of spreading a replica over GPUs, for an engine that has none. */
export function oneGpu(replica: PoolReplica, why: string): UnplacedFinding[] {
  const { tensorParallel } = replica;
  return [
    ...(tensorParallel > 1
      ? [
          limit({
            prop: 'gpusPerReplica',
            value: tensorParallel,
            allowed: '1',
            message: `pools of ${replica.engine.name} have one GPU for each replica: ${why}`,
            repairs: ['gpusPerReplica: 1, and more replicas'],
          }),
        ]
      : []),
    ...spread(replica, why),
  ];
}

/** Stages, copies, shared caches and spread experts, for an engine that has none of them. */
export function spread(replica: PoolReplica, why: string): UnplacedFinding[] {
  const { pipelineParallel = 1, dataParallel = 1, decodeContextParallel = 1, expertParallel = false } = replica;
  return [
    ...(pipelineParallel > 1 ? [absent(replica, 'parallelism.pipeline', pipelineParallel, why)] : []),
    ...(dataParallel > 1 ? [absent(replica, 'parallelism.data', dataParallel, why)] : []),
    ...(decodeContextParallel > 1 ? [absent(replica, 'parallelism.decodeContext', decodeContextParallel, why)] : []),
    ...(expertParallel ? [absent(replica, 'parallelism.expert', true, why)] : []),
  ];
}

/** Offload and tuning, for an engine that has neither. */
export function untuned(replica: PoolReplica, why: string): UnplacedFinding[] {
  const { cpuOffloadGiB = 0, kvOffloadGiB = 0, enforceEager = false, sampler, hybridKvCacheManager = true } = replica;
  return [
    ...(cpuOffloadGiB > 0 ? [absent(replica, 'offload.weightsGiBPerGpu', cpuOffloadGiB, why)] : []),
    ...(kvOffloadGiB > 0 ? [absent(replica, 'offload.kvCacheGiB', kvOffloadGiB, why)] : []),
    ...(enforceEager ? [absent(replica, 'tuning.enforceEager', true, why)] : []),
    ...(sampler === undefined ? [] : [absent(replica, 'tuning.sampler', sampler, why)]),
    ...(hybridKvCacheManager ? [] : [absent(replica, 'tuning.hybridKvCacheManager', false, why)]),
  ];
}
