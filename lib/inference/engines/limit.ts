import type { Severity } from '../../core/finding';
import type { PoolReplica } from '../pool-replica';

/** What an engine cannot do, by the prop that asks for it. The pool is refused (AF-ENG-027). */
export interface EngineLimit {
  /** The prop as the user writes it, e.g. `parallelism.pipeline`. */
  readonly prop: string;
  /** The value that was given. */
  readonly value: unknown;
  /** What would be accepted. */
  readonly allowed?: string;
  /** One sentence without a final period. */
  readonly message: string;
  /** What to change, the best first. */
  readonly repairs: readonly string[];
  /**
   * `warning`: the engine starts, and something that was asked for does not happen; `info`: it happens in another way.
   * @default 'error'
   */
  readonly severity?: Severity;
  /**
   * Nobody knows it: a warning, and an error on a `strict` cluster.
   * @default - it is known
   */
  readonly uncertain?: true;
}

/** A limit of which nobody knows whether it is one. */
export const doubt = (found: EngineLimit): EngineLimit => ({ ...found, severity: 'warning', uncertain: true });

/** A prop of which the engine has nothing. */
export const absent = ({ engine }: PoolReplica, prop: string, value: unknown, why: string): EngineLimit => ({
  prop,
  value,
  allowed: 'nothing',
  message: `pools of ${engine.name} have no ${prop}: ${why}`,
  repairs: [`leave ${prop} out`],
});

/** Every way of spreading a replica over GPUs, for an engine that has none. */
export function oneGpu(replica: PoolReplica, why: string): EngineLimit[] {
  const { tensorParallel } = replica;
  return [
    ...(tensorParallel > 1
      ? [
          {
            prop: 'gpusPerReplica',
            value: tensorParallel,
            allowed: '1',
            message: `pools of ${replica.engine.name} have one GPU for each replica: ${why}`,
            repairs: ['gpusPerReplica: 1, and more replicas'],
          },
        ]
      : []),
    ...spread(replica, why),
  ];
}

/** Stages, copies, shared caches and spread experts, for an engine that has none of them. */
export function spread(replica: PoolReplica, why: string): EngineLimit[] {
  const { pipelineParallel = 1, dataParallel = 1, decodeContextParallel = 1, expertParallel = false } = replica;
  return [
    ...(pipelineParallel > 1 ? [absent(replica, 'parallelism.pipeline', pipelineParallel, why)] : []),
    ...(dataParallel > 1 ? [absent(replica, 'parallelism.data', dataParallel, why)] : []),
    ...(decodeContextParallel > 1 ? [absent(replica, 'parallelism.decodeContext', decodeContextParallel, why)] : []),
    ...(expertParallel ? [absent(replica, 'parallelism.expert', true, why)] : []),
  ];
}

/** Offload and tuning, for an engine that has neither. */
export function untuned(replica: PoolReplica, why: string): EngineLimit[] {
  const { cpuOffloadGiB = 0, kvOffloadGiB = 0, kvOffload, enforceEager = false, sampler, hybridKvCacheManager = true } = replica;
  return [
    ...(cpuOffloadGiB > 0 ? [absent(replica, 'offload.weightsGiBPerGpu', cpuOffloadGiB, why)] : []),
    ...(kvOffloadGiB > 0 ? [absent(replica, 'offload.kvCacheGiB', kvOffloadGiB, why)] : []),
    ...(kvOffload?.nvmeGiB === undefined ? [] : [absent(replica, 'offload.kvCacheDiskGiB', kvOffload.nvmeGiB, why)]),
    ...(kvOffload?.sharedGiB === undefined ? [] : [absent(replica, 'offload.kvCacheShared', kvOffload.sharedGiB, why)]),
    ...(enforceEager ? [absent(replica, 'tuning.enforceEager', true, why)] : []),
    ...(sampler === undefined ? [] : [absent(replica, 'tuning.sampler', sampler, why)]),
    ...(hybridKvCacheManager ? [] : [absent(replica, 'tuning.hybridKvCacheManager', false, why)]),
  ];
}

/** For an engine that serves language models alone. */
export function notALanguageModel({ model, engine }: PoolReplica): EngineLimit[] {
  const { kind } = model.facts;
  if (engine.serves(kind)) return [];
  const message = `pools of ${engine.name} serve language models; ${model.id} is ${kind === 'reranker' ? 'a reranker' : 'an embedding model'}`;
  return [{ prop: 'engine', value: engine.version, allowed: 'an engine that serves it', message, repairs: ['leave engine out'] }];
}
