/** AF-OBS-015: a histogram tells no times apart within one of its buckets. */
import type { LatencyMetric } from '../../catalog/latency-targets';
import { formatInteger } from '../../core/format';
import { type Rule, type Violation, violations } from '../../core/rule';
import { isToldApart, type WatchedTime, watchedTimes } from '../latency-watch';
import type { ObservedPool } from '../observed-pool';
import type { WatchView } from '../watch-view';

export const targetInBuckets: Rule<WatchView> = {
  id: 'target-in-buckets',
  code: 'AF-OBS-015',
  title:
    'A latency target of your own lies outside of the buckets in which the engine counts that time (warning), or inside of one of them (info).',
  why: 'Outside of them no alert can be held against the target, so there is none; inside of one its quantile is read off as if requests were spread evenly, and the alert may come early or late by up to the width of the bucket.',
  fix: 'Take the bound of a bucket as the target, or give the engine buckets of your own by the flag that is named.',
  severity: ['warning', 'info'],
  check({ pools, spec: { slo } }) {
    const own = pools.flatMap((pool) => watchedTimes(pool).flatMap((time) => (time.isOwn && time.bounds !== null ? [{ pool, time }] : [])));
    if (own.length === 0) return 'not-applicable';
    return violations(own.flatMap(({ pool, time }) => found(pool, time, slo?.ttftSeconds?.[pool.name] !== undefined)));
  },
};

const NAMES: Readonly<Record<LatencyMetric, string>> = { ttftMs: 'first tokens', tpotMs: 'tokens after the first', e2eMs: 'whole answers' };

function found({ name }: ObservedPool, time: WatchedTime, isSlo: boolean): Violation[] {
  const { metric, seconds, bounds } = time;
  if (bounds === null || bounds.includes(seconds)) return [];
  const [below, above] = [bounds.filter((bound) => bound < seconds).at(-1), bounds.find((bound) => bound > seconds)];
  const told = isToldApart(time);
  const asMs = (bound: number) => formatInteger(Math.round(bound * 1_000));
  const near = [below, above].filter((bound) => bound !== undefined);
  const prop = isSlo && metric === 'ttftMs' ? `slo.ttftSeconds.${name}` : 'fleets';
  return [
    {
      severity: told ? 'info' : 'warning',
      prop,
      value: seconds,
      allowed: `a bound of the histogram, e.g. ${near.map((bound) => `${bound} s`).join(' or ')}`,
      message: told
        ? `the engine of pool ${name} counts ${NAMES[metric]} between ${below} s and ${above} s in one bucket, and ${seconds} s lies inside: the alert may come although the target is kept, or late`
        : `the engine of pool ${name} tells ${NAMES[metric]} apart from ${bounds[0]} s to ${bounds.at(-1)} s, and ${seconds} s is outside: no alert watches this target`,
      repairs: [
        ...near.map((bound) =>
          prop === 'fleets' ? `latencyTargets.${metric}: ${asMs(bound).replaceAll(',', '_')} of the role` : `${prop}: ${bound}`,
        ),
        'buckets of your own in extraArgs of the pool',
      ],
    },
  ];
}
