/** Variables of Ollama, which has no flags: what they do to what the plan computed. Read in envconfig/config.go at v0.33.0-rc2. */
import type { VariableEffectRow } from '../flag-effect';

const MEMORY = 'the plan counts what the engine takes without it';

export const OLLAMA_VARIABLE_EFFECTS: readonly VariableEffectRow[] = [
  ['CUDA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['NVIDIA_VISIBLE_DEVICES', 'refused', 'the node decides which GPUs a pod gets'],
  ['OLLAMA_GPU_OVERHEAD', 'refused', 'it keeps memory free that the plan gives to contexts'],
  ['OLLAMA_SCHED_SPREAD', 'refused', 'a pool of this engine has one GPU for each replica'],
  ['OLLAMA_LLM_LIBRARY', 'uncertain', MEMORY],
  ['OLLAMA_FLASH_ATTENTION', 'uncertain', MEMORY],
  ['OLLAMA_VULKAN', 'uncertain', MEMORY],
  ['OLLAMA_AUTH', 'refused', 'routers and agents of the fleet sign nothing, so every request would be refused'],
];
