/** Every engine that the library brings. A new one is a folder beside this file and a line here. */
import type { EngineDefinition } from './engine-definition';
import { OLLAMA } from './ollama/definition';
import { RAY_SERVE } from './ray-serve/definition';
import { SGLANG } from './sglang/definition';
import { TEI } from './tei/definition';
import { TENSORRT_LLM } from './tensorrt-llm/definition';
import { TGI } from './tgi/definition';
import { VLLM } from './vllm/definition';

export const ENGINE_DEFINITIONS = [VLLM, SGLANG, TEI, OLLAMA, TGI, TENSORRT_LLM, RAY_SERVE] as const satisfies readonly EngineDefinition[];
