/** Schemes of GGUF files: how many bits a weight takes, and how their publishers write them. */
import type { Provenance } from './provenance';

/** Scheme of a GGUF file, as the prop `quantization` names it. */
export type GgufScheme = 'q2_k' | 'q3_k_m' | 'q4_0' | 'q4_k_m' | 'q5_k_m' | 'q6_k' | 'q8_0' | 'f16';

interface GgufFacts {
  /** Bits per weight over the whole file, vocabulary included. */
  readonly bits: number;
  /** As a tag of a repository of the hub. */
  readonly tag: string;
}

export const GGUF: Readonly<Record<GgufScheme, GgufFacts>> = {
  q2_k: { bits: 3.16, tag: 'Q2_K' },
  q3_k_m: { bits: 4.0, tag: 'Q3_K_M' },
  q4_0: { bits: 4.66, tag: 'Q4_0' },
  q4_k_m: { bits: 4.89, tag: 'Q4_K_M' },
  q5_k_m: { bits: 5.7, tag: 'Q5_K_M' },
  q6_k: { bits: 6.56, tag: 'Q6_K' },
  q8_0: { bits: 8.5, tag: 'Q8_0' },
  f16: { bits: 16, tag: 'F16' },
};

export const GGUF_PROVENANCE: Provenance = {
  source: 'ggml-org/llama.cpp tools/quantize/README.md, Llama 3.1 8B',
  asOf: '2026-11',
  evidence: 'found',
};

export const GGUF_SCHEMES = Object.keys(GGUF) as readonly GgufScheme[];

export const isGguf = (format: string): format is GgufScheme => Object.hasOwn(GGUF, format);
