/** AF-ELA-022: a histogram knows nothing of what lies beyond its bounds. */
import type { Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';
import { firstTokenTarget } from '../signals/first-token';

export const firstTokenInBuckets: Rule<ScalingView> = {
  id: 'first-token-in-buckets',
  code: 'AF-ELA-022',
  title: 'A first-token time lies outside of what the histogram of the engine can tell apart.',
  why: 'A quantile beyond the highest bucket reads as its bound, so the pool would never grow; below the lowest it is never in time, and the pool would stay at its ceiling.',
  fix: 'Choose seconds between the bounds.',
  severity: 'error',
  check({ signals, spec, target }) {
    if (!signals.includes('latency')) return 'not-applicable';
    const [seconds, bounds] = [firstTokenTarget(target, spec), target.load?.firstTokenBounds ?? null];
    if (seconds === null || bounds === null) return 'not-applicable';
    const { lowest, highest } = bounds;
    if (seconds > lowest && seconds < highest) return 'compliant';
    return [
      {
        prop: 'scaling.ttftSeconds',
        value: seconds,
        allowed: `above ${lowest} and below ${highest}`,
        message: `the histogram of ${target.metricsSource} tells first tokens apart from ${lowest} s to ${highest} s, and ${seconds} s is not between`,
        repairs: [
          `scaling.ttftSeconds between ${lowest} and ${highest}`,
          ...(bounds.setBy === undefined ? [] : [`${bounds.setBy} with finer bounds`]),
        ],
      },
    ];
  },
};
