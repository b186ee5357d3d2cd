/** What SGLang takes when a flag is not given: chunks of prefill and captured batches by the memory of the card, sequences by its own floor. */
import type { GpuFacts } from '../../gpu-facts';
import type { Provenance } from '../../provenance';
import type { AdmissionDefaults, UtilizationDefault } from '../engine-definition';
import type { EngineVersion } from '../engine-version';

/** What the engine takes on cards below a size. */
export interface SglangTier {
  readonly belowMiB: number;
  /** Tokens of a chunk of prefill. */
  readonly chunk: number;
  /** Largest captured batch below and from four ranks. */
  readonly batch: readonly [below: number, from: number];
}

const GIB = 1024;
const SMALLEST: SglangTier = { belowMiB: 20 * GIB, chunk: 2_048, batch: [8, 8] };
const LARGEST: SglangTier = { belowMiB: Number.POSITIVE_INFINITY, chunk: 16_384, batch: [512, 512] };
const LARGER: readonly SglangTier[] = [
  { belowMiB: 60 * GIB, chunk: 4_096, batch: [32, 160] },
  { belowMiB: 160 * GIB, chunk: 8_192, batch: [256, 512] },
  LARGEST,
];

/** Cards of 20 to 35 GiB, before and since 0.5.23. */
const SMALL_BEFORE: SglangTier = { belowMiB: 35 * GIB, chunk: 2_048, batch: [24, 80] };
const SMALL_SINCE: SglangTier = { belowMiB: 35 * GIB, chunk: 4_096, batch: [48, 160] };

/** The first release that was read with larger chunks on small cards; 0.5.22 was read without. */
export const SMALL_CARDS_SINCE = '0.5.23';

/**
 * Source: `handle_gpu_memory_settings` in python/sglang/srt of the wheels 0.5.3 to 0.5.23.
 *
 * @param cardMiB memory of the card as `nvidia-smi` shows it
 * @param since whether the release is 0.5.23 or newer
 */
export function sglangTier(cardMiB: number, since: boolean): SglangTier {
  return [SMALLEST, since ? SMALL_SINCE : SMALL_BEFORE, ...LARGER].find(({ belowMiB }) => cardMiB < belowMiB) ?? LARGEST;
}

/** Least that the engine admits by default: 512 requests of full length for what the pool holds, but 2,048 at least and 4,096 at most. */
export const SGLANG_REQUESTS = 2_048;

const PROVENANCE: Provenance = {
  source: 'handle_gpu_memory_settings and resolve_max_num_reqs in python/sglang/srt of the wheel 0.5.23',
  asOf: '2026-11',
  evidence: 'found',
};

export function admissionDefaults(gpu: GpuFacts, version: EngineVersion): AdmissionDefaults {
  const cardMiB = gpu.driverMemoryMiB ?? gpu.marketedMemoryGb * GIB;
  const { chunk } = sglangTier(cardMiB, version.atLeast(version.peer(SMALL_CARDS_SINCE)));
  return { maxNumSeqs: SGLANG_REQUESTS, maxNumBatchedTokens: chunk, provenance: PROVENANCE };
}

/** It has no share of the whole card; what weights and cache may take together follows from the card (`engineMemoryFraction`). */
export function utilizationDefault(): UtilizationDefault {
  const source = 'SGLang has no such share: its --mem-fraction-static is one of what is free, by card and release';
  return { share: 0.9, provenance: { source, asOf: '2026-11', evidence: 'assumed' } };
}
