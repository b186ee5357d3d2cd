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
  accounting: ({ engineMemoryFraction, engine }) => tensorRt(engineMemoryFraction ?? null, engine.version),
});
