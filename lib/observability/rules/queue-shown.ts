/** AF-OBS-003: an overload is seen in the queue before it hurts. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { WatchView } from '../watch-view';

export const queueShown: Rule<WatchView> = {
  id: 'queue-shown',
  code: 'AF-OBS-003',
  title: 'No dashboard shows the queue beside the number of GPUs.',
  why: 'That is how an overload looks before it hurts.',
  fix: 'Leave dashboards on.',
  severity: OPERATIONAL,
  check({ spec: { dashboards } }) {
    if (dashboards) return 'compliant';
    return [
      {
        prop: 'dashboards',
        value: false,
        allowed: 'true',
        message: 'nobody sees the queue beside the number of GPUs, which is how an overload looks before it hurts',
        repairs: [repair(set('dashboards', true))],
      },
    ];
  },
};
