/** Replicas and pools as the published tables mean them: vLLM, a memory share of 0.90, formats by their short names. */

import { sizeReplica } from '../../lib/capacity/ask-engine';
import { judgePool } from '../../lib/capacity/fit/judge';
import type { PoolVerdict } from '../../lib/capacity/fit/pool-verdict';
import type { ReplicaSpec } from '../../lib/capacity/replica-spec';
import type { ReplicaSupply } from '../../lib/capacity/replica-supply';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';

export const K = 1_024;

/** 13 B parameters with 8 KV heads: the publication names the size, not the shape. */
const MODEL_13B = Model.custom({
  id: '13b-gqa',
  kind: 'llm',
  attentionKind: 'GQA',
  paramsTotalB: 13,
  layers: 40,
  attentionHeads: 40,
  kvHeads: 8,
  headDim: 128,
  hiddenSize: 5_120,
  intermediateSize: 16_600,
  vocabSize: 32_000,
  tiedEmbeddings: false,
  maxPositionEmbeddings: 32_768,
  nativeDtype: 'bf16',
  provenance: { source: 'shape assumed for a published 13B scenario', asOf: '2026-03', evidence: 'assumed' },
});

export const MODELS = {
  /** As many KV heads as heads: what a 7B was before groups. */
  '7B MHA': Model.custom({ ...Model.MISTRAL_7B_INSTRUCT_V0_3.facts, id: '7b-mha', attentionKind: 'MHA', kvHeads: 32 }),
  '7B': Model.MISTRAL_7B_INSTRUCT_V0_3,
  '8B': Model.LLAMA_3_1_8B_INSTRUCT,
  '13B': MODEL_13B,
  '70B': Model.LLAMA_3_3_70B_INSTRUCT,
} as const;

export const CARDS = {
  'A100 80GB': Gpu.A100_80GB_PCIE,
  'H100 PCIe': Gpu.H100_PCIE,
  'H100 SXM': Gpu.H100_SXM,
  H200: Gpu.H200_SXM,
  B200: Gpu.B200,
  B300: Gpu.B300,
  L40S: Gpu.L40S,
  L40: Gpu.L40,
  'RTX 5090': Gpu.RTX_5090,
  'RTX 4090': Gpu.RTX_4090,
} as const;

export const FORMATS = {
  bf16: { quantization: 'checkpoint', kvCacheDtype: 'auto' },
  fp8: { quantization: 'fp8', kvCacheDtype: 'fp8' },
  fp4: { quantization: 'nvfp4', kvCacheDtype: 'fp8' },
} as const;

export interface Configuration {
  readonly model: keyof typeof MODELS;
  readonly format: keyof typeof FORMATS;
  readonly gpu: keyof typeof CARDS;
  /** GPUs of one replica. */
  readonly gpus?: number;
  readonly replicas?: number;
}

export function replicaOf({ model, format, gpu, gpus }: Configuration, maxContextTokens = 8 * K, maxNumSeqs?: number): ReplicaSpec {
  return {
    model: MODELS[model],
    gpu: CARDS[gpu],
    engine: Engine.vllm({ version: '0.31.0' }),
    tensorParallel: gpus ?? 1,
    ...FORMATS[format],
    gpuMemoryUtilization: 0.9,
    maxContextTokens,
    ...(maxNumSeqs === undefined ? {} : { maxNumSeqs }),
  };
}

export const supplyOf = (configuration: Configuration): ReplicaSupply => sizeReplica(replicaOf(configuration, 8 * K, 100));

export function verdictOf(configuration: Configuration, sessions: number, contextTokens: number): PoolVerdict {
  const replicas = configuration.replicas ?? 1;
  return judgePool({
    name: 'pool',
    replica: replicaOf(configuration, contextTokens),
    replicas,
    maxReplicas: replicas,
    demands: [{ fleet: 'published', role: 'agent', sessions, contextTokens, formula: `${sessions} sessions` }],
    pricePerGpuHour: null,
  });
}

export const named = ({ model, format, gpu, gpus, replicas }: Configuration): string =>
  `${model} ${format}, ${replicas === undefined ? '' : `${replicas} replicas of `}${gpus === undefined ? '' : `${gpus} × `}${gpu}`;

export const weightsOf = (configuration: Configuration): number =>
  (supplyOf(configuration).terms.find((term) => term.id === 'weights')?.perGpuGiB ?? 0) * (configuration.gpus ?? 1);
