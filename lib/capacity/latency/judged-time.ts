/** Which times of a request are judged, and by what: what the role says itself, else what its class asks. */
import type { LatencyClass } from '../../catalog/latency-class';
import { heldTargets, LATENCY_METRICS, type LatencyMetric, type OwnTargets } from '../../catalog/latency-targets';
import { formatInteger } from '../../core/format';
import type { LatencyEstimate, LatencyRange } from './estimate-latency';
import type { Load } from './step-terms';

/** A time in ms as it is expected, at the good end of its range, and at the bad one. */
export interface Ranged {
  readonly likely: number;
  readonly range: LatencyRange;
}

/** Most that users accept of a time, ms, and which end of its range has to break it for a refusal. */
export interface TimeLimit {
  readonly ms: number;
  /** `likely`: what is expected. `fast`: not even the good end of the range keeps it. */
  readonly refusedAt: 'likely' | 'fast';
}

/** One time of a request and its limit. */
export interface JudgedTime {
  readonly metric: LatencyMetric;
  readonly limit: TimeLimit;
  /** Prop that asks for it, below the role. */
  readonly prop: string;
  /** Whose limit it is, e.g. `people notice 500 ms`. */
  readonly owner: string;
  timeOf(estimate: LatencyEstimate, load: Load): Ranged;
}

/** Whole answer: the first token and the others. */
export function answerOf(estimate: LatencyEstimate, { outputTokens }: Load): Ranged {
  const whole = (ttftMs: number, tpotMs: number) => ttftMs + (outputTokens - 1) * tpotMs;
  const { ttftMs, tpotMs } = estimate.range;
  return { likely: whole(estimate.ttftMs, estimate.tpotMs), range: [whole(ttftMs[0], tpotMs[0]), whole(ttftMs[1], tpotMs[1])] };
}

const TIMES: Readonly<Record<LatencyMetric, JudgedTime['timeOf']>> = {
  ttftMs: ({ ttftMs, range }) => ({ likely: ttftMs, range: range.ttftMs }),
  tpotMs: ({ tpotMs, range }) => ({ likely: tpotMs, range: range.tpotMs }),
  e2eMs: answerOf,
};

/** A spoken answer that is late is a failed one: what is expected has to be soon enough. In a chat only what not even the good end of the range saves is refused. */
const REFUSED_AT = { voice: 'likely', chat: 'fast' } as const;

/** Nothing in the background. A first token that may come as late as the whole answer is judged with that. */
export function judgedTimes(latency: LatencyClass, own: OwnTargets = {}): readonly JudgedTime[] {
  if (latency === 'background') return [];
  const held = heldTargets(latency, own);
  return LATENCY_METRICS.flatMap((metric) => {
    const ms = held[metric];
    const isInWhole = metric === 'ttftMs' && held.e2eMs !== null && (ms ?? 0) >= held.e2eMs;
    if (ms === null || isInWhole) return [];
    const isOwn = own[metric] !== undefined;
    return [
      {
        metric,
        limit: { ms, refusedAt: REFUSED_AT[latency] },
        prop: isOwn ? `latencyTargets.${metric}` : 'latency',
        owner: isOwn ? `the role asks for ${inMilliseconds(ms)} (${metric})` : OWNERS[latency](ms),
        timeOf: TIMES[metric],
      },
    ];
  });
}

const OWNERS = {
  voice: (ms: number) => `a voice agent leaves ${ms} ms to the model`,
  chat: (ms: number) => `people notice ${ms} ms`,
} as const;

/** Times of single tokens are a few milliseconds, and tenths of them count. */
export const TENTHS_BELOW_MS = 20;

const shown = (ms: number, isPrecise: boolean): string => (isPrecise ? String(Number(ms.toFixed(1))) : formatInteger(ms));

/** `2,000 ms`. */
export const inMilliseconds = (ms: number): string => `${shown(ms, ms < TENTHS_BELOW_MS)} ms`;

/** `330 ms (200–530 in nine of ten runs)`, or the number alone where it was measured. */
export function inMs({ likely, range: [low, high] }: Ranged): string {
  const [said, from, to] = [likely, low, high].map((ms) => shown(ms, likely < TENTHS_BELOW_MS));
  return low === high ? `${said} ms (measured)` : `${said} ms (${from}–${to} in nine of ten runs)`;
}

/** What is said of a time, e.g. `the first token comes after about 530 ms (400–700 in nine of ten runs)`. */
export function saidOf(metric: LatencyMetric, time: Ranged, { outputTokens }: Load): string {
  if (metric === 'ttftMs') return `the first token comes after about ${inMs(time)}`;
  if (metric === 'tpotMs') return `a token after the first takes about ${inMs(time)}`;
  return `an answer of ${outputTokens} tokens takes about ${inMs(time)}`;
}
