/** AF-ELA-002: a queue that is overload already is seen too late. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { QueueDepthView } from '../queue-depth-view';

/** Waiting requests per replica at which a queue counts as overload. */
const OVERLOAD_PER_REPLICA = 10;

export const scaleOutInTime: Rule<QueueDepthView> = {
  id: 'scale-out-in-time',
  code: 'AF-ELA-002',
  title: 'The scaler reacts too late to a growing queue.',
  why: 'A new replica comes minutes after the overload has begun.',
  fix: 'Lower waitingPerReplica.',
  severity: 'warning',
  check({ spec: { waitingPerReplica } }) {
    if (waitingPerReplica <= OVERLOAD_PER_REPLICA) return 'compliant';
    return [
      {
        prop: 'scaling.waitingPerReplica',
        value: waitingPerReplica,
        allowed: `at most ${OVERLOAD_PER_REPLICA}`,
        message: `${waitingPerReplica} waiting requests per replica are overload already; a new replica then comes minutes too late`,
        repairs: [repair(set('scaling.waitingPerReplica', 5))],
      },
    ];
  },
};
