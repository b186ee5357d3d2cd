/** Bytes that one weight or one KV element takes in each format. Scales of quantised formats count; zero points too where the format has them. */

import type { ModelFacts } from '../../catalog/model-facts';
import type { WeightKind } from '../../catalog/weight-detail';
import { own } from '../../core/own';
import type { KvCacheDtype, Quantization, RareKvCacheDtype } from '../replica-spec';

/** Bits of an element, and bytes of scale and zero point that one group of elements shares. */
interface Format {
  readonly bits: number;
  readonly scaleBytes: number;
  readonly group: number;
}

/** Scales per tensor, per output channel or per 128 × 128 block: below 0.1 % of the matrix. */
const PER_CHANNEL = { scaleBytes: 0, group: 1 } as const;

/** A 16-bit scale and a 4-bit zero point. */
const GROUPED_BYTES = 2.5;

const FORMATS: Readonly<Record<string, Format>> = {
  fp8: { bits: 8, ...PER_CHANNEL },
  int8: { bits: 8, ...PER_CHANNEL },
  // 16-bit scale and 4-bit zero point per group (AutoAWQ, GPTQ; both default to groups of 128).
  awq: { bits: 4, scaleBytes: GROUPED_BYTES, group: 128 },
  gptq: { bits: 4, scaleBytes: GROUPED_BYTES, group: 128 },
  // Symmetric: a scale and no zero point (compressed-tensors W4A16).
  int4: { bits: 4, scaleBytes: 2, group: 128 },
  // Block formats of the OCP microscaling and NVFP4 specifications: one 8-bit scale per 32 or 16 elements.
  mxfp4: { bits: 4, scaleBytes: 1, group: 32 },
  // DeepSeek V4 stores its experts this way and calls it fp4.
  fp4: { bits: 4, scaleBytes: 1, group: 32 },
  // NF4 of bitsandbytes: a maximum per 64 elements, in fp32, or quantised to 8 bit itself (double quantisation, what is published most).
  bnb4: { bits: 4, scaleBytes: 1, group: 64 },
  'bnb4-single': { bits: 4, scaleBytes: 4, group: 64 },
  mxfp8: { bits: 8, scaleBytes: 1, group: 32 },
  nvfp4: { bits: 4, scaleBytes: 1, group: 16 },
};

/** How the quantised linear layers of a replica are stored. */
export interface WeightFormat {
  readonly name: string;
  /** Scheme of the routed experts; null in 16 bit. */
  readonly expertScheme: string | null;
  readonly bytesOf: (kind: WeightKind | null) => number;
}

const SIXTEEN_BIT = 2;
/** No common scheme quantises the vocabulary. */
const NEVER: readonly (WeightKind | null)[] = [null, 'embedding', 'output-head'];

/** Null when the checkpoint names a scheme that is not known here. */
export function weightFormat(quantization: Quantization, facts: ModelFacts): WeightFormat | null {
  const asStored = quantization === 'checkpoint';
  const scheme = asStored ? facts.nativeQuantization : quantization;
  const experts = asStored ? (facts.expertQuantization ?? scheme) : scheme;
  // The others of a checkpoint with one format for its experts stay in 16 bit.
  const others = asStored && facts.expertQuantization !== null && facts.expertQuantization === scheme ? null : scheme;
  const [expertBytes, otherBytes] = [bytesIn(experts, facts), bytesIn(others, facts)];
  if (expertBytes === null || otherBytes === null) return null;
  const skipped: readonly (WeightKind | null)[] = asStored ? [...NEVER, ...(facts.weightDetail?.unquantized ?? [])] : NEVER;
  const bytesOf = (kind: WeightKind | null) => (skipped.includes(kind) ? SIXTEEN_BIT : kind === 'experts' ? expertBytes : otherBytes);
  return { name: scheme ?? nativeName(facts), expertScheme: facts.moe === null ? null : experts, bytesOf };
}

/** Bytes of an element; 16 bit without a scheme (engines load fp32 checkpoints in 16 bit); null for an unknown scheme. */
function bytesIn(scheme: string | null, facts: ModelFacts): number | null {
  if (scheme === null) return SIXTEEN_BIT;
  const format = own(FORMATS, scheme);
  if (format === undefined) return null;
  // GPTQ keeps scales per group in 8 bit, too; other 8-bit schemes name no group.
  const told = facts.weightDetail?.quantizationGroup;
  if (scheme === 'int8' && told !== undefined) return 1 + GROUPED_BYTES / told;
  const group =
    format.scaleBytes === GROUPED_BYTES || format.scaleBytes === 2 ? (facts.weightDetail?.quantizationGroup ?? format.group) : format.group;
  return format.bits / 8 + format.scaleBytes / group;
}

const nativeName = (facts: ModelFacts) => (facts.nativeDtype === 'fp16' ? 'fp16' : 'bf16');

/** One fp32 scale for each head of each token. */
const SCALE_BYTES = 4;

/** Name and bytes of one KV element. */
export function kvFormat(dtype: KvCacheDtype | RareKvCacheDtype, facts: ModelFacts): { readonly name: string; readonly bytes: number } {
  switch (dtype) {
    case 'fp8':
      return { name: 'fp8', bytes: 1 };
    case 'nvfp4':
      return { name: 'nvfp4', bytes: 0.5 + 1 / 16 };
    case 'fp8_per_token_head':
    case 'int8_per_token_head':
      return { name: dtype, bytes: 1 + SCALE_BYTES / (facts.headDim ?? SCALE_BYTES) };
    default:
      return { name: dtype === 'auto' ? nativeName(facts) : dtype, bytes: 2 };
  }
}
