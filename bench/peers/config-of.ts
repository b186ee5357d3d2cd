/** A `config.json` for a tool that reads one, from the dimensions of the catalog: only shapes that the tool has, null for the others. */
import type { ModelFacts } from '../../lib/catalog/model-facts';

export function configOf(facts: ModelFacts, quantization: string | null): Readonly<Record<string, unknown>> | null {
  const shape = shapeOf(facts);
  if (shape === null) return null;
  const scheme = quantization ?? facts.nativeQuantization;
  return {
    ...shape,
    num_hidden_layers: facts.layers,
    hidden_size: facts.hiddenSize,
    intermediate_size: facts.intermediateSize ?? facts.moe?.expertIntermediateSize,
    num_attention_heads: facts.attentionHeads,
    num_key_value_heads: facts.kvHeads,
    head_dim: facts.headDim,
    vocab_size: facts.vocabSize,
    max_position_embeddings: facts.maxPositionEmbeddings ?? 32_768,
    tie_word_embeddings: facts.tiedEmbeddings ?? false,
    torch_dtype: facts.nativeDtype === 'fp16' ? 'float16' : 'bfloat16',
    ...(scheme === null ? {} : { quantization_config: { quant_method: scheme } }),
  };
}

/** Dense decoders and plain mixtures of experts; towers, windows, states and latents are told apart by a name that the catalog does not keep. */
function shapeOf({ moe, mla, linearState, slidingWindow, weightDetail, kind, attentionKind }: ModelFacts): Record<string, unknown> | null {
  const isPlain = mla === null && linearState === null && slidingWindow === null && (weightDetail?.towerParams ?? 0) === 0;
  if (!isPlain || kind !== 'llm' || attentionKind === null) return null;
  if (moe === null) return { architectures: ['Qwen3ForCausalLM'], model_type: 'qwen3' };
  return {
    architectures: ['Qwen3MoeForCausalLM'],
    model_type: 'qwen3_moe',
    num_experts: moe.experts,
    num_experts_per_tok: moe.activeExperts,
    moe_intermediate_size: moe.expertIntermediateSize,
    norm_topk_prob: true,
  };
}
