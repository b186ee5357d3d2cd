import { formatInteger } from '../../core/format';
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
  const outcome = target === 'voice' ? heldAgainst(answerOf(estimate, load), VOICE_LIMIT) : heldAgainst(firstTokenOf(estimate), CHAT_LIMIT);
  return outcome === 'late';
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
  const judged: JudgedTime = { limit: VOICE_LIMIT, likely: answer.likely, isWhole: true, timeOf: answerOf };
  return late(answer, VOICE_LIMIT, message).map((violation) => explained(violation, estimate, asked, judged));
}

function chat(asked: Asked, estimate: LatencyEstimate): Violation[] {
  const first = firstTokenOf(estimate);
  const message = `the first token comes after about ${inMs(first)}; people notice ${CHAT_FIRST_TOKEN_MS} ms`;
  const judged: JudgedTime = { limit: CHAT_LIMIT, likely: first.likely, isWhole: false, timeOf: firstTokenOf };
  return late(first, CHAT_LIMIT, message).map((violation) => explained(violation, estimate, asked, judged));
}

interface JudgedTime extends Pick<LatencyQuestion, 'isWhole'> {
  readonly limit: TimeLimit;
  readonly likely: number;
  timeOf(estimate: LatencyEstimate, load: Load): Ranged;
}

/** Repairs leave no doubt where such are found; else they make the limit what is expected. */
function explained(violation: Violation, estimate: LatencyEstimate, asked: Asked, judged: JudgedTime): Violation {
  const { limit, likely, isWhole, timeOf } = judged;
  const keeping = (end: (time: Ranged) => number) =>
    latencyRepairs({ ...asked, isWhole, passes: (other, changed) => end(timeOf(other, changed)) <= limit.ms });
  const certain = keeping(({ range: [, slow] }) => slow);
  const repairs = certain.length > 1 || likely <= limit.ms ? certain : keeping((time) => time.likely);
  return { ...violation, details: latencyDetails(estimate, asked.load), repairs };
}

/** `330 ms (200–530 in nine of ten runs)`, or the number alone where it was measured. */
export function inMs({ likely, range: [low, high] }: Ranged): string {
  return low === high
    ? `${formatInteger(likely)} ms (measured)`
    : `${formatInteger(likely)} ms (${formatInteger(low)}–${formatInteger(high)} in nine of ten runs)`;
}

/** Most that users accept of a time, ms, and which end of its range has to break it for a refusal. */
export interface TimeLimit {
  readonly ms: number;
  /** `likely`: what is expected. `fast`: not even the good end of the range keeps it. */
  readonly refusedAt: 'likely' | 'fast';
}

/** A spoken answer that is late is a failed one: what is expected has to be soon enough. */
const VOICE_LIMIT: TimeLimit = { ms: VOICE_ANSWER_MS, refusedAt: 'likely' };
/** In a chat the estimate refuses only what not even the good end of the range saves. */
const CHAT_LIMIT: TimeLimit = { ms: CHAT_FIRST_TOKEN_MS, refusedAt: 'fast' };

/**
 * The one law of all limits on a time, as of memory: what the slow end of the range keeps is kept; what is refused is late; between them the range decides,
 * and a measurement is asked for. Ends are those of nine in ten runs, so one run in twenty is slower than the slow end.
 */
export function heldAgainst({ likely, range: [fast, slow] }: Ranged, { ms, refusedAt }: TimeLimit): 'kept' | 'late' | 'uncertain' {
  if ((refusedAt === 'likely' ? likely : fast) > ms) return 'late';
  return Math.max(likely, slow) > ms ? 'uncertain' : 'kept';
}

/** What is said of a time that is late, or may be; nothing of one that is kept. */
export function late(time: Ranged, limit: TimeLimit, message: string): Violation[] {
  const outcome = heldAgainst(time, limit);
  if (outcome === 'kept') return [];
  const found = { prop: 'latency', value: Math.round(time.likely), allowed: `≤ ${limit.ms} ms`, message, repairs: [] };
  return outcome === 'late' ? [{ ...found, severity: 'error' }] : [{ ...found, ...doubted(time, limit, message) }];
}

const doubted = ({ likely, range: [, slow] }: Ranged, { ms }: TimeLimit, message: string) =>
  ({
    severity: 'warning',
    uncertain: true,
    message: `${message}, which ${likely > ms ? 'only the fast end of that range keeps' : `the slow end of that range, ${slow.toFixed(0)} ms, does not keep`}`,
  }) as const;

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
