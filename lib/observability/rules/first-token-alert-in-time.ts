/** AF-OBS-001: a warning must come before what it warns of. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const firstTokenAlertInTime: Rule<WatchView> = {
  id: 'first-token-alert-in-time',
  code: 'AF-OBS-001',
  title: 'The alert on the first token is not below its target.',
  why: 'It fires only when the target is missed already.',
  fix: 'Set ttftWarningShare below 1.',
  severity: 'error',
  check({ spec: { alerts } }) {
    if (alerts.ttftWarningShare < 1) return 'compliant';
    return [
      {
        prop: 'alerts.ttftWarningShare',
        value: alerts.ttftWarningShare,
        allowed: 'below 1',
        message: 'the warning on the first token fires only when its target is missed already',
        repairs: [repair(set('alerts.ttftWarningShare', 0.8))],
      },
    ];
  },
};
