/** Every engine that can be sized. A new one is a folder beside this file and a line here. */
import type { EngineModel } from './engine-model';
import { OLLAMA_MODEL } from './ollama/model';
import { RAY_SERVE_MODEL } from './ray-serve/model';
import { SGLANG_MODEL } from './sglang/model';
import { TEI_MODEL } from './tei/model';
import { TENSORRT_LLM_MODEL } from './tensorrt-llm/model';
import { TGI_MODEL } from './tgi/model';
import { VLLM_MODEL } from './vllm/model';

export const ENGINE_MODELS: readonly EngineModel[] = [
  VLLM_MODEL,
  RAY_SERVE_MODEL,
  SGLANG_MODEL,
  TENSORRT_LLM_MODEL,
  TGI_MODEL,
  OLLAMA_MODEL,
  TEI_MODEL,
];
