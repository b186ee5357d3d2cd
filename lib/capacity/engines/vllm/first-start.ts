/** What a first start with a cold compile cache takes more than later ones, where Model Runner V2 counts it. */
import type { ReplicaSpec } from '../../replica-spec';
import type { Band } from '../doubts';
import { coreOf } from './engine-core';
import { RELEASES, releaseOf } from './releases';

export interface FirstStart {
  /** What it most likely takes more, GiB. */
  readonly gib: number;
  /** How far the pool may lie below and above what that leaves, GiB. */
  readonly band: Band;
}

const NOTHING: FirstStart = { gib: 0, band: [0, 0] };
/**
 * The same replicas of Llama 3.1 8B and of its AWQ copy with and without kernels left behind: 0.80 GiB, 0.90 with a drafter (0.24.0 on A100, public
 * start-ups of manojarulmurugan/SpecDecoding-Study-vLLM-SGLang, July 2026). With batches of 8,192 tokens at most 0.5.
 */
const UNTIL_027: FirstStart = { gib: 0.8, band: [0.3, 0.4] };
/**
 * 1.42 GiB that stays and a peak of 1.46 GiB (0.28.0 on RTX 5090, Qwen3 14B and 32B; a second start of the same replica: 0.33 GiB). One machine: a doubt,
 * and no part of the figure.
 */
const SINCE_028: FirstStart = { gib: 0, band: [1.42 + 1.46, 0] };

/** Of a start without kernels that an earlier one left behind, whatever the replica says of them. */
export function coldStart(spec: ReplicaSpec): FirstStart {
  if (spec.enforceEager === true || coreOf(spec) !== 'runner-2') return NOTHING;
  return releaseOf(spec.engine).atLeast(RELEASES.countsAllConsumed) ? SINCE_028 : UNTIL_027;
}

/** Of the start that the replica describes. */
export const firstStart = (spec: ReplicaSpec): FirstStart => (spec.compileCache === 'cold' ? coldStart(spec) : NOTHING);

/** The most that a first start takes, GiB. */
export const mostOfFirstStartGiB = (spec: ReplicaSpec): number => {
  const { gib, band } = coldStart(spec);
  return gib + band[0];
};
