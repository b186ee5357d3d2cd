/** `quantization_config` of a checkpoint: its scheme, its group size, and what the quantiser left in 16 bit. */
import type { WeightKind } from '../weight-detail';
import { isObject, type JsonObject, numberAt, objectAt, textAt, textsAt } from './json';

export interface QuantizationFacts {
  /** `fp8`, `int8`, `awq`, `gptq`, `int4`, `mxfp4`, `nvfp4`; the scheme's own name when it is none of these. */
  readonly scheme: string;
  readonly detail: string;
  readonly group: number | null;
  /** Elements that share a scale along the side that ranks split; null where the file does not tell. */
  readonly scaleGroup: number | 'row' | null;
  readonly unquantized: readonly WeightKind[];
  /** What the checkpoint has scales for. */
  readonly kvCacheFormat: 'fp8' | null;
}

export function quantizationFacts(text: JsonObject): QuantizationFacts | null {
  const config = objectAt(text, 'quantization_config', 'compression_config');
  if (config === null) return null;
  const method = (textAt(config, 'quant_method', 'quant_algo', 'quant_type') ?? 'unknown').toLowerCase();
  const weights = weightArgs(config);
  const bits = numberAt(weights ?? config, 'num_bits', 'bits', 'w_bit', 'weight_bits');
  return {
    scheme: schemeOf(method, config, weights, bits),
    detail: [method, bits === null ? '' : `${bits} bit`].filter((part) => part !== '').join(' '),
    group: numberAt(weights ?? config, 'group_size', 'q_group_size', 'group'),
    scaleGroup: scaleGroupOf(method, config, weights),
    unquantized: skippedKinds(config),
    kvCacheFormat: asksForEightBits(config) ? 'fp8' : null,
  };
}

/** Blocks (`weight_block_size`, `block_structure`), groups, or a scale for each row or matrix: what fp8 has without blocks. */
function scaleGroupOf(method: string, config: JsonObject, weights: JsonObject | null): QuantizationFacts['scaleGroup'] {
  const block = largest(config['weight_block_size']) ?? largest(weights?.['block_structure']);
  if (block !== null) return block;
  const group = numberAt(weights ?? config, 'group_size', 'q_group_size', 'group');
  if (group !== null && Number.isInteger(group) && group !== 0) return group > 0 ? group : 'row';
  const strategy = textAt(weights ?? {}, 'strategy');
  const isWhole = strategy === 'channel' || strategy === 'tensor' || WITHOUT_GROUPS.has(method) || textAt(config, 'quant_algo') === 'FP8';
  return isWhole ? 'row' : null;
}

/** A scale for each row or matrix where the file names no block; `quant_algo: 'FP8'` of ModelOpt is one of them. */
const WITHOUT_GROUPS: ReadonlySet<string> = new Set(['fp8', 'fbgemm_fp8', 'bitsandbytes']);

const largest = (block: unknown): number | null =>
  Array.isArray(block) && block.length > 0 && block.every((size) => Number.isInteger(size) && size > 0) ? Math.max(...block) : null;

/** As vLLM reads it (`get_kv_cache_quant_algo_string`, wheel 0.14.0): 8-bit floats with fixed scales. */
function asksForEightBits(config: JsonObject): boolean {
  const scheme = objectAt(config, 'kv_cache_scheme');
  const named =
    textAt(config, 'kv_cache_scheme', 'kv_cache_quant_algo') ?? textAt(objectAt(config, 'quantization') ?? {}, 'kv_cache_quant_algo');
  if (scheme === null) return named?.toLowerCase() === 'fp8';
  return scheme['dynamic'] === false && numberAt(scheme, 'num_bits') === 8 && textAt(scheme, 'type') === 'float';
}

/** compressed-tensors keeps its arguments per group of layers; one group is the common case. */
function weightArgs(config: JsonObject): JsonObject | null {
  const groups = objectAt(config, 'config_groups');
  const first = groups === null ? undefined : Object.values(groups).find(isObject);
  return first === undefined ? null : objectAt(first, 'weights');
}

function schemeOf(method: string, config: JsonObject, weights: JsonObject | null, bits: number | null): string {
  const algorithm = (textAt(config, 'quant_algo') ?? textAt(config, 'format') ?? '').toLowerCase();
  if (/mxfp4/.test(method + algorithm)) return 'mxfp4';
  if (/nvfp4|fp4/.test(method + algorithm)) return 'nvfp4';
  if (method === 'compressed-tensors') return compressedScheme(weights, bits);
  if (/fp8/.test(method + algorithm)) return 'fp8';
  if (method === 'awq' || method === 'gptq') return bits === 8 ? 'int8' : method;
  if (method === 'bitsandbytes')
    return config['load_in_8bit'] === true ? 'int8' : config['bnb_4bit_use_double_quant'] === false ? 'bnb4-single' : 'bnb4';
  return method;
}

function compressedScheme(weights: JsonObject | null, bits: number | null): string {
  const float = textAt(weights ?? {}, 'type') === 'float';
  if (bits === 8) return float ? 'fp8' : 'int8';
  if (bits === 4) return float ? 'nvfp4' : 'int4';
  return 'compressed-tensors';
}

const SKIPPED: readonly (readonly [WeightKind, RegExp])[] = [
  ['attention', /self_attn(\*|$)|self_attn\.(q|k|v|o|qkv)_proj$|attention/],
  ['linear-attention', /linear_attn|mamba|mixer/],
  ['shared-experts', /shared_expert/],
  ['feed-forward', /\.mlp(\*|$)|mlp\.(gate|up|down)_proj$/],
];

/** Only rules that hold for every layer count; single skipped layers are below the formula's error. */
function skippedKinds(config: JsonObject): readonly WeightKind[] {
  const modules = textsAt(config, 'ignore', 'modules_to_not_convert', 'ignored_layers', 'exclude_modules', 'llm_int8_skip_modules') ?? [];
  return SKIPPED.filter(([, pattern]) => modules.filter((name) => pattern.test(name)).length > 0 && isGeneral(modules, pattern)).map(
    ([kind]) => kind,
  );
}

/** A wildcard, a regular expression, or more than a handful of named layers. */
function isGeneral(modules: readonly string[], pattern: RegExp): boolean {
  const matching = modules.filter((name) => pattern.test(name));
  return matching.some((name) => name.startsWith('re:') || name.includes('*')) || matching.length > 8;
}
