import { CLASS_TARGETS } from '../../catalog/latency-class';
import type { LatencyMetric } from '../../catalog/latency-targets';
import type { Violation } from '../../core/rule';
import type { ReplicaSpec } from '../replica-spec';
import { estimateLatency, type LatencyContext, type LatencyEstimate, type MeasuredLatency } from './estimate-latency';
import { type JudgedTime, type Ranged, saidOf, TENTHS_BELOW_MS, type TimeLimit } from './judged-time';
import { latencyDetails, latencyRepairs } from './latency-repairs';
import type { Load } from './step-terms';

/** Latency classes with a target of their own. */
export type LatencyTarget = 'voice' | 'chat' | 'background';

/** Language-model part of a spoken round trip of 500 ms. */
export const VOICE_ANSWER_MS = CLASS_TARGETS.voice.e2eMs ?? 200;
/** Whole answer of a chat: people notice two seconds. */
export const CHAT_ANSWER_MS = 2_000;

/** What is asked of one time of a request. */
export interface AskedTime {
  readonly spec: ReplicaSpec;
  readonly load: Load;
  readonly measured: MeasuredLatency;
  /** What stands before props of the role, e.g. `roles.writer.`. */
  readonly path: string;
}

/** What breaks the limit of one time at one load. */
export function timeViolations(judged: JudgedTime, asked: AskedTime): Violation[] {
  const estimate = estimateLatency(asked.spec, asked.load, asked.measured);
  if ('missing' in estimate) return [{ ...unknownLatency(estimate.missing), prop: `${asked.path}${judged.prop}` }];
  const { metric, limit, owner, prop } = judged;
  const time = judged.timeOf(estimate, asked.load);
  return late(time, limit, `${saidOf(metric, time, asked.load)}; ${owner}`).map((violation) => ({
    ...explained(violation, estimate, asked, judged),
    prop: `${asked.path}${prop}`,
  }));
}

/** Whether one of the limits of a class, or of a role's own, is broken. No repairs are looked for: a planner asks this of thousands of pools that it does not propose. */
export function refusesLatency(
  spec: ReplicaSpec,
  times: readonly JudgedTime[],
  loadOf: (metric: LatencyMetric) => Load,
  measured: MeasuredLatency = {},
  context: LatencyContext = {},
): boolean {
  return times.some(({ metric, limit, timeOf }) => {
    const load = loadOf(metric);
    const estimate = estimateLatency(spec, load, measured, context);
    return !('missing' in estimate) && heldAgainst(timeOf(estimate, load), limit) === 'late';
  });
}

/** Repairs leave no doubt where such are found; else they make the limit what is expected. */
function explained(violation: Violation, estimate: LatencyEstimate, { path, ...asked }: AskedTime, judged: JudgedTime): Violation {
  const { limit, timeOf, metric, prop } = judged;
  const { likely, range } = timeOf(estimate, asked.load);
  const keeping = (end: (time: Ranged) => number) =>
    latencyRepairs({ ...asked, isWhole: metric === 'e2eMs', passes: (other, changed) => end(timeOf(other, changed)) <= limit.ms });
  const certain = keeping(({ range: [, slow] }) => slow);
  const repairs = certain.length > 1 || likely <= limit.ms ? certain : keeping((time) => time.likely);
  const looser = prop === 'latency' ? [] : [`${path}${prop}: ${kept(range[1])}`];
  return {
    ...violation,
    details: latencyDetails(estimate, asked.load),
    repairs: [...repairs.slice(0, -1), ...looser, ...repairs.slice(-1)],
  };
}

/** The least target that a time keeps at the slow end of its range, in digits that people would write. */
export function kept(ms: number): number {
  const digit = 10 ** Math.max(-1, Math.floor(Math.log10(ms)) - 1);
  return Number((Math.ceil(ms / digit) * digit).toFixed(1));
}

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
  const found = { prop: 'latency', value: Number(inTenths(time.likely)), allowed: `≤ ${limit.ms} ms`, message, repairs: [] };
  return outcome === 'late' ? [{ ...found, severity: 'error' }] : [{ ...found, ...doubted(time, limit, message) }];
}

/** Whole milliseconds; of single tokens tenths count. */
const inTenths = (ms: number): string => (ms < TENTHS_BELOW_MS ? ms.toFixed(1) : ms.toFixed(0));

const doubted = ({ likely, range: [, slow] }: Ranged, { ms }: TimeLimit, message: string) =>
  ({
    severity: 'warning',
    uncertain: true,
    message: `${message}, which ${likely > ms ? 'only the fast end of that range keeps' : `the slow end of that range, ${inTenths(slow)} ms, does not keep`}`,
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
