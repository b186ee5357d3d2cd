/**
 * The least that a time can be on a replica, whatever its load: one request alone, memory read and products computed at the data sheet's peak, and
 * nothing beside them (roofline: Williams, Waterman, Patterson, CACM 52(4), 2009). No release of an engine and no number of replicas is faster.
 */
import type { LatencyMetric } from '../../catalog/latency-targets';
import { fixedReplica } from '../fixed-replica';
import type { ReplicaSpec } from '../replica-spec';
import { draftedTokens } from './beside-the-step';
import { computedTokens, type Load, termsOf } from './step-terms';

/** Milliseconds of one time at best, and what they consist of. */
export interface LeastTime {
  readonly ms: number;
  /** Weights and cache at the memory bandwidth. */
  readonly readMs: number;
  /** Products at the peak of the card. */
  readonly computeMs: number;
}

/** Null where a fact is missing. */
export function leastPossible(metric: LatencyMetric, spec: ReplicaSpec, load: Load): LeastTime | null {
  const [first, other] = [firstToken(spec, load), otherToken(spec, load)];
  if (metric === 'ttftMs') return first;
  if (metric === 'tpotMs' || first === null || other === null) return metric === 'tpotMs' ? other : null;
  const others = Math.max(0, load.outputTokens - 1);
  const both = (part: keyof LeastTime) => first[part] + others * other[part];
  return { ms: both('ms'), readMs: both('readMs'), computeMs: both('computeMs') };
}

/** Of a prompt the cached part is read. Where other replicas compute the prompts it is their time. */
function firstToken(spec: ReplicaSpec, load: Load): LeastTime | null {
  const computed = computedTokens(load);
  return stepOf(spec.prefill?.replica ?? spec, load.inputTokens - computed, computed - 1);
}

/** A drafter may be right every time: one step then makes all the tokens that it drafts and one more. */
function otherToken(spec: ReplicaSpec, load: Load): LeastTime | null {
  const step = stepOf(spec, load.inputTokens, 0);
  const tokens = 1 + draftedTokens(spec);
  return step === null ? null : { ms: step.ms / tokens, readMs: step.readMs / tokens, computeMs: step.computeMs / tokens };
}

/** Engines that share a card may have it to themselves for a step; of copies of the attention one has work. What prompts look back on is left out. */
function stepOf(given: ReplicaSpec, contextTokens: number, promptTokens: number): LeastTime | null {
  const { enginesPerCard: _others, ...alone } = given;
  const requests = 1 / (alone.dataParallel ?? 1);
  const terms = termsOf(fixedReplica(alone), { requests, contextTokens, promptTokens, promptContextTokens: 0 });
  if ('missing' in terms) return null;
  const [readMs, computeMs] = [(terms.weights + terms.kvCache) * 1e3, terms.compute * 1e3];
  return { ms: Math.max(readMs, computeMs), readMs, computeMs };
}
