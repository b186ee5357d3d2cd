import type { UnplacedFinding } from '../../core/finding';
import type { ReplicaSpec } from '../replica-spec';
import { estimateLatency, type LatencyEstimate, type LatencyRange, type MeasuredLatency } from './estimate-latency';
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

/** What a waiting person tolerates, as checks that can reject: AF-LAT-001 for voice, AF-LAT-002 for chat. Background work has no target. */
export function checkLatency(spec: ReplicaSpec, target: LatencyTarget, load: Load, measured: MeasuredLatency = {}): UnplacedFinding[] {
  if (target === 'background') return [];
  const estimate = estimateLatency(spec, load, measured);
  if ('missing' in estimate) return [unknownFinding(target, estimate.missing)];
  return target === 'voice' ? voice({ spec, load, measured }, estimate) : chat({ spec, load, measured }, estimate);
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

function voice(asked: Asked, estimate: LatencyEstimate): UnplacedFinding[] {
  const { load } = asked;
  const answer = answerOf(estimate, load);
  const message = `an answer of ${load.outputTokens} tokens takes about ${inMs(answer)}; a voice agent leaves ${VOICE_ANSWER_MS} ms to the model`;
  const findings = late('AF-LAT-001', answer, VOICE_ANSWER_MS, message, errorWhenLikely(answer));
  const passes = (other: LatencyEstimate, changed: Load) => answerOf(other, changed).likely <= VOICE_ANSWER_MS;
  return findings.map((finding) => explained(finding, estimate, { ...asked, isWhole: true, passes }));
}

function chat(asked: Asked, estimate: LatencyEstimate): UnplacedFinding[] {
  const first: Ranged = { likely: estimate.ttftMs, range: estimate.range.ttftMs };
  const message = `the first token comes after about ${inMs(first)}; people notice ${CHAT_FIRST_TOKEN_MS} ms`;
  const passes = ({ ttftMs }: LatencyEstimate) => ttftMs <= CHAT_FIRST_TOKEN_MS;
  const findings = late('AF-LAT-002', first, CHAT_FIRST_TOKEN_MS, message, errorWhenCertain(first));
  return findings.map((finding) => explained(finding, estimate, { ...asked, isWhole: false, passes }));
}

const explained = (finding: UnplacedFinding, estimate: LatencyEstimate, question: LatencyQuestion): UnplacedFinding => ({
  ...finding,
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

function late(code: string, { likely }: Ranged, limit: number, message: string, severity: Severity): UnplacedFinding[] {
  if (severity === null) return [];
  return [{ code, severity, prop: 'latency', value: Math.round(likely), allowed: `≤ ${limit} ms`, message, repairs: [] }];
}

function unknownFinding(target: LatencyTarget, missing: readonly string[]): UnplacedFinding {
  return {
    code: target === 'voice' ? 'AF-LAT-001' : 'AF-LAT-002',
    severity: 'warning',
    uncertain: true,
    prop: 'latency',
    value: missing,
    message: `cannot estimate the latency: ${missing.join(', ')} not known`,
    repairs: ['give your own measured latency'],
  };
}
