import type { ReplicaSpec } from '../../replica-spec';
import type { EngineLimits } from '../engine-model';
import { coreOf } from './engine-core';

/**
 * `max-num-seqs` and `max-num-batched-tokens`: as given, else the engine's defaults on this GPU. A request is admitted when its whole prompt fits (`scheduler_reserve_full_isl`,
 * on by default, vllm/config/scheduler.py of 0.22.1 to 0.33.0). More sequences than there are blocks for states are refused at the start (`max_num_seqs … exceeds available Mamba
 * cache blocks`, vllm/config/compilation.py of 0.33.0).
 */
export function admissionLimits(spec: ReplicaSpec): EngineLimits {
  const defaults = coreOf(spec) === 'first' ? firstCoreDefaults(spec) : laterDefaults(spec);
  const maxNumSeqs = spec.maxNumSeqs ?? defaults.maxNumSeqs;
  const maxNumBatchedTokens =
    spec.maxNumBatchedTokens ?? Math.min(defaults.maxNumBatchedTokens, Math.max(1, maxNumSeqs) * spec.maxContextTokens);
  return { maxNumSeqs, maxNumBatchedTokens };
}

/** Tokens of a batch inside a program, on cards of the small tier and of the others (`UsageContext.LLM_CLASS` in vllm/engine/arg_utils.py, 0.22.1 to 0.33.0). */
const OFFLINE_TOKENS = { small: 8_192, large: 16_384 } as const;
/** Servers take this on cards of the small tier. */
const SMALL_TIER_TOKENS = 2_048;

function laterDefaults({ engine, gpu, offline }: ReplicaSpec): EngineLimits {
  const served = engine.admissionDefaults(gpu);
  if (offline !== true) return served;
  return { ...served, maxNumBatchedTokens: OFFLINE_TOKENS[served.maxNumBatchedTokens <= SMALL_TIER_TOKENS ? 'small' : 'large'] };
}

/**
 * The first core had 256 sequences on every card and profiled one full request, unless its prefill was cut into chunks: above 32k tokens, and not on
 * AMD (`chunked_prefill_enabled=False` at 131,072 tokens, 0.9.2 on MI300X).
 */
function firstCoreDefaults({ maxContextTokens, gpu }: ReplicaSpec): EngineLimits {
  const chunked = maxContextTokens > 32_768 && gpu.facts.vendor !== 'AMD';
  return { maxNumSeqs: 256, maxNumBatchedTokens: chunked ? 2_048 : Math.max(2_048, maxContextTokens) };
}
