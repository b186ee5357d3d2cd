/** All model rows, family by family. */

import type { ModelFacts } from '../model-facts';
import { COHERE_MODELS } from './cohere';
import { DEEPSEEK_MODELS } from './deepseek';
import { DEEPSEEK_DISTILLS_MODELS } from './deepseek-distills';
import { EMBEDDINGS_MODELS } from './embeddings';
import { modelFacts } from './expand-row';
import { GEMMA_MODELS } from './gemma';
import { GLM_MODELS } from './glm';
import { GPT_OSS_MODELS } from './gpt-oss';
import { GRANITE_MODELS } from './granite';
import { KIMI_MODELS } from './kimi';
import { LLAMA_MODELS } from './llama';
import { MIMO_STEP_SEED_MODELS } from './mimo-step-seed';
import { MINIMAX_MODELS } from './minimax';
import { MISTRAL_MODELS } from './mistral';
import { NEMOTRON_MODELS } from './nemotron';
import { OLMO_MODELS } from './olmo';
import { PHI_AND_FALCON_MODELS } from './phi-and-falcon';
import { QWEN2_MODELS } from './qwen2';
import { QWEN3_MODELS } from './qwen3';
import { QWEN3_5_MODELS } from './qwen3-5';
import { withSameDimensions } from './same-dimensions';

const READ: readonly ModelFacts[] = [
  ...LLAMA_MODELS,
  ...MISTRAL_MODELS,
  ...QWEN2_MODELS,
  ...QWEN3_MODELS,
  ...QWEN3_5_MODELS,
  ...GEMMA_MODELS,
  ...PHI_AND_FALCON_MODELS,
  ...DEEPSEEK_MODELS,
  ...DEEPSEEK_DISTILLS_MODELS,
  ...KIMI_MODELS,
  ...GLM_MODELS,
  ...MINIMAX_MODELS,
  ...GPT_OSS_MODELS,
  ...NEMOTRON_MODELS,
  ...GRANITE_MODELS,
  ...COHERE_MODELS,
  ...OLMO_MODELS,
  ...MIMO_STEP_SEED_MODELS,
  ...EMBEDDINGS_MODELS,
].map(modelFacts);

export const MODEL_FACTS: readonly ModelFacts[] = [...READ, ...withSameDimensions(READ)];
