/** Flags of SGLang that are gone, and what to write today. An unknown flag stops the start; an unknown variable is ignored. */
import type { Provenance } from '../../provenance';
import type { RetiredRow } from '../flag';

/** The parser also refuses the first two as beginnings of more than one flag. */
export const SGLANG_RETIRED_FLAGS: readonly RetiredRow[] = [
  ['--cuda-graph-max-bs', '0.5.23', 'remove it: the captured batches are those of the plan'],
  ['--cuda-graph-bs', '0.5.23', 'remove it: the captured batches are those of the plan'],
  ['--collect-tokens-histogram', '0.5.23', 'remove it: the histograms are always written'],
];

export const SGLANG_RETIRED_PROVENANCE: Provenance = {
  source: 'absent from the argument parser of 0.5.23; sgl-project/sglang@8905cbd4 python/sglang/srt/server_args.py (2026-07-20) had them',
  asOf: '2026-11',
  evidence: 'found',
};
