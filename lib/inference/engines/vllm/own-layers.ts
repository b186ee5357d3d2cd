/**
 * Models that bring no layers for multi-token prediction, by family: their config.json has neither `num_nextn_predict_layers` nor `mtp_num_hidden_layers`,
 * and vLLM has no class for such layers of theirs. Read from the list of its classes in release 0.30.0 (vllm/config/speculative.py, MTPModelTypes and what
 * is turned into them; https://github.com/vllm-project/vllm, 2026-11). Families that are not here may bring them.
 */
import type { ServingBase } from '../adapter';
import type { EngineLimit } from '../limit';

const WITHOUT = new Set(
  [
    'llama-3.1 llama-3.2 llama-3.3 llama-4 mistral mistral-large-2 mistral-medium-3.5 mistral-small-3 ministral-3 mixtral devstral nemotron',
    'qwen2.5 qwen2.5-coder qwen3 qwen3-coder qwen3-moe qwq r1-distill seed-oss phi-4 gemma-2 gemma-3 falcon-3 granite-3 granite-4 granite-4.1',
    'olmo-2 olmo-3 command-a command-r command-r7b gpt-oss deepseek-v2 minimax-m1',
  ].flatMap((line) => line.split(' ')),
);

export function ownLayersLimits({ replica: { model, engine }, speculative }: ServingBase): EngineLimit[] {
  if (speculative?.method !== 'own-layers' || !WITHOUT.has(model.facts.family)) return [];
  return [
    {
      prop: 'speculative',
      value: speculative.method,
      allowed: 'a model whose checkpoint brings layers for multi-token prediction, e.g. DeepSeek V3 or Qwen3-Next',
      message: `${model.id} brings no layers of its own that ${engine.name} could draft with`,
      repairs: ['Speculative.promptLookup({ tokens })', 'Speculative.draftModel({ drafter, tokens })'],
    },
  ];
}
