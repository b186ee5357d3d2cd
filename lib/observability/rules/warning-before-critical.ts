/** AF-OBS-014: two thresholds over one series are passed in their order. */
import { type Rule, violations } from '../../core/rule';
import { criticalWaiting } from '../thresholds';
import type { WatchView } from '../watch-view';

const PAIRS = [
  ['kvCacheWarning', 'kvCacheCritical'],
  ['waitingWarning', 'waitingCritical'],
  ['gpuMemoryWarning', 'gpuMemoryCritical'],
] as const;

export const warningBeforeCritical: Rule<WatchView> = {
  id: 'warning-before-critical',
  code: 'AF-OBS-014',
  title: 'A warning does not come before its critical alert.',
  why: 'The person on call hears of the fault only when it is critical.',
  fix: 'Put the warning below the critical alert.',
  severity: 'error',
  check({ spec, pools, gpuServices }) {
    const gpus = [...pools.map(({ gpusPerReplica }) => gpusPerReplica), ...gpuServices.map(() => 1)];
    const waitingCritical = criticalWaiting(spec.alerts, ...gpus);
    const alerts = { ...spec.alerts, waitingCritical };
    return violations(
      PAIRS.filter(([warning, critical]) => alerts[warning] >= alerts[critical]).map(([warning, critical]) => ({
        prop: `alerts.${warning}`,
        value: alerts[warning],
        allowed: `below ${critical}, which is ${alerts[critical]}`,
        message: `the warning at ${alerts[warning]} does not come before the critical alert at ${alerts[critical]}`,
        repairs: [`${warning} below ${alerts[critical]}`, `${critical} above ${alerts[warning]}`],
      })),
    );
  },
};
