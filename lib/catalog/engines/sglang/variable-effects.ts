/** Variables of SGLang and of what it runs on that change memory, tokens, probes or who may ask. Read in python/sglang/srt/environ.py of 0.5.23. */
import type { VariableEffectRow } from '../flag-effect';

const STEPS_COUNTED = ['DEFAULT', 'DECODE', 'TARGET_VERIFY', 'NONE'].map(
  (mode) =>
    [
      `SGLANG_SCHEDULER_RECV_SKIPPER_WEIGHT_${mode}`,
      'refused',
      'it changes after how many steps the scheduler looks for requests, which first tokens wait for',
      '--scheduler-recv-interval in extraArgs',
    ] as const,
);

export const SGLANG_VARIABLE_EFFECTS: readonly VariableEffectRow[] = [
  ...STEPS_COUNTED,
  ['CUDA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['NVIDIA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  [
    'SGLANG_ENABLE_HEALTH_ENDPOINT_GENERATION',
    'refused',
    'probes wait five seconds at most, and an answer with a generation may take twenty',
  ],
  ['SGLANG_ENABLE_POST_CAPTURE_KV_SIZING', 'refused', 'it cuts the KV cache after the CUDA graphs, and the plan counts before them'],
  ['SGL_FORCE_SHUTDOWN', 'refused', 'requests in flight would be cut off whenever a pod stops'],
  ['SGLANG_USE_MODELSCOPE', 'refused', 'it loads the checkpoint from another place than planned', 'checkpoint'],
  ['SGLANG_SYMM_MEM_PREALLOC_GB_SIZE', 'refused', 'the memory that it takes is not in the plan'],
  ['SGLANG_FORCE_SHUTDOWN', 'uncertain', 'requests in flight may be cut off whenever a pod stops'],
  ['PYTORCH_ALLOC_CONF', 'uncertain', 'another allocator keeps other reserves than were measured'],
  ['PYTORCH_CUDA_ALLOC_CONF', 'uncertain', 'another allocator keeps other reserves than were measured'],
  ['NCCL_BUFFSIZE', 'uncertain', 'the buffers of the links were measured with the default'],
];
