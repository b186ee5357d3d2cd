import { engineModelOf } from '../engines/registry';
import { fixedReplica } from '../fixed-replica';
import type { ReplicaSpec } from '../replica-spec';
import { type Admission, type AdmittingPool, admit } from './admission';
import { draftedTokens } from './beside-the-step';
import { bandOn, type Spread } from './engine-latency';
import { assumedLinks } from './link-speed';
import { type Correction, correctionOf, type MeasuredLatency } from './measured';
import { type OperatingPoint, operatingPointOf, type Seen, seenAt } from './operating-point';
import type { Load, Unknown } from './step-terms';

export type { MeasuredLatency } from './measured';

/** Nine of ten comparable runs lie between the two. */
export type LatencyRange = readonly [low: number, high: number];

/** Latency and throughput of one replica under load, each with its band; a user's own measurement corrects the formula. */
export interface LatencyEstimate {
  /** Time to the first token, with the wait for room in the KV cache. */
  readonly ttftMs: number;
  /** Time between two tokens. */
  readonly tpotMs: number;
  /** Output tokens per second of the replica. */
  readonly tokensPerSecond: number;
  /** Mean share by which each was off on runs of other models; 0 where it was measured. */
  readonly band: { readonly ttft: number; readonly tpot: number };
  readonly range: { readonly ttftMs: LatencyRange; readonly tpotMs: LatencyRange; readonly tokensPerSecond: LatencyRange };
  /** Requests that run at once; the others wait. */
  readonly running: number;
  /** Part of the first token's time that is waiting for room. */
  readonly queueMs: number;
  /** What keeps more of them from running. */
  readonly limit: Admission['limit'];
  /** What changes the latency and is not in the formula. */
  readonly notModelled: readonly string[];
}

/** What the caller knows already. */
export interface LatencyContext {
  /**
   * Memory by the engine's own accounting.
   * @default - as the engine of the replica counts
   */
  readonly pool?: AdmittingPool;
  /**
   * The range holds requests that all arrive together, as those of a load test do.
   * @default false, each client sends its next request when it has its answer
   */
  readonly together?: boolean;
}

/**
 * Latency of one replica with a number of requests in flight: time to the first token, time per output token, and tokens per second, each with the range
 * that nine of ten published runs keep. Requests beyond what the KV cache holds wait, and their wait counts.
 */
export function estimateLatency(
  given: ReplicaSpec,
  load: Load,
  measured: MeasuredLatency = {},
  context: LatencyContext = {},
): LatencyEstimate | Unknown {
  const spec = fixedReplica(given);
  const likely = likelyAt(spec, load, context);
  if ('missing' in likely) return likely;
  const { latency } = engineModelOf(spec);
  const bands = { band: bandOn(latency, spec.gpu), correctedBand: latency.correctedBand };
  const correction = correctionOf(measured, load.concurrency, bands, (concurrency) => {
    const other = { ...load, concurrency };
    const state = likelyAt(spec, other, context);
    return 'missing' in state ? null : seenAt(state.point, other);
  });
  return answer(spec, load, likely, correction);
}

interface State {
  readonly admission: Admission;
  readonly point: OperatingPoint;
  readonly together: boolean;
}

function likelyAt(spec: ReplicaSpec, load: Load, { pool, together = false }: LatencyContext): State | Unknown {
  const admission = admit(spec, load, pool);
  const point = operatingPointOf(spec, load, admission.running);
  return 'missing' in point ? point : { admission, point, together };
}

function answer(spec: ReplicaSpec, load: Load, state: State, correction: Correction): LatencyEstimate {
  const { admission } = state;
  const seen = (running: number, end: 'low' | 'high' | null): Seen => {
    const point = running === admission.running ? state.point : operatingPointOf(spec, load, running);
    const { togetherSeconds, ...rest } = 'missing' in point ? state.point : point;
    return seenAt(corrected({ ...rest, togetherSeconds: state.together ? togetherSeconds : 0 }, correction, end), load);
  };
  const accepted = 1 + draftedTokens(spec);
  const [likely, all, bad] = [seen(admission.running, null), seen(admission.range[1], 'low'), seen(admission.range[0], 'high')];
  const good = faster(all, accepted, load);
  const figures = exactly(likely, correction, load);
  return {
    ...figures,
    band: { ttft: correction.firstToken.spread.mean, tpot: correction.step.spread.mean },
    range: rangesOf({ likely: figures, good, bad }, correction),
    running: admission.running,
    queueMs: likely.queueMs,
    limit: admission.limit,
    notModelled: notModelled(spec),
  };
}

/** As if every drafted token were accepted: a step makes so many tokens. */
const faster = (seen: Seen, tokens: number, { outputTokens }: Load): Seen =>
  tokens === 1
    ? seen
    : {
        ...seen,
        tpotMs: seen.tpotMs / tokens,
        tokensPerSecond:
          (seen.tokensPerSecond * (seen.ttftMs + (outputTokens - 1) * seen.tpotMs)) /
          (seen.ttftMs + ((outputTokens - 1) * seen.tpotMs) / tokens),
      };

/** Where requests arrive together they are later, and where graphs hold a prompt beside others it is earlier: the ends of the range. */
function corrected(point: OperatingPoint, { step, firstToken }: Correction, end: 'low' | 'high' | null) {
  const at = (spread: Spread) => (end === null ? 1 : spread[end]);
  return {
    running: point.running,
    stepSeconds: point.stepSeconds * step.factor * at(step.spread),
    firstTokenSeconds:
      (point.firstTokenSeconds + (end === 'high' ? point.togetherSeconds : end === 'low' ? -point.graphSeconds : 0)) *
      firstToken.factor *
      at(firstToken.spread),
  };
}

type Figures = Pick<LatencyEstimate, 'ttftMs' | 'tpotMs' | 'tokensPerSecond'>;

/** Numbers that were measured at this load stand as they are; throughput follows from them. */
function exactly(likely: Seen, { exact }: Correction, { concurrency, outputTokens }: Load): Figures {
  const [ttftMs, tpotMs] = [exact.ttftMs ?? likely.ttftMs, exact.tpotMs ?? likely.tpotMs];
  const tokensPerSecond = exact.tokensPerSecond ?? (concurrency * outputTokens * 1e3) / (ttftMs + (outputTokens - 1) * tpotMs);
  return { ttftMs, tpotMs, tokensPerSecond };
}

interface Ends {
  readonly likely: Figures;
  readonly good: Figures;
  readonly bad: Figures;
}

function rangesOf({ likely, good, bad }: Ends, { exact }: Correction): LatencyEstimate['range'] {
  const between = (figure: keyof Figures, from: Figures, to: Figures): LatencyRange =>
    exact[figure] === undefined
      ? [Math.min(from[figure], likely[figure]), Math.max(to[figure], likely[figure])]
      : [likely[figure], likely[figure]];
  return {
    ttftMs: between('ttftMs', good, bad),
    tpotMs: between('tpotMs', good, bad),
    tokensPerSecond: between('tokensPerSecond', bad, good),
  };
}

function notModelled(spec: ReplicaSpec): string[] {
  return [
    ...assumedLinks(spec),
    ...(spec.drafter === undefined ? [] : ['accepted drafts: how many there are depends on the text; the range goes from none to all']),
    ...((spec.dataParallel ?? 1) > 1 ? ['data-parallel attention: ranks wait for each other'] : []),
  ];
}
