/** Published checkpoints of catalog models that are already quantized. A format that is not listed has no checkpoint that was read. */
import { GGUF, GGUF_SCHEMES, type GgufScheme } from './gguf';
import type { Provenance } from './provenance';
import { groupOfFormat, type ScaleGroup } from './scale-group';

/** Format of the weights that a checkpoint brings; the words of the prop `quantization`. */
export type CheckpointFormat = 'fp8' | 'awq' | 'gptq' | 'nvfp4' | 'mxfp4' | 'int8' | GgufScheme;

export interface PublishedCheckpoint {
  /** Catalog id of the model with its dimensions. */
  readonly modelId: string;
  readonly format: CheckpointFormat;
  /** Hugging Face repository, or the name of a GGUF file in the library of the engine that loads it. */
  readonly repository: string;
  /** Size of its files, GiB; null where it was not read. */
  readonly gib: number | null;
  /** Elements that share a scale along the side that ranks split; null where it was not read. */
  readonly scaleGroup: ScaleGroup;
  readonly provenance: Provenance;
}

type Row = readonly [modelId: string, format: CheckpointFormat, repository: string, gib?: number];

const SOURCE: Provenance = {
  source: 'repositories of the publisher on huggingface.co, as public deployments name them',
  asOf: '2026-11',
  evidence: 'found',
};

const ROWS: readonly Row[] = [
  ['llama-3.1-8b-instruct', 'awq', 'hugging-quants/Meta-Llama-3.1-8B-Instruct-AWQ-INT4'],
  ['llama-3.1-8b-instruct', 'gptq', 'hugging-quants/Meta-Llama-3.1-8B-Instruct-GPTQ-INT4'],
  ['llama-3.1-8b-instruct', 'int8', 'RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w8a8'],
  ['llama-3.1-8b-instruct', 'fp8', 'RedHatAI/Meta-Llama-3.1-8B-Instruct-FP8-dynamic'],
  ['llama-3.1-70b-instruct', 'awq', 'hugging-quants/Meta-Llama-3.1-70B-Instruct-AWQ-INT4'],
  ['llama-3.1-405b-instruct', 'awq', 'hugging-quants/Meta-Llama-3.1-405B-Instruct-AWQ-INT4'],
  ['llama-3.1-405b-instruct', 'gptq', 'hugging-quants/Meta-Llama-3.1-405B-Instruct-GPTQ-INT4'],
  ['llama-3.3-70b-instruct', 'awq', 'casperhansen/llama-3.3-70b-instruct-awq'],
  ['llama-3.3-70b-instruct', 'int8', 'RedHatAI/Llama-3.3-70B-Instruct-quantized.w8a8'],
  ['llama-3.3-70b-instruct', 'fp8', 'RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic'],
  // 39.7 GB in a listing of its files.
  ['llama-3.3-70b-instruct', 'nvfp4', 'nvidia/Llama-3.3-70B-Instruct-NVFP4', 37],
  ['qwen2.5-7b-instruct', 'gptq', 'Qwen/Qwen2.5-7B-Instruct-GPTQ-Int4'],
  ['qwen2.5-7b-instruct', 'int8', 'Qwen/Qwen2.5-7B-Instruct-GPTQ-Int8'],
  ['qwen2.5-14b-instruct', 'awq', 'Qwen/Qwen2.5-14B-Instruct-AWQ'],
  ['qwen2.5-32b-instruct', 'gptq', 'Qwen/Qwen2.5-32B-Instruct-GPTQ-Int4'],
  ['qwen2.5-32b-instruct', 'int8', 'Qwen/Qwen2.5-32B-Instruct-GPTQ-Int8'],
  ['qwen2.5-72b-instruct', 'awq', 'Qwen/Qwen2.5-72B-Instruct-AWQ'],
  ['qwen2.5-coder-32b-instruct', 'awq', 'Qwen/Qwen2.5-Coder-32B-Instruct-AWQ'],
  ['qwq-32b', 'awq', 'Qwen/QwQ-32B-AWQ'],
  ['qwen3-8b', 'awq', 'Qwen/Qwen3-8B-AWQ'],
  ['qwen3-14b', 'awq', 'Qwen/Qwen3-14B-AWQ'],
  ['qwen3-32b', 'awq', 'Qwen/Qwen3-32B-AWQ'],
  ['qwen3-30b-a3b-instruct-2507', 'fp8', 'Qwen/Qwen3-30B-A3B-Instruct-2507-FP8'],
];

const GGUF_SOURCE: Provenance = {
  source: 'names of the library at registry.ollama.ai, as public deployments pull them',
  asOf: '2026-11',
  evidence: 'found',
};

const GGUF_ROWS: readonly Row[] = [
  ['llama-3.1-8b-instruct', 'q4_k_m', 'llama3.1:8b-instruct-q4_K_M'],
  ['llama-3.1-8b-instruct', 'q8_0', 'llama3.1:8b-instruct-q8_0'],
  ['llama-3.2-3b-instruct', 'q4_k_m', 'llama3.2:3b-instruct-q4_K_M'],
  ['llama-3.3-70b-instruct', 'q4_k_m', 'llama3.3:70b-instruct-q4_K_M'],
  ['qwen2.5-7b-instruct', 'q4_k_m', 'qwen2.5:7b-instruct-q4_K_M'],
  ['qwen3-8b', 'q4_k_m', 'qwen3:8b-q4_K_M'],
];

const published =
  (provenance: Provenance) =>
  ([modelId, format, repository, gib]: Row): PublishedCheckpoint => ({
    modelId,
    format,
    repository,
    gib: gib ?? null,
    scaleGroup: groupOfFormat(format) ?? groupNamed(repository),
    provenance,
  });

/**
 * Groups of publishers who write all their copies of a format alike. Blocks of 128 × 128: `weight_block_size` of the fp8 copies of Qwen3 to Qwen3.6, as
 * tools that write the same format say (Quantize-Qwen3.5; vllm#54178). 128: `group_size` of AWQ and GPTQ copies of Qwen. A scale for each channel: the
 * recipes FP8-dynamic and w8a8 of llm-compressor. November 2026.
 */
const GROUPS: readonly (readonly [RegExp, ScaleGroup])[] = [
  [/^Qwen\/Qwen3.*-FP8$/i, 128],
  [/^Qwen\/(Qwen2\.5|Qwen3|QwQ).*-(AWQ|GPTQ-Int[48])$/i, 128],
  [/(-FP8-dynamic|-quantized\.w8a8)$/i, 'row'],
];

const groupNamed = (repository: string): ScaleGroup => GROUPS.find(([pattern]) => pattern.test(repository))?.[1] ?? null;

export const PUBLISHED_CHECKPOINTS: readonly PublishedCheckpoint[] = [
  ...ROWS.map(published(SOURCE)),
  ...GGUF_ROWS.map(published(GGUF_SOURCE)),
];

/** The checkpoint of a model in a format; undefined where none is known. */
export function checkpointIn(modelId: string, format: CheckpointFormat): PublishedCheckpoint | undefined {
  return PUBLISHED_CHECKPOINTS.find((row) => row.modelId === modelId && row.format === format);
}

/** What is known of a repository; undefined where it is none of the listed ones. */
export function checkpointNamed(repository: string): PublishedCheckpoint | undefined {
  return PUBLISHED_CHECKPOINTS.find((row) => row.repository.toLowerCase() === repository.toLowerCase());
}

/** Words with which publishers name the format in a repository; the order decides where a name has several. */
const WORDS: readonly (readonly [RegExp, CheckpointFormat])[] = [
  [/nvfp4|[-_.]fp4\b/i, 'nvfp4'],
  [/mxfp4/i, 'mxfp4'],
  [/int8|w8a8|w8a16|8bit/i, 'int8'],
  [/gptq|w4a16/i, 'gptq'],
  [/awq/i, 'awq'],
  [/fp8/i, 'fp8'],
];

/** A name ends with the tag of its GGUF scheme, e.g. `…:Q4_K_M`. */
const ggufInName = (name: string): CheckpointFormat | undefined =>
  GGUF_SCHEMES.find((scheme) => ['-', '_', '.', ':'].some((mark) => name.toLowerCase().endsWith(mark + GGUF[scheme].tag.toLowerCase())));

/** Format that the name of a repository or folder says; undefined where it says none. */
export function formatInName(name: string): CheckpointFormat | undefined {
  const last = name.split('/').at(-1) ?? name;
  return checkpointNamed(name)?.format ?? WORDS.find(([pattern]) => pattern.test(last))?.[1] ?? ggufInName(last);
}

/** Elements that share a scale in a checkpoint, by its name; null where it is not known. */
export function scaleGroupNamed(repository: string): ScaleGroup {
  const format = formatInName(repository);
  return (format === undefined ? undefined : groupOfFormat(format)) ?? groupNamed(repository);
}

/**
 * Feed-forward widths that publishers padded with zeros, so that ranks share whole groups: 29,568 to 29,696 of Qwen's 72B ("pad intermediate_size to 29696 to
 * make sure quantized model can use 8 tensor-parallel", history of Qwen/Qwen2-VL-72B-Instruct-AWQ; QwenLM/Qwen3#698). November 2026.
 */
const PADDED: readonly (readonly [RegExp, number])[] = [[/^Qwen\/Qwen2(\.5)?(-VL)?-72B-Instruct-(AWQ|GPTQ-Int[48])$/i, 29_696]];

/** Feed-forward width in a checkpoint where it is not that of the model; undefined where it is. */
export const paddedWidthNamed = (repository: string): number | undefined => PADDED.find(([pattern]) => pattern.test(repository))?.[1];
