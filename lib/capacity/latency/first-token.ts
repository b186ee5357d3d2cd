/** Time to the first token: the prompt's own computation, the steps it waits for, and the prompts that came before it. Wide band: queueing decides. */
import type { ReplicaSpec } from '../types';
import { decodeStep } from './decode-step';
import { type Load, stepTerms, type Unknown } from './step-terms';

/**
 * Fitted with the decode law on the rows of test/data/perf.json that hold a first-token time; closed loops of mostly ten requests per client.
 */
const LAW = {
  prompt: 0.75,
  expertPrompt: 5.79,
  communication: 6.25,
  steps: 4.08,
  constantSeconds: 0.0148,
  /** Of the prompts of the other requests in flight. */
  waiting: 0.158,
  expertWaiting: 0.482,
} as const;

/** Mean relative error with the model under test left out. */
export const FIRST_TOKEN_BAND = 0.39;

export interface FirstToken {
  readonly seconds: number;
  readonly band: number;
}

export function firstToken(spec: ReplicaSpec, load: Load): FirstToken | Unknown {
  const step = decodeStep(spec, load);
  const alone = stepTerms(spec, { concurrency: 1, inputTokens: load.inputTokens, outputTokens: 1 });
  if ('missing' in step) return step;
  if ('missing' in alone) return alone;
  const own = LAW.prompt * alone.compute + LAW.expertPrompt * alone.expertCompute + LAW.communication * alone.communication;
  const others = load.concurrency * (LAW.waiting * alone.compute + LAW.expertWaiting * alone.expertCompute);
  return { seconds: own + others + LAW.steps * step.seconds + LAW.constantSeconds, band: FIRST_TOKEN_BAND };
}
