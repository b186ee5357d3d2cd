/** The smallest spec of a pool, for views that are made without a construct. */
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { InferencePoolSpec } from '../../lib/inference/inference-pool-props';

export const POOL_SPEC = {
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  gpusPerReplica: 1,
  maxContextTokens: 8_192,
  quantization: 'checkpoint',
  allowExperimentalFp8Kv: false,
  gpuMemoryUtilization: 0.9,
  extraArgs: [],
  env: {},
} as unknown as InferencePoolSpec;
