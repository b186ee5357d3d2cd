/** What a latency consists of, line by line, and the changes that make it soon enough: each is checked again by the same formula. */
import { countedFlag } from '../../catalog/engines/counted-flag';
import type { FindingDetail } from '../../core/finding';
import { formatInteger } from '../../core/format';
import { engineModelOf } from '../engines/registry';
import type { ReplicaSpec } from '../replica-spec';
import { largest } from './concurrency';
import { estimateLatency, type LatencyEstimate, type MeasuredLatency } from './estimate-latency';
import type { Load } from './step-terms';

export function latencyDetails({ ttftMs, tpotMs, queueMs, running, limit }: LatencyEstimate, load: Load): FindingDetail[] {
  const others = Math.max(0, load.outputTokens - 1);
  const waiting = queueMs > 0 ? `${formatInteger(queueMs)} ms waiting for room, ` : '';
  return [
    {
      label: 'first token',
      text: `${formatInteger(ttftMs)} ms (${waiting}${formatInteger(load.inputTokens)} tokens of prompt${cached(load)})`,
    },
    { label: 'other tokens', text: `${others} × ${tpotMs.toFixed(1)} ms` },
    { label: 'at once', text: `${running.toFixed(0)} of ${load.concurrency} requests${limit === 'load' ? '' : ` (${limit})`}` },
  ];
}

const cached = ({ cachedTokens }: Load) =>
  cachedTokens === undefined || cachedTokens === 0 ? '' : `, ${formatInteger(cachedTokens)} of them cached`;

/** What is asked about, and when it is soon enough. */
export interface LatencyQuestion {
  readonly spec: ReplicaSpec;
  readonly load: Load;
  readonly measured: MeasuredLatency;
  /** The whole answer counts, so fewer output tokens help. */
  readonly isWhole: boolean;
  readonly passes: (estimate: LatencyEstimate, load: Load) => boolean;
}

/** At most five; the last always is to measure. */
export function latencyRepairs({ spec, load, measured, isWhole, passes }: LatencyQuestion): string[] {
  const known: MeasuredLatency = { atConcurrency: load.concurrency, ...measured };
  const soon = (change: Partial<Load>, replica: ReplicaSpec = spec) => {
    const changed = { ...load, ...change };
    const estimate = estimateLatency(replica, changed, known);
    return !('missing' in estimate) && passes(estimate, changed);
  };
  const fewer = largest(load.concurrency, (concurrency) => concurrency === 0 || soon({ concurrency }));
  const shorter = isWhole ? largest(load.outputTokens, (outputTokens) => outputTokens === 0 || soon({ outputTokens })) : 0;
  const quantised = fp8(spec);
  return [
    ...(fewer > 0
      ? [`at most ${fewer} requests in flight on a replica (now ${load.concurrency}), by more replicas or fewer workflows`]
      : []),
    ...(shorter > 0 ? [`outputTokens ≤ ${shorter}`] : []),
    ...(receivedLate(spec) && soon({}, { ...spec, schedulerRecvInterval: 1 })
      ? [`${intervalOf(spec)} 1 (now ${spec.schedulerRecvInterval})`]
      : []),
    ...(quantised !== null && soon({}, quantised) ? ["quantization: 'fp8'"] : []),
    'your own measured latency',
  ];
}

/** As the user tells it the engine. */
const intervalOf = ({ engine }: ReplicaSpec): string => countedFlag(engine.id, 'schedulerRecvInterval') ?? 'schedulerRecvInterval';

const receivedLate = (spec: ReplicaSpec): boolean =>
  engineModelOf(spec).latency.receivesByInterval === true && (spec.schedulerRecvInterval ?? 1) > 1;

/** The same replica with 8-bit weights, where that is another thing and the card multiplies it. */
export function fp8(spec: ReplicaSpec): ReplicaSpec | null {
  const is16Bit = spec.quantization === 'checkpoint' && spec.model.facts.nativeQuantization === null;
  return is16Bit && spec.gpu.facts.nativeFp8 ? { ...spec, quantization: 'fp8' } : null;
}
