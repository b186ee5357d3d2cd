import type { Violation } from '../../core/rule';
import type { ReplicaSpec } from '../replica-spec';
import { estimateLatency, type LatencyContext, type LatencyEstimate, type LatencyRange, type MeasuredLatency } from './estimate-latency';
import { type LatencyQuestion, latencyDetails, latencyRepairs } from './latency-repairs';
import type { Load } from './step-terms';

/** Latency classes with a target of their own. */
export type LatencyTarget = 'voice' | 'chat' | 'background';

/** Language-model part of a spoken round trip of 500 ms. */
export const VOICE_ANSWER_MS = 200;
/** Whole answer of a chat: people notice two seconds. */
export const CHAT_ANSWER_MS = 2_000;
/** First token of a chat. */
export const CHAT_FIRST_TOKEN_MS = 500;

/** What breaks the target of a latency class at one load. Background work has no target. */
export function latencyViolations(spec: ReplicaSpec, target: LatencyTarget, load: Load, measured: MeasuredLatency = {}): Violation[] {
  if (target === 'background') return [];
  const estimate = estimateLatency(spec, load, measured);
  if ('missing' in estimate) return [unknownLatency(estimate.missing)];
  return target === 'voice' ? voice({ spec, load, measured }, estimate) : chat({ spec, load, measured }, estimate);
}

/** Whether one of those is an error. No repairs are looked for: a planner asks this of thousands of pools that it does not propose. */
export function refusesLatency(
  spec: ReplicaSpec,
  target: LatencyTarget,
  load: Load,
  measured: MeasuredLatency = {},
  context: LatencyContext = {},
): boolean {
  if (target === 'background') return false;
  const estimate = estimateLatency(spec, load, measured, context);
  if ('missing' in estimate) return false;
  const severity = target === 'voice' ? errorWhenLikely(answerOf(estimate, load)) : errorWhenCertain(firstTokenOf(estimate));
  return severity === 'error';
}

type Asked = Pick<LatencyQuestion, 'spec' | 'load' | 'measured'>;

/** A time in ms as it is expected, at the good end of its range, and at the bad one. */
export interface Ranged {
  readonly likely: number;
  readonly range: LatencyRange;
}

/** Whole answer: the first token and the others. */
export function answerOf(estimate: LatencyEstimate, { outputTokens }: Load): Ranged {
  const whole = (ttftMs: number, tpotMs: number) => ttftMs + (outputTokens - 1) * tpotMs;
  const { ttftMs, tpotMs } = estimate.range;
  return { likely: whole(estimate.ttftMs, estimate.tpotMs), range: [whole(ttftMs[0], tpotMs[0]), whole(ttftMs[1], tpotMs[1])] };
}

const firstTokenOf = ({ ttftMs, range }: LatencyEstimate): Ranged => ({ likely: ttftMs, range: range.ttftMs });

function voice(asked: Asked, estimate: LatencyEstimate): Violation[] {
  const { load } = asked;
  const answer = answerOf(estimate, load);
  const message = `an answer of ${load.outputTokens} tokens takes about ${inMs(answer)}; a voice agent leaves ${VOICE_ANSWER_MS} ms to the model`;
  const found = late(answer, VOICE_ANSWER_MS, message, errorWhenLikely(answer));
  const passes = (other: LatencyEstimate, changed: Load) => answerOf(other, changed).likely <= VOICE_ANSWER_MS;
  return found.map((violation) => explained(violation, estimate, { ...asked, isWhole: true, passes }));
}

function chat(asked: Asked, estimate: LatencyEstimate): Violation[] {
  const first = firstTokenOf(estimate);
  const message = `the first token comes after about ${inMs(first)}; people notice ${CHAT_FIRST_TOKEN_MS} ms`;
  const passes = ({ ttftMs }: LatencyEstimate) => ttftMs <= CHAT_FIRST_TOKEN_MS;
  const found = late(first, CHAT_FIRST_TOKEN_MS, message, errorWhenCertain(first));
  return found.map((violation) => explained(violation, estimate, { ...asked, isWhole: false, passes }));
}

const explained = (violation: Violation, estimate: LatencyEstimate, question: LatencyQuestion): Violation => ({
  ...violation,
  details: latencyDetails(estimate, question.load),
  repairs: latencyRepairs(question),
});

/** `330 ms (200–530 in nine of ten runs)`, or the number alone where it was measured. */
export function inMs({ likely, range: [low, high] }: Ranged): string {
  return low === high
    ? `${likely.toFixed(0)} ms (measured)`
    : `${likely.toFixed(0)} ms (${low.toFixed(0)}–${high.toFixed(0)} in nine of ten runs)`;
}

type Severity = 'error' | 'warning' | null;

/** A spoken answer that is late is a failed one: what is expected has to be soon enough, and what may happen is said. */
const errorWhenLikely = ({ likely, range: [, high] }: Ranged): Severity =>
  likely > VOICE_ANSWER_MS ? 'error' : high > VOICE_ANSWER_MS ? 'warning' : null;

/** In a chat the estimate rejects only what not even the good end of the range saves: below that a measurement decides. */
const errorWhenCertain = ({ likely, range: [low] }: Ranged): Severity =>
  low > CHAT_FIRST_TOKEN_MS ? 'error' : likely > CHAT_FIRST_TOKEN_MS ? 'warning' : null;

function late({ likely }: Ranged, limit: number, message: string, severity: Severity): Violation[] {
  if (severity === null) return [];
  return [{ severity, prop: 'latency', value: Math.round(likely), allowed: `≤ ${limit} ms`, message, repairs: [] }];
}

function unknownLatency(missing: readonly string[]): Violation {
  return {
    severity: 'warning',
    uncertain: true,
    prop: 'latency',
    value: missing,
    message: `cannot estimate the latency: ${missing.join(', ')} not known`,
    repairs: ['give your own measured latency'],
  };
}
