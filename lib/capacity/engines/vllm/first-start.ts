/**
 * What a first start with a cold compile cache takes more than later ones, where the release counts it: 1.42 GiB that stays and a peak of 1.46 GiB
 * (vLLM 0.28.0 with Model Runner V2 on RTX 5090, Qwen3 14B and 32B; a second start of the same replica: 0.33 GiB). One machine: a doubt and not a formula.
 */
import type { ReplicaSpec } from '../../replica-spec';
import { coreOf } from './engine-core';
import { RELEASES, releaseOf } from './releases';

const STAYS_GIB = 1.42;
const PEAK_GIB = 1.46;

export function firstStartGiB(spec: ReplicaSpec): number {
  const counted = coreOf(spec) === 'runner-2' && releaseOf(spec.engine).atLeast(RELEASES.countsAllConsumed);
  return counted && spec.enforceEager !== true ? STAYS_GIB + PEAK_GIB : 0;
}
