/** Numbers of a `config.json` that cannot be: no model has minus three layers or a billion heads. */
import type { Finding } from '../../core/finding';
import { FleetSpecError } from '../../core/fleet-error';
import { shownValue } from '../../core/shown-value';
import type { JsonObject } from './json';

/** Each far above the largest published model. */
const MOST: readonly (readonly [most: number, keys: readonly string[]])[] = [
  [10_000, ['num_hidden_layers', 'n_layer', 'num_layers', 'n_layers']],
  [100_000, ['num_attention_heads', 'n_head', 'num_heads', 'n_heads', 'num_key_value_heads', 'num_kv_heads', 'n_head_kv', 'n_kv_heads']],
  [100_000, ['head_dim', 'qk_nope_head_dim', 'qk_rope_head_dim', 'v_head_dim', 'kv_lora_rank', 'q_lora_rank', 'o_lora_rank']],
  [
    100_000,
    ['n_routed_experts', 'num_experts', 'num_local_experts', 'moe_num_experts', 'num_experts_per_tok', 'n_shared_experts', 'moe_topk'],
  ],
  [1_000_000, ['hidden_size', 'n_embd', 'd_model', 'dim']],
  [
    10_000_000,
    [
      'intermediate_size',
      'moe_intermediate_size',
      'shared_expert_intermediate_size',
      'ffn_hidden_size',
      'expert_ffn_hidden_size',
      'd_ff',
      'n_inner',
    ],
  ],
  [100_000_000, ['vocab_size', 'padded_vocab_size']],
  [1_000_000_000, ['max_position_embeddings', 'n_positions', 'seq_length', 'max_seq_len', 'sliding_window']],
  [
    100_000,
    [
      'linear_num_key_heads',
      'linear_num_value_heads',
      'linear_key_head_dim',
      'linear_value_head_dim',
      'index_n_heads',
      'index_head_dim',
      'o_groups',
      'layer_group_size',
      'hc_mult',
    ],
  ],
  [100_000, ['mamba_num_heads', 'mamba_n_heads', 'mamba_head_dim', 'mamba_d_head', 'mamba_d_state', 'ssm_state_size']],
];

/** Zero and minus one are how files say that there is none of it. */
const MAY_BE_NONE =
  /^(n_shared_experts|q_lora_rank|num_experts|n_routed_experts|num_local_experts|moe_|num_experts_per_tok|sliding_window|shared_|qk_rope|n_inner|mamba|ssm|index_|num_key_value_heads)/;

/** @throws FleetSpecError AF-SPEC-001 for every number that cannot be */
export function refuseImpossible(text: JsonObject): void {
  const problems = MOST.flatMap(([most, keys]) => keys.flatMap((key) => problemOf(text, key, most)));
  if (problems.length > 0) throw new FleetSpecError(problems);
}

function problemOf(text: JsonObject, key: string, most: number): Finding[] {
  const value = text[key];
  if (typeof value !== 'number') return [];
  const least = MAY_BE_NONE.test(key) ? 0 : 1;
  if (Number.isInteger(value) && value >= least && value <= most) return [];
  return [
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: 'Model.fromConfig',
      prop: key,
      value: shownValue(value),
      allowed: `a whole number from ${least} to ${most}`,
      message: `${key} is ${value}, which no model has`,
      repairs: [`copy ${key} from the config.json of the repository`],
    },
  ];
}
