/** AF-OBS-003: an overload is seen in the queue before it hurts. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const queueShown: Rule<WatchView> = {
  id: 'queue-shown',
  code: 'AF-OBS-003',
  title: 'No dashboard shows the queue beside the number of GPUs.',
  why: 'A queue that grows while the number of GPUs does not is the first sign of an overload.',
  fix: 'Leave dashboards on.',
  severity: OPERATIONAL,
  check({ spec: { dashboards } }) {
    if (dashboards) return 'compliant';
    return [
      {
        prop: 'dashboards',
        value: false,
        allowed: 'true',
        message: 'no dashboard shows the queue beside the number of GPUs, where an overload shows first',
        repairs: [repair(set('dashboards', true))],
      },
    ];
  },
};
