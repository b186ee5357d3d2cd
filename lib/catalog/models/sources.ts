/** Public sources that many model rows share, at the commit that was read. All were read in November 2026. */
import type { Provenance } from '../provenance';

/** When the rows were collected. */
export const MODELS_AS_OF = '2026-11';

/** A copy of the model's own `config.json` in ai-dynamo/aiconfigurator. */
export const aic = (name: string) => `ai-dynamo/aiconfigurator@095f58a5 aic-core/src/aiconfigurator_core/model_configs/${name}`;
export const recipe = (name: string) => `vllm-project/recipes@8959cf64 models/${name}`;
export const ome = (name: string) => `sgl-project/ome@17b77eda pkg/hfutil/modelconfig/testdata/${name}`;
export const slime = (name: string) => `THUDM/slime@624b824a scripts/models/${name}`;

export const KAITO = 'kaito-project/kaito@056b8280 presets/workspace/models/model_catalog.yaml';
export const LITGPT = 'Lightning-AI/litgpt@26857050 litgpt/config.py';
export const MAXTEXT = 'AI-Hypercomputer/maxtext@e591f30c HF model configs module';
export const ARCHITECTURE_TESTS = 'vllm-project/vllm@017e9f44 tests/config/base_model_arch_groundtruth.json';
export const PARSER_DOCS = 'vllm-project/vllm@017e9f44 docs tool_calling.md and reasoning_outputs.md (2026-08)';

export const LOADED_ON_H100: Provenance = {
  source: 'llm-d-incubation/llm-d-planner@e50305af empirical vLLM memory results (H100)',
  asOf: '2026-11',
  evidence: 'measured',
};
