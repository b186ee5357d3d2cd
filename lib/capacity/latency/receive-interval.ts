/** How long a request waits until the scheduler looks for it, where it looks once in a number of steps (`--scheduler-recv-interval` of SGLang). */
import { engineModelOf } from '../engines/registry';
import type { ReplicaSpec } from '../replica-spec';
import { stepSeconds } from './decode-step';
import { type Load, stepAt, type Unknown } from './step-terms';

/**
 * Of `schedulerRecvInterval` steps a request misses half in the mean; at 1 that is the step that the formula of the first token holds already. Only steps
 * that write tokens count: after prompts the scheduler looks at once, and with nothing to do it goes round at once (SchedulerRecvSkipper in
 * sglang/srt/managers of 0.5.1 to 0.5.23: a step of tokens counts 1, one with prompts 1,000). So nobody waits alone on a server, nor for longer than
 * the answers of the others are.
 *
 * @param running requests that run, this one with them
 */
export function receiveSeconds(spec: ReplicaSpec, load: Load, running: number): number | Unknown {
  const { schedulerRecvInterval = 1, promptsOnly = false } = spec;
  const missed = (Math.min(schedulerRecvInterval, load.outputTokens) - 1) / 2;
  if (engineModelOf(spec).latency.receivesByInterval !== true || promptsOnly || missed <= 0) return 0;
  const step = stepSeconds(spec, { ...stepAt({ ...load, concurrency: running }), promptTokens: 0 });
  return typeof step === 'number' ? Math.min(1, Math.max(0, running - 1)) * missed * step : step;
}
