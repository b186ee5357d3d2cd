/** How fast one replica computes prompts and writes tokens: the formulas of the plan's own latency estimate, for any batch. */
import { engineModelOf } from '../capacity/engines/registry';
import { hostSeconds } from '../capacity/latency/beside-the-step';
import { stepSeconds } from '../capacity/latency/decode-step';
import { firstTokenSeconds, promptSeconds, promptTerms } from '../capacity/latency/first-token';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { Missing } from './planned-replica';

/** A prompt of which some is in the cache already. */
export interface Prompt {
  readonly inputTokens: number;
  readonly cachedTokens: number;
}

export interface ReplicaRates {
  /** Seconds of a step that writes one token of each of so many requests, of so many tokens each. */
  step(requests: number, contextTokens: number): number;
  /** Seconds until prompts that are computed in one batch have their first tokens, beside so many requests that write. */
  prefill(prompts: readonly Prompt[], writing: number, contextTokens: number): number;
}

/** By how much the plan's own estimate differs from the bare formula, as where the user measured: 1 where it does not. */
export interface Correction {
  readonly step: number;
  readonly firstToken: number;
}

/** Contexts are rounded to this many tokens, so that steps are computed once. */
const CONTEXT_STEP = 256;

/** @param prompts those that will be asked for: of each the facts must be known */
export function replicaRates(spec: ReplicaSpec, correction: Correction, prompts: readonly Prompt[]): ReplicaRates | Missing {
  const unknown = prompts.map((prompt) => termsOf(spec, prompt)).find((terms) => 'missing' in terms);
  if (unknown !== undefined && 'missing' in unknown) return { missing: unknown.missing };
  const trial = stepSeconds(spec, { requests: 1, contextTokens: CONTEXT_STEP, promptTokens: 0, promptContextTokens: 0 });
  if (typeof trial !== 'number') return trial;
  const steps = new Map<number, number>();
  const step = (requests: number, contextTokens: number): number => {
    const context = Math.max(1, Math.round(contextTokens / CONTEXT_STEP));
    const key = requests * 65_536 + context;
    const known = steps.get(key);
    if (known !== undefined) return known;
    const found = stepSeconds(spec, { requests, contextTokens: context * CONTEXT_STEP, promptTokens: 0, promptContextTokens: 0 });
    const seconds = (typeof found === 'number' ? found : trial) * correction.step;
    steps.set(key, seconds);
    return seconds;
  };
  const alone = promptTimes(spec);
  return {
    step,
    prefill: (prompts, writing, contextTokens) => {
      const beside = step(Math.max(1, writing + prompts.length), contextTokens) / correction.step;
      const [first, ...others] = prompts.map(alone);
      if (first === undefined) return 0;
      return correction.firstToken * others.reduce((sum, other) => sum + other.compute, first.overhead(beside));
    },
  };
}

const termsOf = (spec: ReplicaSpec, prompt: Prompt) => promptTerms(spec, { concurrency: 1, outputTokens: 1, ...prompt });

interface PromptTime {
  readonly compute: number;
  readonly overhead: (step: number) => number;
}

/** Of each kind of prompt once. */
function promptTimes(spec: ReplicaSpec): (prompt: Prompt) => PromptTime {
  const known = new Map<string, PromptTime>();
  const formula = engineModelOf(spec).latency.firstToken;
  return (prompt) => {
    const key = `${prompt.inputTokens}/${prompt.cachedTokens}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const terms = termsOf(spec, prompt);
    if ('missing' in terms)
      throw new Error(`the time of a prompt of ${prompt.inputTokens} tokens is not known: ${terms.missing.join(', ')}`);
    const found = {
      compute: promptSeconds(terms, formula),
      overhead: (step: number) => firstTokenSeconds(terms, formula, 1, step) + hostSeconds(spec),
    };
    known.set(key, found);
    return found;
  };
}
