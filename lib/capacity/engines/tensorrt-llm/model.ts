import { TENSORRT_LLM_WEIGHT_KERNELS } from '../../../catalog/engines/tensorrt-llm/weight-kernels';
import { modelByAccounting } from '../by-accounting';
import { tensorRt } from './accounting';
import { TENSORRT_LLM_LATENCY } from './latency';

/** TensorRT-LLM: the cache takes a share of what weights and activations leave. */
export const TENSORRT_LLM_MODEL = modelByAccounting({
  id: 'tensorrt-llm',
  name: 'TensorRT-LLM',
  spelled: /^(tensorrt|trt)[-_ ]?llm$/i,
  compared: 'compared with few start-up logs',
  unread: ['enforceEager', 'sampler', 'offline', 'interconnect', 'kvOffloadGiB', 'kvOffload', 'schedulerRecvInterval'],
  memoryShare: {
    input: 'engineMemoryFraction',
    setting: '--kv_cache_free_gpu_memory_fraction',
    meaning: 'share of what weights and activations leave free, for the KV cache alone',
  },
  latency: TENSORRT_LLM_LATENCY,
  weightKernels: TENSORRT_LLM_WEIGHT_KERNELS,
  // Hardware Support Matrix of docs/source/features/quantization.md: FP8 KV Cache on Ampere.
  fp8KvFrom: 8,
  // `tokens_per_block` of KvCacheConfig (nvidia.github.io/TensorRT-LLM/1.3.0rc27/llm-api/reference/KvCacheConfig.html, read 2026-12-01).
  blockTokens: () => 32,
  accounting: ({ engineMemoryFraction, engine }) => tensorRt(engineMemoryFraction ?? null, engine.version),
});
