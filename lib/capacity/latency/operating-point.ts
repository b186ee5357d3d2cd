/** A replica in one state of its queue: how many requests run, and what a step and a first token take then. From that follows what each request sees. */

import { engineModelOf } from '../engines/registry';
import type { RemotePrefill, ReplicaSpec } from '../replica-spec';
import { hostSeconds } from './beside-the-step';
import { stepSeconds } from './decode-step';
import { firstTokenSeconds, graphSeconds, promptTerms, togetherSeconds } from './first-token';
import { receiveSeconds } from './receive-interval';
import { arrivalSeconds } from './remote-prefill';
import { type Load, stepAt, type Unknown } from './step-terms';

export interface OperatingPoint {
  readonly running: number;
  readonly stepSeconds: number;
  /** Of a request that runs at once. */
  readonly firstTokenSeconds: number;
  /** How much more that is where all requests arrive together. */
  readonly togetherSeconds: number;
  /** How much less where the prompt is computed by captured graphs, as that of a request alone is. */
  readonly graphSeconds: number;
}

export function operatingPointOf(spec: ReplicaSpec, load: Load, running: number): OperatingPoint | Unknown {
  if (spec.prefill !== undefined) return withRemotePrompts(spec, spec.prefill, load, running);
  const [terms, step] = [promptTerms(spec, load), stepSeconds(spec, stepAt({ ...load, concurrency: running }))];
  const received = receiveSeconds(spec, load, running);
  if ('missing' in terms) return terms;
  if (typeof step !== 'number') return step;
  if (typeof received !== 'number') return received;
  const { firstToken } = engineModelOf(spec).latency;
  // Where all that runs is prompts, each waits for every other.
  const formula = spec.promptsOnly === true ? { ...firstToken, others: 1 } : firstToken;
  const first = firstTokenSeconds(terms, formula, running, step) + hostSeconds(spec) + received;
  const graphs = graphSeconds(spec, load, terms);
  const [alone, beside] = running === 1 ? [graphs, 0] : [0, graphs];
  const together = togetherSeconds(spec, load, { terms, running });
  return { running, stepSeconds: step, firstTokenSeconds: first - alone, togetherSeconds: together, graphSeconds: beside };
}

/** Its steps have no prompts beside them; the last token of a prompt alone is computed again. */
function withRemotePrompts(spec: ReplicaSpec, prefill: RemotePrefill, load: Load, running: number): OperatingPoint | Unknown {
  const [arrival, received, step] = [
    arrivalSeconds(spec, prefill, load, running),
    receiveSeconds(spec, load, running),
    stepSeconds(spec, stepAt({ ...load, cachedTokens: load.inputTokens, concurrency: running })),
  ];
  if (typeof arrival !== 'number') return arrival;
  if (typeof received !== 'number') return received;
  if (typeof step !== 'number') return step;
  const first = arrival + received + engineModelOf(spec).latency.firstToken.steps * step;
  return { running, stepSeconds: step, firstTokenSeconds: first, togetherSeconds: 0, graphSeconds: 0 };
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
  { running, stepSeconds: step, firstTokenSeconds: first }: Pick<OperatingPoint, 'running' | 'stepSeconds' | 'firstTokenSeconds'>,
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
