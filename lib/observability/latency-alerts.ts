/** Alerts on what users were promised: the first token, the tokens after it, and the whole answer. */
import type { LatencyMetric } from '../catalog/latency-targets';
import { isToldApart, watchedTimes } from './latency-watch';
import type { ObservedPool } from './observed-pool';
import { alert, round } from './pool-alert';
import { isRecorded, seriesOf } from './pool-series';
import type { AlertRule } from './rule';
import type { Thresholds } from './thresholds';

interface Said {
  readonly name: string;
  readonly close: string;
  readonly late: string;
  readonly see: string;
}

const SAID: Readonly<Record<LatencyMetric, Said>> = {
  ttftMs: {
    name: 'FirstTokenLate',
    close: 'first token comes close to its target',
    late: 'first token comes too late',
    see: 'see their first token within',
  },
  tpotMs: {
    name: 'TokensSlow',
    close: 'tokens come nearly as slowly as the target allows',
    late: 'tokens come too slowly',
    see: 'wait for each token after the first, on average, at most',
  },
  e2eMs: {
    name: 'AnswerLate',
    close: 'whole answers come close to their target',
    late: 'whole answers come too late',
    see: 'have their whole answer within',
  },
};

/** None of a time that the histogram of the engine cannot hold against its target (AF-OBS-015), or that is not recorded. */
export function latencyAlerts(pool: ObservedPool, { ttftWarningShare }: Thresholds): AlertRule[] {
  return watchedTimes(pool)
    .filter((time) => isRecorded(pool, time.series) && isToldApart(time))
    .flatMap(({ metric, seconds, series }) => {
      const { name, close, late, see } = SAID[metric];
      const p95 = seriesOf(series, pool);
      const description = `95 of 100 requests ${see} {{ $value | humanizeDuration }}; the target (${pool.latency}) is ${seconds} s.`;
      const base = { name, for: '5m', description };
      return [
        alert(pool, { ...base, severity: 'warning', expr: `${p95} > ${round(seconds * ttftWarningShare)}`, summary: close }),
        alert(pool, { ...base, severity: 'critical', expr: `${p95} > ${seconds}`, summary: late }),
      ];
    });
}
