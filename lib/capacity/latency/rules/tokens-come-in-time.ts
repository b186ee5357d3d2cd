/** AF-LAT-006: tokens that come slower than the role asks. */
import { type Rule, violations } from '../../../core/rule';
import { lateAnswers, type RoleLatency } from '../role-latency';

export const tokensComeInTime: Rule<RoleLatency> = {
  id: 'tokens-come-in-time',
  code: 'AF-LAT-006',
  title: 'A token after the first takes longer than the role asks (TPOT), or the slow end of its range does.',
  why: 'A text that comes slower than it is read, or than the next program reads it, keeps whoever waits waiting.',
  fix: 'Take a card with more memory bandwidth, more GPUs for a replica, 8-bit weights or fewer sessions on a replica, or ask for less (latencyTargets.tpotMs).',
  severity: ['error', 'warning'],
  check(role) {
    const late = lateAnswers(role, 'tpotMs');
    return late === null ? 'not-applicable' : violations(late);
  },
};
