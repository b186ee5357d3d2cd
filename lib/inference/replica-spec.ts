/** One replica as the capacity engine sees it, from the props of its pool: every option that becomes a flag is in the arithmetic, too. */
import { partUtilization, poolKvCacheDtype } from '../capacity/pool-defaults';
import type { KvCacheDtype, RareKvCacheDtype, ReplicaSpec } from '../capacity/replica-spec';
import type { Engine } from '../catalog/engines/engine';
import { definedOnly } from '../terraform/defined-only';
import type { InferencePoolSpec } from './inference-pool-props';
import { adapterSlots } from './lora-adapter';
import type { PoolReplica } from './pool-replica';
import { tensorOf } from './replica-spread';
import { namedCheckpoint } from './served-checkpoint';
import { blocksGiB } from './shared-kv-cache';

/** What the nodes of the cluster say; undefined where it declares none. */
export interface NodeFacts {
  readonly nvlinkBridge: boolean;
  readonly gpusPerNode: number | undefined;
  /** Gbit/s of one node to the others. */
  readonly networkGbps: number | undefined;
  /** Engines on one card; 1 where it is not shared. */
  readonly enginesPerCard: number;
}

export function replicaSpecOf(spec: InferencePoolSpec, engine: Engine, nodes: NodeFacts): PoolReplica {
  const { nvlinkBridge, gpusPerNode, networkGbps, enginesPerCard } = nodes;
  return {
    model: spec.model,
    gpu: spec.gpu,
    engine,
    tensorParallel: tensorOf(spec),
    quantization: spec.quantization,
    ...definedOnly({ checkpoint: namedCheckpoint(spec) }),
    ...cacheFormat(spec, engine),
    gpuMemoryUtilization: spec.gpuMemoryUtilization ?? partUtilization(enginesPerCard),
    ...definedOnly({ engineMemoryFraction: spec.engineMemoryFraction }),
    maxContextTokens: spec.maxContextTokens,
    allowExperimentalFp8Kv: spec.allowExperimentalFp8Kv,
    nvlinkBridge,
    ...definedOnly({ gpusPerNode }),
    ...(enginesPerCard > 1 ? { enginesPerCard } : {}),
    ...definedOnly({ maxNumSeqs: spec.maxNumSeqs, maxNumBatchedTokens: spec.maxNumBatchedTokens }),
    ...engine.countedArgs(spec.extraArgs),
    ...definedOnly({ adapters: adapterSlots(spec.adapters) }),
    ...parallelism(spec),
    ...(spec.nodesPerReplica > 1 ? overNodes(spec, networkGbps) : {}),
    ...definedOnly(spec.tuning ?? {}),
    ...definedOnly({
      cpuOffloadGiB: spec.offload?.weightsGiBPerGpu,
      kvOffloadGiB: spec.offload?.kvCacheGiB,
      kvOffload: tiersOf(spec),
      drafter: spec.speculative?.drafter ?? undefined,
      speculativeTokens: spec.speculative?.tokens,
    }),
  };
}

/** `kvCacheGiB` is `kvOffloadGiB` already. */
function tiersOf({ offload: { kvCacheDiskGiB = 0, kvCacheShared } = {} }: InferencePoolSpec): ReplicaSpec['kvOffload'] {
  if (kvCacheShared !== undefined) return { sharedGiB: blocksGiB(kvCacheShared) };
  return kvCacheDiskGiB === 0 ? undefined : { nvmeGiB: kvCacheDiskGiB };
}

function parallelism({ parallelism = {} }: InferencePoolSpec) {
  const { pipeline, data, expert, decodeContext } = parallelism;
  return definedOnly({ pipelineParallel: pipeline, dataParallel: data, expertParallel: expert, decodeContextParallel: decodeContext });
}

/** Whether the network bears a group that reaches over nodes is AF-CLU-013; of its memory it changes nothing. */
function overNodes(spec: InferencePoolSpec, networkGbps: number | undefined) {
  const { nodesPerReplica: nodes, gpusPerReplica } = spec;
  const spans = tensorOf(spec) > gpusPerReplica / nodes;
  return definedOnly({ nodes, networkGbps, tensorParallelAcrossNodes: spans ? true : undefined });
}

/** An engine that cannot be told a format keeps the one of the model. */
function cacheFormat(
  { kvCacheDtype, quantization, gpu }: InferencePoolSpec,
  engine: Engine,
): Pick<ReplicaSpec, 'kvCacheDtype' | 'rareKvCacheDtype'> {
  const format = kvCacheDtype ?? poolKvCacheDtype(quantization, gpu, engine);
  return isRare(format) ? { kvCacheDtype: 'auto', rareKvCacheDtype: format } : { kvCacheDtype: format };
}

const isRare = (format: KvCacheDtype | RareKvCacheDtype): format is RareKvCacheDtype =>
  format === 'nvfp4' || format === 'fp8_per_token_head' || format === 'int8_per_token_head';
