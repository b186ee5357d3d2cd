/** A replica in one state of its queue: how many requests run, and what a step and a first token take then. From that follows what each request sees. */

import { engineModelOf } from '../engines/registry';
import type { ReplicaSpec } from '../replica-spec';
import { hostSeconds } from './beside-the-step';
import { stepSeconds } from './decode-step';
import { firstTokenSeconds, promptTerms } from './first-token';
import { type Load, stepAt, type Unknown } from './step-terms';

export interface OperatingPoint {
  readonly running: number;
  readonly stepSeconds: number;
  /** Of a request that runs at once. */
  readonly firstTokenSeconds: number;
}

export function operatingPointOf(spec: ReplicaSpec, load: Load, running: number): OperatingPoint | Unknown {
  const [terms, step] = [promptTerms(spec, load), stepSeconds(spec, stepAt({ ...load, concurrency: running }))];
  if ('missing' in terms) return terms;
  if (typeof step !== 'number') return step;
  const first = firstTokenSeconds(terms, engineModelOf(spec).latency.firstToken, running, step);
  return { running, stepSeconds: step, firstTokenSeconds: first + hostSeconds(spec) };
}

/** What a client sees. */
export interface Seen {
  readonly ttftMs: number;
  readonly tpotMs: number;
  readonly queueMs: number;
  readonly tokensPerSecond: number;
}

/** As many clients as requests: who does not run waits in proportion to what the others take (Little's law). */
export function seenAt(
  { running, stepSeconds: step, firstTokenSeconds: first }: OperatingPoint,
  { concurrency, outputTokens }: Load,
): Seen {
  const service = first + (outputTokens - 1) * step;
  const queue = service * Math.max(0, concurrency / running - 1);
  return {
    ttftMs: (first + queue) * 1e3,
    tpotMs: step * 1e3,
    queueMs: queue * 1e3,
    tokensPerSecond: (concurrency * outputTokens) / (service + queue),
  };
}
