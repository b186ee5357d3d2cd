/** Bytes that one weight or one KV element takes in each format. Scales of quantised formats count; zero points too where the format has them. */
import type { ModelFacts } from '../../catalog/model-facts';
import type { KvCacheDtype, Quantization } from '../types';

export type NativeDtype = NonNullable<ModelFacts['nativeDtype']>;

/** How a quantised checkpoint stores a linear layer. */
export interface WeightFormat {
  readonly name: string;
  /** Bytes per element of a quantised matrix, scales included. */
  readonly bytesPerElement: number;
}

const NATIVE_BYTES: Readonly<Record<NativeDtype, number>> = { bf16: 2, fp16: 2, fp32: 4 };

/** bits ÷ 8 + bytes of scale and zero point per group. */
const grouped = (bits: number, scaleBytes: number, groupSize: number) => bits / 8 + scaleBytes / groupSize;

const FORMATS: Readonly<Record<string, WeightFormat>> = {
  // Scales are per tensor or per output channel: below 0.1 % of the matrix.
  fp8: { name: 'fp8', bytesPerElement: 1 },
  int8: { name: 'int8', bytesPerElement: 1 },
  // 4-bit weights, one 16-bit scale (and a 4-bit zero point) per group of 128: AutoAWQ and GPTQ default group size.
  awq: { name: 'awq', bytesPerElement: grouped(4, 2.5, 128) },
  gptq: { name: 'gptq', bytesPerElement: grouped(4, 2.5, 128) },
  // Block formats of the OCP microscaling and NVFP4 specifications: one 8-bit scale per 32 or 16 elements.
  mxfp4: { name: 'mxfp4', bytesPerElement: grouped(4, 1, 32) },
  nvfp4: { name: 'nvfp4', bytesPerElement: grouped(4, 1, 16) },
};

export function nativeBytes(dtype: NativeDtype): number {
  return NATIVE_BYTES[dtype];
}

/** Format of the linear layers, or null when the checkpoint names a scheme that is not known here. */
export function linearFormat(quantization: Quantization, facts: ModelFacts): WeightFormat | null {
  const native = facts.nativeDtype ?? 'bf16';
  const scheme = quantization === 'checkpoint' ? facts.nativeQuantization : quantization;
  if (scheme === null) return { name: native, bytesPerElement: nativeBytes(native) };
  return FORMATS[scheme] ?? null;
}

/** Name and bytes of one KV element. */
export function kvFormat(dtype: KvCacheDtype, facts: ModelFacts): { readonly name: string; readonly bytes: number } {
  if (dtype === 'fp8') return { name: 'fp8', bytes: 1 };
  if (dtype !== 'auto') return { name: dtype, bytes: 2 };
  // Engines serve fp32 checkpoints in 16 bit.
  return { name: facts.nativeDtype === 'fp16' ? 'fp16' : 'bf16', bytes: 2 };
}
