/** AF-OBS-002: a full KV cache is seen too late to do something. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { type Rule, violations } from '../../core/rule';
import type { WatchView } from '../watch-view';

/** Published limits: above the first a KV cache is on its way to full, above the second it is. */
const LIMITS = { kvCacheWarning: 0.85, kvCacheCritical: 0.9 } as const;

export const kvCacheAlertInTime: Rule<WatchView> = {
  id: 'kv-cache-alert-in-time',
  code: 'AF-OBS-002',
  title: 'The alert on KV cache use comes too late.',
  why: 'Requests queue or are preempted by then.',
  fix: 'Lower the threshold.',
  severity: 'error',
  check({ spec: { alerts } }) {
    const late = (['kvCacheWarning', 'kvCacheCritical'] as const).filter((prop) => alerts[prop] > LIMITS[prop]);
    return violations(
      late.map((prop) => ({
        prop: `alerts.${prop}`,
        value: alerts[prop],
        allowed: `at most ${LIMITS[prop]}`,
        message: `a KV cache alert at ${alerts[prop]} leaves no time: requests queue or are preempted by then`,
        repairs: [repair(set(`alerts.${prop}`, LIMITS[prop]))],
      })),
    );
  },
};
