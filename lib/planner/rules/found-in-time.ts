/** AF-PLAN-003: an answer was found before the time was over. */
import type { Rule } from '../../core/rule';
import type { UnplannedFleet } from '../unplanned-fleet';

export const foundInTime: Rule<UnplannedFleet> = {
  id: 'found-in-time',
  code: 'AF-PLAN-003',
  title: 'No answer was found within the time limit.',
  why: 'There may be one.',
  fix: 'Give more time, or ask for fewer models, formats or offers.',
  severity: 'error',
  raisedBy: 'planFleet() of cdktf-agent-fleet/planner',
  check(fleet) {
    if (fleet.kind !== 'too-late') return 'not-applicable';
    const { timeLimitMs } = fleet;
    return [
      {
        prop: 'timeLimitMs',
        value: timeLimitMs,
        allowed: `more than ${timeLimitMs} ms`,
        message: `no fleet was found in ${timeLimitMs} ms, and there may be one`,
        repairs: [`timeLimitMs: ${10 * timeLimitMs}`],
      },
    ];
  },
};
