/** How soon users of a role want its answers: what the role says itself, before what its class asks. */
import { z } from 'zod';
import { CLASS_TARGETS, type LatencyClass } from './latency-class';

/** Targets of your own, as in a service level. What is left out is as the class asks; each figure is what 95 of 100 requests must keep. */
export interface LatencyTargets {
  /**
   * Time to first token (TTFT), milliseconds.
   * @default - that of the class: 500 for `chat`; a `voice` is judged by its whole answer alone
   */
  readonly ttftMs?: number;
  /**
   * Time per output token after the first (TPOT), milliseconds, averaged over an answer.
   * @default - none
   */
  readonly tpotMs?: number;
  /**
   * End-to-end latency: from the request to the last token of the answer, milliseconds.
   * @default - that of the class: 200 for `voice`, none for `chat`
   */
  readonly e2eMs?: number;
}

/** A figure of a service level, named as the prop is. */
export type LatencyMetric = keyof LatencyTargets;
export const LATENCY_METRICS = ['ttftMs', 'tpotMs', 'e2eMs'] as const satisfies readonly LatencyMetric[];

/** What a role says itself, after its checks or before. */
export type OwnTargets = { readonly [Metric in LatencyMetric]?: number | undefined };

/** What is held in the end, milliseconds; null where nothing is asked. */
export type HeldTargets = { readonly [Metric in LatencyMetric]: number | null };

/** Of a role or pool on which nobody waits. */
export const NO_TARGETS: HeldTargets = { ttftMs: null, tpotMs: null, e2eMs: null };

/** What a role is held to: its own targets before those of its class. A first token is never due later than the whole answer. */
export function heldTargets(latency: LatencyClass, own: OwnTargets = {}): HeldTargets {
  if (latency === 'background') return NO_TARGETS;
  const { ttftMs, e2eMs } = CLASS_TARGETS[latency];
  const whole = own.e2eMs ?? e2eMs;
  return { ttftMs: least([own.ttftMs ?? ttftMs, whole]), tpotMs: own.tpotMs ?? null, e2eMs: whole };
}

/** Of several roles on one pool the strictest of each figure. */
export const strictestTargets = (all: readonly HeldTargets[]): HeldTargets => ({
  ttftMs: least(all.map(({ ttftMs }) => ttftMs)),
  tpotMs: least(all.map(({ tpotMs }) => tpotMs)),
  e2eMs: least(all.map(({ e2eMs }) => e2eMs)),
});

function least(figures: readonly (number | null)[]): number | null {
  const known = figures.filter((figure) => figure !== null);
  return known.length === 0 ? null : Math.min(...known);
}

/** An hour: nobody waits longer. */
const MOST_MS = 3_600_000;
export const targetMilliseconds = z.number().positive().max(MOST_MS);

export const latencyTargetsSchema = z
  .strictObject({ ttftMs: targetMilliseconds.optional(), tpotMs: targetMilliseconds.optional(), e2eMs: targetMilliseconds.optional() })
  .refine((targets) => LATENCY_METRICS.some((metric) => targets[metric] !== undefined), {
    error: 'expected at least one of ttftMs, tpotMs and e2eMs, e.g. { ttftMs: 2_000 }',
  })
  .refine(({ ttftMs, e2eMs }) => ttftMs === undefined || e2eMs === undefined || ttftMs <= e2eMs, {
    error: 'expected at most e2eMs: the first token is part of the whole answer',
    path: ['ttftMs'],
  })
  .refine(({ tpotMs, e2eMs }) => tpotMs === undefined || e2eMs === undefined || tpotMs <= e2eMs, {
    error: 'expected at most e2eMs: every token is part of the whole answer',
    path: ['tpotMs'],
  });

interface Targeted {
  readonly latency?: LatencyClass | undefined;
  readonly latencyTargets?: OwnTargets | undefined;
}

/** Targets need somebody who waits, and a part is not due later than the whole. */
export function targetsFollowClass({ latency = 'background', latencyTargets: own }: Targeted, context: z.RefinementCtx): void {
  if (own === undefined) return;
  if (latency === 'background') {
    const message = "expected latency: 'chat' or 'voice' beside it: nobody waits for a role in the background";
    context.addIssue({ code: 'custom', message, path: ['latencyTargets'], input: own });
    return;
  }
  const whole = CLASS_TARGETS[latency].e2eMs;
  if (whole === null || own.e2eMs !== undefined) return;
  for (const metric of ['ttftMs', 'tpotMs'] as const) {
    if ((own[metric] ?? 0) <= whole) continue;
    const message = `expected at most ${whole}, which a ${latency} leaves to the whole answer, or e2eMs beside it`;
    context.addIssue({ code: 'custom', message, path: ['latencyTargets', metric], input: own[metric] });
  }
}
