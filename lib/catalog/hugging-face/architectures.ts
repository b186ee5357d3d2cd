/**
 * Architectures whose `config.json` is read as this library reads it: every layer attention and a feed-forward block, or kinds of layers that the
 * file lists. Anything else is named, never guessed. An architecture, not a model: `model_type` of transformers and of repositories with code.
 */
import { type JsonObject, numberAt, textsAt } from './json';
import { foreignKeys } from './memory-keys';

const KNOWN: ReadonlySet<string> = new Set(
  [
    'llama llama4 llama4_text mllama mllama_text_model mistral mistral3 mistral4 ministral ministral3 mixtral pixtral codellama solar solar_open yi',
    'qwen qwen2 qwen2_moe qwen2_vl qwen2_vl_text qwen2_5_vl qwen2_5_vl_text qwen2_audio qwen2_5_omni qwen2_5_omni_thinker qwen2_5_omni_text qwen3 qwen3_moe qwen3_next',
    'qwen3_vl qwen3_vl_text qwen3_vl_moe qwen3_vl_moe_text qwen3_omni_moe qwen3_omni_moe_thinker qwen3_omni_moe_text qwen3_5 qwen3_5_text qwen3_5_moe qwen3_5_moe_text qwen_vl',
    'gemma gemma2 gemma3 gemma3_text gemma3n gemma3n_text gemma4 gemma4_text t5gemma paligemma phi phi3 phi3_v phi4 phi4mm phi4_multimodal phimoe',
    'deepseek deepseek_v2 deepseek_v3 deepseek_v32 deepseek_v4 deepseek_vl_v2 kimi_k2 kimi_k25 kimi_vl kimi_linear glm glm4 glm4v glm4v_text glm4v_moe',
    'glm4v_moe_text glm4_moe glm4_moe_lite glm_moe_dsa chatglm gpt_oss olmo olmo2 olmo3 olmoe flex_olmo seed_oss minimax minimax_m2 minimax_m3 ernie4_5',
    'ernie4_5_moe ernie4_5_vl exaone exaone4 exaone_moe internlm internlm2 internlm3 internvl internvl_chat intern_s1 baichuan apertus smollm3 smolvlm',
    'idefics3 falcon falcon3 falcon_h1 granite granitemoe granitemoeshared granitemoehybrid bamba nemotron nemotron_h nemotron-nas cohere cohere2 stablelm',
    'starcoder2 gpt2 gpt_neox gptj gpt_bigcode gpt_neo opt bloom mpt dbrx arcee afmoe hunyuan hunyuan_v1_dense hunyuan_v1_moe bailing_moe bailing_moe_v2 bailing_moe_linear bailing_moe_linear_v2',
    'longcat_flash mimo mimo_v2_flash step3 step3p5 step3_text dots1 grok grok-1 llava llava_next llava_onevision minicpm minicpm3 minicpmv molmo aya_vision',
    'ovis xverse orion persimmon skywork telechat telechat2 plamo2 aquila jais arctic voxtral ultravox medusa eagle speculators bert roberta xlm-roberta',
    'xlm_roberta mpnet distilbert nomic_bert modernbert new deberta deberta-v2 gte',
  ]
    .join(' ')
    .split(' '),
);

/** Keys by which families say which layers are of another kind, in ways that are not read here. */
const LAYER_KEYS = [
  'attn_layer_period',
  'attn_type_list',
  'hybrid_layer_ids',
  'attn_layer_indices',
  'full_attn_idxs',
  'block_configs',
] as const;

/** Architectures of the whole and of its language model that are not known. */
export const unknownTypes = (...types: readonly (string | null)[]): readonly string[] =>
  types.flatMap((type) => (type === null || KNOWN.has(type) ? [] : [`architecture: model_type ${type} is not known`]));

/** What about the layers of this file is not understood; empty for the common case. */
export function unreadParts(text: JsonObject, hasState: boolean): readonly string[] {
  const foreign = foreignKeys(text).map((key) => `modelConfig: ${key} is not understood and may decide`);
  if (hasState) return foreign;
  const told = LAYER_KEYS.filter((key) => text[key] !== undefined && text[key] !== null);
  const state = told.length === 0 && numberAt(text, 'mamba_d_state', 'ssm_state_size', 'state_size') !== null ? ['mamba_d_state'] : [];
  return [...foreign, ...[...told, ...state, ...otherKinds(text)].map((key) => `kinds of layers (${key})`)];
}

/** Lists of layers that name a kind beside attention, windows and the linear ones. */
function otherKinds(text: JsonObject): readonly string[] {
  const kinds = textsAt(text, 'layer_types', 'layers_block_type') ?? [];
  const strange = kinds.find(
    (kind) => !/attention|sliding|chunked|local|global|full|linear|mamba|recurrent|mlp|moe|dense|sparse/.test(kind),
  );
  return strange === undefined ? [] : [`layer_types: ${strange}`];
}
