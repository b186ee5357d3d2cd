/** A day that repeats: what is recorded of two pools, as series and as the hours that `agent-fleet measure` reads. */
import { SERIES } from '../../lib/catalog/recorded-series';
import type { Month } from '../../lib/measure/month';
import { MEANINGS, type Meaning, QUESTIONS } from '../../lib/measure/questions';

/** Figures of a pool in a busy hour and in a quiet one. */
export type Load = Readonly<Record<keyof typeof SERIES, number>>;

export interface RecordedLoad {
  readonly name: string;
  readonly busyFrom: number;
  readonly busyTo: number;
  readonly busy: Partial<Load>;
  readonly quiet: Partial<Load>;
}

const BUSY: Partial<Load> = {
  generationTokens: 400,
  promptTokens: 3_600,
  finished: 4,
  promptP95: 1_900,
  running: 12,
  waitingPerReplica: 0.5,
  kvCacheUsage: 0.2,
  ttftP95: 0.12,
  prefixHitRatio: 0.6,
  replicasUp: 2,
  gpuActive: 0.3,
  costPerHour: 5,
};
const QUIET: Partial<Load> = {
  ...BUSY,
  generationTokens: 4,
  promptTokens: 36,
  finished: 0.04,
  running: 0.1,
  waitingPerReplica: 0,
  kvCacheUsage: 0.02,
  gpuActive: 0.02,
};

export const LOADS: readonly RecordedLoad[] = [
  { name: 'desk', busyFrom: 8, busyTo: 18, busy: BUSY, quiet: QUIET },
  { name: 'triage', busyFrom: 20, busyTo: 24, busy: { ...BUSY, prefixHitRatio: 0.1 }, quiet: QUIET },
];

const isBusy = ({ busyFrom, busyTo }: RecordedLoad, hour: number) => hour >= busyFrom && hour < busyTo;
const figureOf = (load: RecordedLoad, series: keyof typeof SERIES, hour: number) => (isBusy(load, hour) ? load.busy : load.quiet)[series];
const nameOf = (meaning: Meaning) =>
  (Object.keys(SERIES) as (keyof typeof SERIES)[]).find((key) => SERIES[key] === QUESTIONS[meaning].series) as keyof typeof SERIES;

/** The hours as they would be read, beginning at midnight. */
export function recordedMonth(from: Date, hours: number, loads: readonly RecordedLoad[] = LOADS): Month {
  const pools = loads.map((load) => ({
    namespace: 'support',
    name: load.name,
    recorded: Object.fromEntries(
      MEANINGS.map((meaning) => [meaning, Array.from({ length: hours }, (_, hour) => figureOf(load, nameOf(meaning), hour % 24) ?? null)]),
    ),
  }));
  return { schemaVersion: 1, from: from.toISOString(), stepSeconds: 3_600, hours, pools };
}

/** Seconds between two samples. */
const STEP = 300;

/** The same as OpenMetrics, for `promtool tsdb create-blocks-from openmetrics`. A sample counts for the hour that it ends. */
export function openMetrics(from: Date, hours: number, loads: readonly RecordedLoad[] = LOADS): string {
  const start = from.getTime() / 1_000;
  const lines: string[] = [];
  for (const key of Object.keys(SERIES) as (keyof typeof SERIES)[]) {
    for (const load of loads) {
      const further = key === 'costPerHour' ? ',gpu="H100 PCIe 80GB",latency="chat"' : '';
      for (let second = STEP; second <= hours * 3_600; second += STEP) {
        const value = figureOf(load, key, Math.floor((second - 1) / 3_600) % 24);
        if (value !== undefined) lines.push(`${SERIES[key]}{namespace="support",pool="${load.name}"${further}} ${value} ${start + second}`);
      }
    }
  }
  return `${lines.join('\n')}\n# EOF\n`;
}
