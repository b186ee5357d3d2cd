import type { ReplicaSpec } from '../../replica-spec';
import type { EngineLimits } from '../engine-model';
import { coreOf } from './engine-core';

/** `max-num-seqs` and `max-num-batched-tokens`: as given, else the engine's defaults on this GPU. */
export function admissionLimits(spec: ReplicaSpec): EngineLimits {
  const defaults = coreOf(spec) === 'first' ? firstCoreDefaults(spec) : spec.engine.admissionDefaults(spec.gpu);
  const maxNumSeqs = spec.maxNumSeqs ?? defaults.maxNumSeqs;
  const maxNumBatchedTokens =
    spec.maxNumBatchedTokens ?? Math.min(defaults.maxNumBatchedTokens, Math.max(1, maxNumSeqs) * spec.maxContextTokens);
  return { maxNumSeqs, maxNumBatchedTokens };
}

/** The first core had 256 sequences on every card and profiled one full request, unless its prefill was cut into chunks (above 32k tokens). */
function firstCoreDefaults({ maxContextTokens }: ReplicaSpec): EngineLimits {
  const chunked = maxContextTokens > 32_768;
  return { maxNumSeqs: 256, maxNumBatchedTokens: chunked ? 2_048 : Math.max(2_048, maxContextTokens) };
}
