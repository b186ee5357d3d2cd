/** Variables of vLLM and of what it runs on that change memory, tokens or who may ask. Read in vllm/envs.py of 2026-08; November 2026. */
import type { VariableEffectRow } from '../flag-effect';

export const VLLM_VARIABLE_EFFECTS: readonly VariableEffectRow[] = [
  ['CUDA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['HIP_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['NVIDIA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['ROCR_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['VLLM_API_KEY', 'refused', 'the router and the agents do not know this key'],
  ['VLLM_ALLOW_RUNTIME_LORA_UPDATING', 'refused', 'everyone who reaches the pool could then load any adapter', 'adapters'],
  ['VLLM_TARGET_DEVICE', 'refused', 'the image is built for the GPU of the pool'],
  ['VLLM_MLA_DISABLE', 'refused', 'without latents the KV cache of such a model is many times larger'],
  ['VLLM_PP_LAYER_PARTITION', 'refused', 'it gives the stages other layers than planned', 'parallelism: { pipeline }'],
  ['VLLM_FUSED_MOE_CHUNK_SIZE', 'refused', 'it changes the activations of the experts'],
  ['VLLM_ENABLE_FUSED_MOE_ACTIVATION_CHUNKING', 'refused', 'it changes the activations of the experts'],
  ['VLLM_FLASHINFER_WORKSPACE_BUFFER_SIZE', 'refused', 'it changes the workspace of the attention'],
  ['VLLM_MEMORY_PROFILER_ESTIMATE_CUDAGRAPHS', 'refused', 'it moves the CUDA graphs in or out of the memory share'],
  ['VLLM_USE_MODELSCOPE', 'refused', 'it loads the checkpoint from another place than planned', 'checkpoint'],
  ['VLLM_USE_V2_MODEL_RUNNER', 'uncertain', 'the memory was measured with the runner that the release takes by itself'],
  ['VLLM_TEST_FORCE_FP8_MARLIN', 'uncertain', 'other kernels pad weights and keep workspaces that were not measured'],
  ['VLLM_USE_FLASHINFER_MOE_INT4', 'uncertain', 'other kernels pad weights and keep workspaces that were not measured'],
  ['VLLM_ALLREDUCE_USE_FLASHINFER', 'uncertain', 'the buffers of this exchange are not known'],
  ['VLLM_PLUGINS', 'uncertain', 'code from outside the engine may take memory'],
  ['PYTORCH_ALLOC_CONF', 'uncertain', 'another allocator keeps other reserves than were measured'],
  ['PYTORCH_CUDA_ALLOC_CONF', 'uncertain', 'another allocator keeps other reserves than were measured'],
  ['NCCL_BUFFSIZE', 'uncertain', 'the buffers of the links were measured with the default'],
];
