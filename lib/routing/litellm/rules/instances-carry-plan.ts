/** AF-RTE-063: more requests than the instances of a router have processor time for. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatPercent } from '../../../core/format';
import { OPERATIONAL, type Rule } from '../../../core/rule';
import { BUSY_SHARE, instancesFor, processorsOf } from '../instance-work';
import { plannedProcessors, type RouterView } from '../router-view';

export const instancesCarryPlan: Rule<RouterView> = {
  id: 'instances-carry-plan',
  code: 'AF-RTE-063',
  title: 'The instances of a router have too little processor time for the requests that the fleets plan.',
  why: 'An instance is one process: above six tenths of a processor requests wait for each other, and above all of it the queue grows without an end.',
  fix: 'Leave replicas to the plan, or raise them.',
  severity: OPERATIONAL,
  check({ routes, externals, spec: { replicas, resources } }) {
    const planned = plannedProcessors({ routes, externals });
    if (planned === null) return 'not-applicable';
    const each = processorsOf(resources);
    const share = planned / (replicas * each);
    if (share <= BUSY_SHARE) return 'compliant';
    const needed = instancesFor(planned, resources);
    return [
      {
        prop: 'replicas',
        value: replicas,
        allowed: `at least ${needed}, so that each is busy for at most ${formatPercent(BUSY_SHARE)} of its time`,
        message: `the requests that the fleets plan keep ${replicas} ${replicas === 1 ? 'instance' : 'instances'} busy for ${formatPercent(share)} of the time`,
        repairs: [repair(set('replicas', needed))],
      },
    ];
  },
};
