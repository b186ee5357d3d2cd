/** Where an fp8 KV cache works, by compute capability: what vLLM's attention backends accept, not what the data sheet promises. */
import type { GpuFacts } from './gpu-facts';

export interface Fp8KvSupport {
  readonly support: 'yes' | 'experimental' | 'no';
  readonly reason: string;
}

/** First capability on which every backend that vLLM picks by default takes fp8 keys and values (Ada). */
const ADA = 8.9;
/** First capability on which one backend, FlashInfer, does (Ampere). */
const AMPERE = 8;

/**
 * `yes` from compute capability 8.9; `experimental` on 8.x below, where only FlashInfer takes it and MLA models never work; `no`
 * on older parts and wherever nothing is known.
 *
 * Source: vllm-project/vllm@017e9f44 vllm/v1/attention/backends; for AMD the ROCm cookbook of docs.vultr.com (2026-03).
 */
export function fp8KvSupport({
  vendor,
  computeCapability,
  nativeFp8,
}: Pick<GpuFacts, 'vendor' | 'computeCapability' | 'nativeFp8'>): Fp8KvSupport {
  if (vendor === 'AMD') return amd(nativeFp8);
  if (computeCapability === null) return { support: 'no', reason: 'its compute capability is not known' };
  const capability = `compute capability ${computeCapability.toFixed(1)}`;
  if (computeCapability >= ADA) return { support: 'yes', reason: capability };
  if (computeCapability < AMPERE) return { support: 'no', reason: `${capability}; fp8 KV needs 8.0 at least` };
  return { support: 'experimental', reason: `${capability}; only the FlashInfer backend takes fp8 KV, and no MLA model does` };
}

function amd(nativeFp8: boolean): Fp8KvSupport {
  return nativeFp8
    ? { support: 'yes', reason: 'fp8 in hardware; not for DeepSeek-style sparse MLA, whose ROCm backend refuses it' }
    : { support: 'no', reason: 'no fp8 in hardware' };
}
