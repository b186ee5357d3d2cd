/** A model as users name it: `Model.LLAMA_3_3_70B_INSTRUCT`. The figures are in `models/`; this file only gives them names. */
import { brand, hasBrand } from '../core/brand';
import { type CustomModelFacts, customModelFacts } from './custom-model';
import { deepFreeze } from './deep-freeze';
import { type FromConfigProps, modelFactsFromConfig } from './hugging-face/model-facts-of';
import type { ModelFacts } from './model-facts';
import { MODEL_FACTS } from './models';
import { nameArgument } from './name-argument';

/** Facts of the catalog by every name a model goes by, lower case: id, Hugging Face repository, aliases. */
const FACTS_BY_NAME = new Map(
  MODEL_FACTS.flatMap((facts) => [facts.id, facts.huggingFaceId, ...facts.aliases].map((name) => [name.toLowerCase(), facts] as const)),
);

/** One model with everything that is known about it. Models are values: compare them by `id`. */
export class Model {
  private static readonly byFacts = new Map<ModelFacts, Model>();

  /** meta-llama/Llama-3.1-8B-Instruct: 8.03 B, GQA, context 131,072. */
  static readonly LLAMA_3_1_8B_INSTRUCT = Model.of('llama-3.1-8b-instruct');
  /** meta-llama/Llama-3.1-70B-Instruct: 70.55 B, GQA, context 131,072. */
  static readonly LLAMA_3_1_70B_INSTRUCT = Model.of('llama-3.1-70b-instruct');
  /** meta-llama/Llama-3.1-405B-Instruct: 405.85 B, GQA, context 131,072. */
  static readonly LLAMA_3_1_405B_INSTRUCT = Model.of('llama-3.1-405b-instruct');
  /** meta-llama/Llama-3.2-1B-Instruct: 1.236 B, GQA, context 131,072. */
  static readonly LLAMA_3_2_1B_INSTRUCT = Model.of('llama-3.2-1b-instruct');
  /** meta-llama/Llama-3.2-3B-Instruct: 3.213 B, GQA, context 131,072. */
  static readonly LLAMA_3_2_3B_INSTRUCT = Model.of('llama-3.2-3b-instruct');
  /** meta-llama/Llama-3.3-70B-Instruct: 70.55 B, GQA, context 131,072. */
  static readonly LLAMA_3_3_70B_INSTRUCT = Model.of('llama-3.3-70b-instruct');
  /** meta-llama/Llama-4-Scout-17B-16E-Instruct: 109 B, 17 B active, GQA + chunked local attention, context 10,485,760. */
  static readonly LLAMA_4_SCOUT_17B_16E_INSTRUCT = Model.of('llama-4-scout-17b-16e-instruct');
  /** meta-llama/Llama-4-Maverick-17B-128E-Instruct: 400 B, 17 B active, GQA + chunked local attention, context 1,048,576. */
  static readonly LLAMA_4_MAVERICK_17B_128E_INSTRUCT = Model.of('llama-4-maverick-17b-128e-instruct');
  /** mistralai/Mistral-7B-Instruct-v0.3: 7.248 B, GQA, context 32,768. */
  static readonly MISTRAL_7B_INSTRUCT_V0_3 = Model.of('mistral-7b-instruct-v0.3');
  /** mistralai/Mistral-Small-3.1-24B-Instruct-2503: 23.57 B, GQA, context 131,072. */
  static readonly MISTRAL_SMALL_3_1_24B_INSTRUCT_2503 = Model.of('mistral-small-3.1-24b-instruct-2503');
  /** mistralai/Mistral-Small-3.2-24B-Instruct-2506: 23.57 B, GQA, context 131,072. */
  static readonly MISTRAL_SMALL_3_2_24B_INSTRUCT_2506 = Model.of('mistral-small-3.2-24b-instruct-2506');
  /** mistralai/Devstral-Small-2507: 23.57 B, GQA, context 131,072. */
  static readonly DEVSTRAL_SMALL_2507 = Model.of('devstral-small-2507');
  /** mistralai/Magistral-Small-2509: 23.57 B, GQA, context 131,072. */
  static readonly MAGISTRAL_SMALL_2509 = Model.of('magistral-small-2509');
  /** mistralai/Devstral-Small-2-24B-Instruct-2512: 24 B, GQA. */
  static readonly DEVSTRAL_SMALL_2_24B_INSTRUCT_2512 = Model.of('devstral-small-2-24b-instruct-2512');
  /** mistralai/Mistral-Large-Instruct-2411: 122.61 B, GQA, context 131,072. */
  static readonly MISTRAL_LARGE_INSTRUCT_2411 = Model.of('mistral-large-instruct-2411');
  /** mistralai/Mixtral-8x7B-Instruct-v0.1: 46.7 B, 12.88 B active, GQA, context 32,768. */
  static readonly MIXTRAL_8X7B_INSTRUCT_V0_1 = Model.of('mixtral-8x7b-instruct-v0.1');
  /** mistralai/Mixtral-8x22B-Instruct-v0.1: 140.63 B, 39.15 B active, GQA, context 65,536. */
  static readonly MIXTRAL_8X22B_INSTRUCT_V0_1 = Model.of('mixtral-8x22b-instruct-v0.1');
  /** mistralai/Ministral-3-3B-Instruct-2512: 3.8 B, GQA, context 262,144. */
  static readonly MINISTRAL_3_3B_INSTRUCT_2512 = Model.of('ministral-3-3b-instruct-2512');
  /** mistralai/Ministral-3-8B-Instruct-2512: 8.9 B, GQA, context 262,144. */
  static readonly MINISTRAL_3_8B_INSTRUCT_2512 = Model.of('ministral-3-8b-instruct-2512');
  /** mistralai/Ministral-3-14B-Instruct-2512: 13.9 B, GQA, context 262,144. */
  static readonly MINISTRAL_3_14B_INSTRUCT_2512 = Model.of('ministral-3-14b-instruct-2512');
  /** mistralai/Mistral-Large-3-675B-Instruct-2512: 675 B, 41 B active, MLA, context 294,912. */
  static readonly MISTRAL_LARGE_3_675B_INSTRUCT_2512 = Model.of('mistral-large-3-675b-instruct-2512');
  /** mistralai/Mistral-Small-4-119B-2603: 119 B, 6.5 B active, MLA, context 1,048,576. */
  static readonly MISTRAL_SMALL_4_119B_2603 = Model.of('mistral-small-4-119b-2603');
  /** mistralai/Mistral-Medium-3.5-128B: 128 B, GQA, context 262,144. */
  static readonly MISTRAL_MEDIUM_3_5_128B = Model.of('mistral-medium-3.5-128b');
  /** Qwen/Qwen2.5-0.5B-Instruct: 0.494 B, GQA, context 32,768. */
  static readonly QWEN2_5_0_5B_INSTRUCT = Model.of('qwen2.5-0.5b-instruct');
  /** Qwen/Qwen2.5-1.5B-Instruct: 1.544 B, GQA, context 32,768. */
  static readonly QWEN2_5_1_5B_INSTRUCT = Model.of('qwen2.5-1.5b-instruct');
  /** Qwen/Qwen2.5-3B-Instruct: 3.086 B, GQA, context 32,768. */
  static readonly QWEN2_5_3B_INSTRUCT = Model.of('qwen2.5-3b-instruct');
  /** Qwen/Qwen2.5-7B-Instruct: 7.616 B, GQA, context 32,768. */
  static readonly QWEN2_5_7B_INSTRUCT = Model.of('qwen2.5-7b-instruct');
  /** Qwen/Qwen2.5-14B-Instruct: 14.77 B, GQA, context 32,768. */
  static readonly QWEN2_5_14B_INSTRUCT = Model.of('qwen2.5-14b-instruct');
  /** Qwen/Qwen2.5-32B-Instruct: 32.76 B, GQA, context 32,768. */
  static readonly QWEN2_5_32B_INSTRUCT = Model.of('qwen2.5-32b-instruct');
  /** Qwen/Qwen2.5-72B-Instruct: 72.71 B, GQA, context 32,768. */
  static readonly QWEN2_5_72B_INSTRUCT = Model.of('qwen2.5-72b-instruct');
  /** Qwen/Qwen2.5-Coder-7B-Instruct: 7.616 B, GQA, context 32,768. */
  static readonly QWEN2_5_CODER_7B_INSTRUCT = Model.of('qwen2.5-coder-7b-instruct');
  /** Qwen/Qwen2.5-Coder-32B-Instruct: 32.76 B, GQA, context 32,768. */
  static readonly QWEN2_5_CODER_32B_INSTRUCT = Model.of('qwen2.5-coder-32b-instruct');
  /** Qwen/QwQ-32B: 32.76 B, GQA, context 40,960. */
  static readonly QWQ_32B = Model.of('qwq-32b');
  /** Qwen/Qwen3-0.6B: 0.596 B, GQA, context 40,960. */
  static readonly QWEN3_0_6B = Model.of('qwen3-0.6b');
  /** Qwen/Qwen3-1.7B: 1.72 B, GQA, context 40,960. */
  static readonly QWEN3_1_7B = Model.of('qwen3-1.7b');
  /** Qwen/Qwen3-4B: 4.02 B, GQA, context 40,960. */
  static readonly QWEN3_4B = Model.of('qwen3-4b');
  /** Qwen/Qwen3-8B: 8.19 B, GQA, context 40,960. */
  static readonly QWEN3_8B = Model.of('qwen3-8b');
  /** Qwen/Qwen3-14B: 14.77 B, GQA, context 40,960. */
  static readonly QWEN3_14B = Model.of('qwen3-14b');
  /** Qwen/Qwen3-32B: 32.76 B, GQA, context 40,960. */
  static readonly QWEN3_32B = Model.of('qwen3-32b');
  /** Qwen/Qwen3-30B-A3B-Instruct-2507: 30.53 B, 3.35 B active, GQA, context 262,144. */
  static readonly QWEN3_30B_A3B_INSTRUCT_2507 = Model.of('qwen3-30b-a3b-instruct-2507');
  /** Qwen/Qwen3-235B-A22B-Instruct-2507: 235.09 B, 22.19 B active, GQA, context 262,144. */
  static readonly QWEN3_235B_A22B_INSTRUCT_2507 = Model.of('qwen3-235b-a22b-instruct-2507');
  /** Qwen/Qwen3-Coder-480B-A35B-Instruct: 480.15 B, 35 B active, GQA, context 262,144. */
  static readonly QWEN3_CODER_480B_A35B_INSTRUCT = Model.of('qwen3-coder-480b-a35b-instruct');
  /** Qwen/Qwen3-Coder-30B-A3B-Instruct: 30.53 B, 3.35 B active, GQA, context 262,144. */
  static readonly QWEN3_CODER_30B_A3B_INSTRUCT = Model.of('qwen3-coder-30b-a3b-instruct');
  /** Qwen/Qwen3-Next-80B-A3B-Instruct: 80 B, 3 B active, linear-state hybrid, context 262,144. */
  static readonly QWEN3_NEXT_80B_A3B_INSTRUCT = Model.of('qwen3-next-80b-a3b-instruct');
  /** Qwen/Qwen3.5-4B: 4 B, linear-state hybrid, context 262,144. */
  static readonly QWEN3_5_4B = Model.of('qwen3.5-4b');
  /** Qwen/Qwen3.5-9B: 9 B, linear-state hybrid, context 262,144. */
  static readonly QWEN3_5_9B = Model.of('qwen3.5-9b');
  /** Qwen/Qwen3.5-27B: 27 B, linear-state hybrid, context 262,144. */
  static readonly QWEN3_5_27B = Model.of('qwen3.5-27b');
  /** Qwen/Qwen3.5-35B-A3B: 35 B, 3 B active, linear-state hybrid, context 262,144. */
  static readonly QWEN3_5_35B_A3B = Model.of('qwen3.5-35b-a3b');
  /** Qwen/Qwen3.5-122B-A10B: 122 B, 10 B active, linear-state hybrid, context 262,144. */
  static readonly QWEN3_5_122B_A10B = Model.of('qwen3.5-122b-a10b');
  /** Qwen/Qwen3.5-397B-A17B: 397 B, 17 B active, linear-state hybrid, context 262,144. */
  static readonly QWEN3_5_397B_A17B = Model.of('qwen3.5-397b-a17b');
  /** Qwen/Qwen3.6-27B: 27 B, linear-state hybrid, context 262,144. */
  static readonly QWEN3_6_27B = Model.of('qwen3.6-27b');
  /** Qwen/Qwen3.6-35B-A3B: 35 B, 3 B active, linear-state hybrid, context 262,144. */
  static readonly QWEN3_6_35B_A3B = Model.of('qwen3.6-35b-a3b');
  /** Qwen/Qwen3.8-27B: 27 B, linear-state hybrid, context 262,144. */
  static readonly QWEN3_8_27B = Model.of('qwen3.8-27b');
  /** Qwen/Qwen3.8-2.4T-A95B: 2400 B, 95 B active, dimensions not published, context 262,144. */
  static readonly QWEN3_8_2_4T_A95B = Model.of('qwen3.8-2.4t-a95b');
  /** google/gemma-2-9b-it: 9.24 B, GQA + sliding window, context 8,192. */
  static readonly GEMMA_2_9B_IT = Model.of('gemma-2-9b-it');
  /** google/gemma-2-27b-it: 27.23 B, GQA + sliding window, context 8,192. */
  static readonly GEMMA_2_27B_IT = Model.of('gemma-2-27b-it');
  /** google/gemma-3-4b-it: 3.88 B, GQA + sliding window, context 131,072. */
  static readonly GEMMA_3_4B_IT = Model.of('gemma-3-4b-it');
  /** google/gemma-3-12b-it: 11.77 B, GQA + sliding window, context 131,072. */
  static readonly GEMMA_3_12B_IT = Model.of('gemma-3-12b-it');
  /** google/gemma-3-27b-it: 27.01 B, GQA + sliding window, context 131,072. */
  static readonly GEMMA_3_27B_IT = Model.of('gemma-3-27b-it');
  /** google/gemma-4-E2B-it: 5.1 B, 2.3 B active, MQA + sliding window, context 131,072. */
  static readonly GEMMA_4_E2B_IT = Model.of('gemma-4-e2b-it');
  /** google/gemma-4-E4B-it: 8 B, 4.5 B active, GQA + sliding window, context 131,072. */
  static readonly GEMMA_4_E4B_IT = Model.of('gemma-4-e4b-it');
  /** google/gemma-4-12B-it: 11.9 B, GQA + sliding window, context 262,144. */
  static readonly GEMMA_4_12B_IT = Model.of('gemma-4-12b-it');
  /** google/gemma-4-26B-A4B-it: 26 B, 4 B active, GQA + sliding window, context 262,144. */
  static readonly GEMMA_4_26B_A4B_IT = Model.of('gemma-4-26b-a4b-it');
  /** google/gemma-4-31B-it: 31 B, GQA + sliding window, context 262,144. */
  static readonly GEMMA_4_31B_IT = Model.of('gemma-4-31b-it');
  /** microsoft/phi-4: 14.66 B, GQA, context 16,384. */
  static readonly PHI_4 = Model.of('phi-4');
  /** microsoft/Phi-4-reasoning: 14.66 B, GQA, context 32,768. */
  static readonly PHI_4_REASONING = Model.of('phi-4-reasoning');
  /** microsoft/Phi-4-mini-instruct: 3.84 B, GQA, context 131,072. */
  static readonly PHI_4_MINI_INSTRUCT = Model.of('phi-4-mini-instruct');
  /** tiiuae/Falcon3-1B-Instruct: 1.67 B, GQA, context 4,096. */
  static readonly FALCON3_1B_INSTRUCT = Model.of('falcon3-1b-instruct');
  /** tiiuae/Falcon3-3B-Instruct: 3.23 B, GQA, context 32,768. */
  static readonly FALCON3_3B_INSTRUCT = Model.of('falcon3-3b-instruct');
  /** tiiuae/Falcon3-7B-Instruct: 7.46 B, GQA, context 32,768. */
  static readonly FALCON3_7B_INSTRUCT = Model.of('falcon3-7b-instruct');
  /** tiiuae/Falcon3-10B-Instruct: 10.3 B, GQA, context 32,768. */
  static readonly FALCON3_10B_INSTRUCT = Model.of('falcon3-10b-instruct');
  /** deepseek-ai/DeepSeek-V2-Lite-Chat: 15.71 B, 2.66 B active, MLA, context 163,840. */
  static readonly DEEPSEEK_V2_LITE_CHAT = Model.of('deepseek-v2-lite-chat');
  /** deepseek-ai/DeepSeek-V3-0324: 671.03 B, 37.55 B active, MLA, context 163,840. */
  static readonly DEEPSEEK_V3_0324 = Model.of('deepseek-v3-0324');
  /** deepseek-ai/DeepSeek-R1-0528: 671.03 B, 37.55 B active, MLA, context 163,840. */
  static readonly DEEPSEEK_R1_0528 = Model.of('deepseek-r1-0528');
  /** deepseek-ai/DeepSeek-V3.1: 671.03 B, 37.55 B active, MLA, context 163,840. */
  static readonly DEEPSEEK_V3_1 = Model.of('deepseek-v3.1');
  /** deepseek-ai/DeepSeek-V3.2: 671.9 B, 37.6 B active, MLA + DSA sparse top-2048 indexer, context 163,840. */
  static readonly DEEPSEEK_V3_2 = Model.of('deepseek-v3.2');
  /** deepseek-ai/DeepSeek-V4-Flash: 284 B, 13 B active, compressed attention, context 1,048,576. */
  static readonly DEEPSEEK_V4_FLASH = Model.of('deepseek-v4-flash');
  /** deepseek-ai/DeepSeek-V4-Pro: 1600 B, 49 B active, compressed attention, context 1,048,576. */
  static readonly DEEPSEEK_V4_PRO = Model.of('deepseek-v4-pro');
  /** deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B: 1.777 B, GQA, context 131,072. */
  static readonly DEEPSEEK_R1_DISTILL_QWEN_1_5B = Model.of('deepseek-r1-distill-qwen-1.5b');
  /** deepseek-ai/DeepSeek-R1-Distill-Qwen-7B: 7.616 B, GQA, context 131,072. */
  static readonly DEEPSEEK_R1_DISTILL_QWEN_7B = Model.of('deepseek-r1-distill-qwen-7b');
  /** deepseek-ai/DeepSeek-R1-Distill-Llama-8B: 8.03 B, GQA, context 131,072. */
  static readonly DEEPSEEK_R1_DISTILL_LLAMA_8B = Model.of('deepseek-r1-distill-llama-8b');
  /** deepseek-ai/DeepSeek-R1-Distill-Qwen-14B: 14.77 B, GQA, context 131,072. */
  static readonly DEEPSEEK_R1_DISTILL_QWEN_14B = Model.of('deepseek-r1-distill-qwen-14b');
  /** deepseek-ai/DeepSeek-R1-Distill-Qwen-32B: 32.76 B, GQA, context 131,072. */
  static readonly DEEPSEEK_R1_DISTILL_QWEN_32B = Model.of('deepseek-r1-distill-qwen-32b');
  /** deepseek-ai/DeepSeek-R1-Distill-Llama-70B: 70.55 B, GQA, context 131,072. */
  static readonly DEEPSEEK_R1_DISTILL_LLAMA_70B = Model.of('deepseek-r1-distill-llama-70b');
  /** moonshotai/Kimi-K2-Instruct-0905: 1026 B, 32.6 B active, MLA, context 262,144. */
  static readonly KIMI_K2_INSTRUCT_0905 = Model.of('kimi-k2-instruct-0905');
  /** moonshotai/Kimi-K2-Thinking: 1026 B, 32.6 B active, MLA, context 262,144. */
  static readonly KIMI_K2_THINKING = Model.of('kimi-k2-thinking');
  /** moonshotai/Kimi-K2.5: 1000 B, 32 B active, MLA, context 262,144. */
  static readonly KIMI_K2_5 = Model.of('kimi-k2.5');
  /** moonshotai/Kimi-K3: 2800 B, linear-state hybrid, context 1,048,576. */
  static readonly KIMI_K3 = Model.of('kimi-k3');
  /** zai-org/GLM-4.5: 355 B, 32 B active, GQA, context 131,072. */
  static readonly GLM_4_5 = Model.of('glm-4.5');
  /** zai-org/GLM-4.6: 355 B, 32 B active, GQA, context 202,752. */
  static readonly GLM_4_6 = Model.of('glm-4.6');
  /** zai-org/GLM-4.7: 355 B, 32 B active, GQA, context 202,752. */
  static readonly GLM_4_7 = Model.of('glm-4.7');
  /** zai-org/GLM-4.5-Air: 106 B, 12 B active, GQA, context 131,072. */
  static readonly GLM_4_5_AIR = Model.of('glm-4.5-air');
  /** zai-org/GLM-4.7-Flash: 30 B, 3 B active, MLA, context 202,752. */
  static readonly GLM_4_7_FLASH = Model.of('glm-4.7-flash');
  /** zai-org/GLM-5.1: 744 B, 40 B active, MLA + DSA sparse top-2048 indexer, context 202,752. */
  static readonly GLM_5_1 = Model.of('glm-5.1');
  /** zai-org/GLM-5.2-FP8: 743 B, 39 B active, MLA + DSA sparse indexer, context 1,048,576. */
  static readonly GLM_5_2_FP8 = Model.of('glm-5.2-fp8');
  /** MiniMaxAI/MiniMax-M1-80k: 456 B, 45.9 B active, linear-state hybrid, context 10,240,000. */
  static readonly MINIMAX_M1_80K = Model.of('minimax-m1-80k');
  /** MiniMaxAI/MiniMax-M2: 229 B, 10 B active, GQA, context 196,608. */
  static readonly MINIMAX_M2 = Model.of('minimax-m2');
  /** MiniMaxAI/MiniMax-M2.5: 230 B, 10 B active, GQA, context 196,608. */
  static readonly MINIMAX_M2_5 = Model.of('minimax-m2.5');
  /** MiniMaxAI/MiniMax-M2.7: 230 B, 10 B active, GQA, context 204,800. */
  static readonly MINIMAX_M2_7 = Model.of('minimax-m2.7');
  /** MiniMaxAI/MiniMax-M3: 427 B, 26 B active, GQA + block-sparse attention, context 1,048,576. */
  static readonly MINIMAX_M3 = Model.of('minimax-m3');
  /** openai/gpt-oss-20b: 20.91 B, 3.61 B active, GQA + sliding window, context 131,072. */
  static readonly GPT_OSS_20B = Model.of('gpt-oss-20b');
  /** openai/gpt-oss-120b: 116.83 B, 5.13 B active, GQA + sliding window, context 131,072. */
  static readonly GPT_OSS_120B = Model.of('gpt-oss-120b');
  /** nvidia/Llama-3_3-Nemotron-Super-49B-v1_5: 49.87 B, GQA, context 131,072. */
  static readonly LLAMA_3_3_NEMOTRON_SUPER_49B_V1_5 = Model.of('llama-3_3-nemotron-super-49b-v1_5');
  /** nvidia/NVIDIA-Nemotron-Nano-9B-v2: 8.89 B, linear-state hybrid, context 131,072. */
  static readonly NVIDIA_NEMOTRON_NANO_9B_V2 = Model.of('nvidia-nemotron-nano-9b-v2');
  /** nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16: 31.6 B, 3.6 B active, linear-state hybrid, context 262,144. */
  static readonly NVIDIA_NEMOTRON_3_NANO_30B_A3B_BF16 = Model.of('nvidia-nemotron-3-nano-30b-a3b-bf16');
  /** nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16: 120 B, 12 B active, linear-state hybrid, context 262,144. */
  static readonly NVIDIA_NEMOTRON_3_SUPER_120B_A12B_BF16 = Model.of('nvidia-nemotron-3-super-120b-a12b-bf16');
  /** nvidia/NVIDIA-Nemotron-3-Ultra-550B-A55B-BF16: 550 B, 55 B active, linear-state hybrid, context 262,144. */
  static readonly NVIDIA_NEMOTRON_3_ULTRA_550B_A55B_BF16 = Model.of('nvidia-nemotron-3-ultra-550b-a55b-bf16');
  /** ibm-granite/granite-3.3-8b-instruct: 8.17 B, GQA, context 131,072. */
  static readonly GRANITE_3_3_8B_INSTRUCT = Model.of('granite-3.3-8b-instruct');
  /** ibm-granite/granite-3.3-2b-instruct: 2.53 B, GQA, context 131,072. */
  static readonly GRANITE_3_3_2B_INSTRUCT = Model.of('granite-3.3-2b-instruct');
  /** ibm-granite/granite-4.0-h-small: 32.2 B, 9 B active, linear-state hybrid, context 131,072. */
  static readonly GRANITE_4_0_H_SMALL = Model.of('granite-4.0-h-small');
  /** ibm-granite/granite-4.0-h-tiny: 6.9 B, 1 B active, linear-state hybrid, context 131,072. */
  static readonly GRANITE_4_0_H_TINY = Model.of('granite-4.0-h-tiny');
  /** ibm-granite/granite-4.0-micro: 3.4 B, GQA, context 131,072. */
  static readonly GRANITE_4_0_MICRO = Model.of('granite-4.0-micro');
  /** ibm-granite/granite-4.1-8b: 8.8 B, GQA, context 131,072. */
  static readonly GRANITE_4_1_8B = Model.of('granite-4.1-8b');
  /** CohereLabs/c4ai-command-r-08-2024: 32.3 B, GQA, context 131,072. */
  static readonly C4AI_COMMAND_R_08_2024 = Model.of('c4ai-command-r-08-2024');
  /** CohereLabs/c4ai-command-r-plus-08-2024: 103.8 B, GQA, context 131,072. */
  static readonly C4AI_COMMAND_R_PLUS_08_2024 = Model.of('c4ai-command-r-plus-08-2024');
  /** CohereLabs/c4ai-command-a-03-2025: 111 B, GQA + sliding window, context 131,072. */
  static readonly C4AI_COMMAND_A_03_2025 = Model.of('c4ai-command-a-03-2025');
  /** CohereLabs/c4ai-command-r7b-12-2024: 8.03 B, GQA + sliding window, context 131,072. */
  static readonly C4AI_COMMAND_R7B_12_2024 = Model.of('c4ai-command-r7b-12-2024');
  /** allenai/OLMo-2-1124-7B-Instruct: 7.3 B, MHA, context 4,096. */
  static readonly OLMO_2_1124_7B_INSTRUCT = Model.of('olmo-2-1124-7b-instruct');
  /** allenai/OLMo-2-1124-13B-Instruct: 13.72 B, MHA, context 4,096. */
  static readonly OLMO_2_1124_13B_INSTRUCT = Model.of('olmo-2-1124-13b-instruct');
  /** allenai/OLMo-2-0325-32B-Instruct: 32.23 B, GQA, context 4,096. */
  static readonly OLMO_2_0325_32B_INSTRUCT = Model.of('olmo-2-0325-32b-instruct');
  /** allenai/Olmo-3-7B-Instruct: 7.3 B, MHA + sliding window, context 65,536. */
  static readonly OLMO_3_7B_INSTRUCT = Model.of('olmo-3-7b-instruct');
  /** allenai/Olmo-3-32B-Think: 32.2 B, GQA + sliding window, context 65,536. */
  static readonly OLMO_3_32B_THINK = Model.of('olmo-3-32b-think');
  /** XiaomiMiMo/MiMo-V2-Flash: 309 B, 15 B active, GQA + sliding window, context 262,144. */
  static readonly MIMO_V2_FLASH = Model.of('mimo-v2-flash');
  /** stepfun-ai/Step-3.7-Flash: 198 B, 11 B active, GQA + sliding window, context 65,536. */
  static readonly STEP_3_7_FLASH = Model.of('step-3.7-flash');
  /** ByteDance-Seed/Seed-OSS-36B-Instruct: 36.15 B, GQA, context 524,288. */
  static readonly SEED_OSS_36B_INSTRUCT = Model.of('seed-oss-36b-instruct');
  /** BAAI/bge-m3: 0.568 B, encoder, context 8,194. */
  static readonly BGE_M3 = Model.of('bge-m3');
  /** BAAI/bge-large-en-v1.5: 0.335 B, encoder, context 512. */
  static readonly BGE_LARGE_EN_V1_5 = Model.of('bge-large-en-v1.5');
  /** intfloat/e5-mistral-7b-instruct: 7.11 B, GQA + sliding window, context 32,768. */
  static readonly E5_MISTRAL_7B_INSTRUCT = Model.of('e5-mistral-7b-instruct');
  /** Qwen/Qwen3-Embedding-0.6B: 0.596 B, GQA, context 32,768. */
  static readonly QWEN3_EMBEDDING_0_6B = Model.of('qwen3-embedding-0.6b');
  /** Qwen/Qwen3-Reranker-0.6B: 0.596 B, GQA, context 40,960. */
  static readonly QWEN3_RERANKER_0_6B = Model.of('qwen3-reranker-0.6b');
  /** Qwen/Qwen3-Embedding-4B: 4.02 B, GQA, context 40,960. */
  static readonly QWEN3_EMBEDDING_4B = Model.of('qwen3-embedding-4b');
  /** Qwen/Qwen3-Reranker-4B: 4.02 B, GQA, context 40,960. */
  static readonly QWEN3_RERANKER_4B = Model.of('qwen3-reranker-4b');
  /** Qwen/Qwen3-Embedding-8B: 7.57 B, GQA, context 40,960. */
  static readonly QWEN3_EMBEDDING_8B = Model.of('qwen3-embedding-8b');
  /** Qwen/Qwen3-Reranker-8B: 7.57 B, GQA, context 40,960. */
  static readonly QWEN3_RERANKER_8B = Model.of('qwen3-reranker-8b');
  /** nomic-ai/nomic-embed-text-v1.5: 0.137 B, encoder, context 8,192. */
  static readonly NOMIC_EMBED_TEXT_V1_5 = Model.of('nomic-embed-text-v1.5');
  /** jinaai/jina-embeddings-v3: 0.572 B, encoder, context 8,194. */
  static readonly JINA_EMBEDDINGS_V3 = Model.of('jina-embeddings-v3');
  /** BAAI/bge-reranker-v2-m3: 0.568 B, encoder, context 8,194. */
  static readonly BGE_RERANKER_V2_M3 = Model.of('bge-reranker-v2-m3');

  /** Catalog id, e.g. `llama-3.3-70b-instruct`. */
  readonly id: string;
  /** Dimensions, checkpoint, parsers and their sources; null is unknown. */
  readonly facts: ModelFacts;

  /** Qwen/Qwen3-30B-A3B (April 2025): 30.53 B, 3.35 B active, GQA, context 40,960. */
  static readonly QWEN3_30B_A3B = Model.of('qwen3-30b-a3b');
  /** Qwen/Qwen3-235B-A22B (April 2025): 235.09 B, 22.19 B active, GQA, context 40,960. */
  static readonly QWEN3_235B_A22B = Model.of('qwen3-235b-a22b');
  /** moonshotai/Kimi-K2-Instruct (July 2025): dimensions of Kimi-K2-Instruct-0905, context 131,072. */
  static readonly KIMI_K2_INSTRUCT = Model.of('kimi-k2-instruct');
  /** moonshotai/Kimi-K2.6: dimensions of Kimi-K2.5, context not known. */
  static readonly KIMI_K2_6 = Model.of('kimi-k2.6');
  /** moonshotai/Kimi-K2.7-Code: dimensions of Kimi-K2.5, context not known. */
  static readonly KIMI_K2_7_CODE = Model.of('kimi-k2.7-code');
  /** zai-org/GLM-5: dimensions of GLM-5.1, context not known. */
  static readonly GLM_5 = Model.of('glm-5');

  private constructor(facts: ModelFacts) {
    this.id = facts.id;
    this.facts = deepFreeze(facts);
    brand(this, 'Model');
    Object.freeze(this);
  }

  /**
   * The model with this catalog id, Hugging Face repository or alias, in any case; undefined when the catalog has none.
   * @throws FleetSpecError AF-SPEC-001 when the name is not a text.
   */
  static byId(name: string): Model | undefined {
    const facts = FACTS_BY_NAME.get(nameArgument('Model.byId', 'name', name, 'llama-3.1-8b-instruct').toLowerCase());
    return facts === undefined ? undefined : Model.byFacts.get(facts);
  }

  /** Every model of the catalog, family by family. */
  static all(): readonly Model[] {
    return [...Model.byFacts.values()];
  }

  /**
   * A model of your own: a fine-tune, a new release, a private repository. Figures that are left out are unknown, and a plan that
   * needs one is `uncertain`.
   *
   * @example Model.custom({ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id: 'our-8b', huggingFaceId: 'acme/our-8b' })
   * @throws FleetSpecError AF-SPEC-001 for figures that cannot be.
   */
  static custom(facts: CustomModelFacts): Model {
    return new Model(customModelFacts(facts));
  }

  /**
   * Any model by its Hugging Face `config.json`, nested text configurations and quantised checkpoints included. What the file does not tell is
   * unknown, and a plan that needs it is `uncertain` and names it.
   *
   * Pools load `id` where it is a repository (`owner/name`), else their own `checkpoint`.
   *
   * @example Model.fromConfig(JSON.parse(readFileSync('config.json', 'utf8')), { id: 'acme/our-8b' })
   * @throws FleetSpecError AF-SPEC-001, -002 for a file that is not an object, options that do not exist, and figures that cannot be.
   */
  static fromConfig(config: Readonly<Record<string, unknown>>, props: FromConfigProps = {}): Model {
    return new Model(modelFactsFromConfig(config, props));
  }

  /** Recognises a model by its brand, so that two copies of the library agree. */
  static isModel(value: unknown): value is Model {
    return hasBrand(value, 'Model');
  }

  /** The id: readable in logs and messages. */
  toString(): string {
    return this.id;
  }

  private static of(id: string): Model {
    const facts = FACTS_BY_NAME.get(id);
    if (facts === undefined) throw new Error(`the catalog has no row for model ${id}`);
    const model = new Model(facts);
    Model.byFacts.set(facts, model);
    return model;
  }
}
