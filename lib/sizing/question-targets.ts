/** Latency targets of a question: held against the same estimate, by the same law, as those of a role. */
import { heldAgainst } from '../capacity/latency/classes';
import { largest } from '../capacity/latency/concurrency';
import { estimateLatency } from '../capacity/latency/estimate-latency';
import { inMilliseconds, type JudgedTime, judgedTimes, saidOf } from '../capacity/latency/judged-time';
import { leastPossible } from '../capacity/latency/least-possible';
import type { Load } from '../capacity/latency/step-terms';
import type { ReplicaEstimate } from '../capacity/replica-estimate';
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { Verdict } from '../capacity/verdict';
import { LATENCY_METRICS } from '../catalog/latency-targets';
import { set } from '../core/change';
import { renderChanges } from '../core/render-change';
import type { SizeRepair, SizeTarget } from './size-answer';
import type { SizeRequest } from './size-request';

export const asksTargets = (request: SizeRequest): boolean => LATENCY_METRICS.some((metric) => request[metric] != null);

/** What is asked of the class alone is no target of the question. */
const askedOf = ({ ttftMs, tpotMs, e2eMs }: SizeRequest): readonly JudgedTime[] =>
  judgedTimes('chat', { ttftMs: ttftMs ?? undefined, tpotMs: tpotMs ?? undefined, e2eMs: e2eMs ?? undefined }).filter(
    ({ prop }) => prop !== 'latency',
  );

/** Each target with its verdict; empty where none is asked, or where nothing can be estimated. Answers count as long as `osl.p95` says. */
export function targetsOf(spec: ReplicaSpec, request: SizeRequest, pool: ReplicaEstimate): SizeTarget[] {
  const { isl, osl, cachedTokens, concurrency, dataParallel } = request;
  if (isl == null || osl == null) return [];
  const load: Load = {
    concurrency: Math.ceil((concurrency ?? 1) / dataParallel),
    inputTokens: isl,
    outputTokens: typeof osl === 'number' ? osl : osl.p95,
    cachedTokens: cachedTokens ?? 0,
  };
  const estimate = estimateLatency(spec, load, {}, { pool });
  if ('missing' in estimate) return [];
  return askedOf(request).map((judged) => {
    const { metric, limit } = judged;
    const [time, least] = [judged.timeOf(estimate, load), leastPossible(metric, spec, load)];
    const isImpossible = least !== null && least.ms > limit.ms;
    const said = isImpossible
      ? `${metric} is at least ${inMilliseconds(least.ms)} on this card, for one request alone`
      : saidOf(metric, time, load);
    return {
      metric,
      targetMs: limit.ms,
      estimateMs: Number(time.likely.toFixed(1)),
      verdict: isImpossible ? 'late' : heldAgainst(time, limit),
      said: `${said}; ${inMilliseconds(limit.ms)} are asked`,
    };
  });
}

interface InMemory {
  readonly verdict: Verdict;
  readonly reason: string | undefined;
}

/** What does not fit stays so; what fits has to be in time as well. */
export function withTargets(inMemory: InMemory, request: SizeRequest, targets: readonly SizeTarget[]): InMemory {
  if (inMemory.verdict === 'rejected' || !asksTargets(request)) return inMemory;
  const late = targets.find(({ verdict }) => verdict === 'late');
  if (late !== undefined) return { verdict: 'rejected', reason: late.said };
  const open = targets.find(({ verdict }) => verdict === 'uncertain');
  if (open !== undefined) return { verdict: 'uncertain', reason: open.said };
  return targets.length > 0 ? inMemory : { verdict: 'uncertain', reason: 'not known: the latency that is asked about' };
}

interface Asking {
  /** Whether the question with other keys fits, in memory and in time. */
  holds(changed: SizeRequest): boolean;
  /** USD per hour of the question with other keys; null where a price is unknown. */
  usdPerHour(changed: SizeRequest): number | null;
}

/** Changes after which nothing is late, each asked again: fewer requests in flight, 8-bit weights, more GPUs for a copy. */
export function latencyRepairs(request: SizeRequest, targets: readonly SizeTarget[], { holds, usdPerHour }: Asking): SizeRepair[] {
  if (!targets.some(({ verdict }) => verdict === 'late')) return [];
  const { concurrency, tensorParallel } = request;
  const fewer = concurrency == null ? 0 : largest(concurrency - 1, (count) => count === 0 || holds({ ...request, concurrency: count }));
  const candidates: readonly SizeRepair['keys'][] = [
    ...(fewer > 0 ? [{ concurrency: fewer }] : []),
    ...(request.quantization == null ? [{ quantization: 'fp8' }] : []),
    ...[2, 4, 8].filter((gpus) => gpus > tensorParallel).map((gpus) => ({ tensorParallel: gpus })),
  ];
  const held = candidates.filter((keys) => 'concurrency' in keys || holds({ ...request, ...keys } as SizeRequest));
  // Of several counts of GPUs the smallest is enough.
  const [wider] = held.filter((keys) => 'tensorParallel' in keys);
  const now = usdPerHour(request);
  return held
    .filter((keys) => !('tensorParallel' in keys) || keys === wider)
    .map((keys) => {
      const cost = usdPerHour({ ...request, ...keys } as SizeRequest);
      return {
        change: renderChanges(Object.entries(keys).map(([key, value]) => set(key, value))),
        keys,
        costPerHour: cost,
        costDeltaPerHour: cost === null || now === null ? null : Number((cost - now).toFixed(2)),
        headroom: null,
      };
    });
}
