/** AF-ELA-028: what serves fifty sessions well is the reason why two hundred wait. */
import type { Rule } from '../../core/rule';
import { MOST_SESSIONS, stageOf } from '../fleet-stage';
import type { FleetView } from '../fleet-view';

export const stageForSessions: Rule<FleetView> = {
  id: 'stage-for-sessions',
  code: 'AF-ELA-028',
  title: 'A fleet has more sessions than its stage is meant for.',
  why: 'Replicas without affinity compute every turn anew, pools without scaling queue at each peak, and what nobody hardened fails where most depend on it.',
  fix: 'Add what the next stage has; fleets[].stage of the plan names it.',
  severity: 'info',
  check(fleet) {
    const { number, sessions, nextAdds } = stageOf(fleet);
    if (number === 4 || sessions === 0) return 'not-applicable';
    const most = MOST_SESSIONS[number];
    if (sessions <= most) return 'compliant';
    return [
      {
        prop: fleet.spec.concurrentWorkflows === undefined ? 'roles' : 'concurrentWorkflows',
        value: fleet.spec.concurrentWorkflows ?? sessions,
        allowed: `at most ${most} sessions at stage ${number}`,
        message: `fleet ${fleet.name} has ${sessions} sessions at stage ${number}; stage ${number + 1} adds ${nextAdds.join(', ')}`,
        repairs: nextAdds,
      },
    ];
  },
};
