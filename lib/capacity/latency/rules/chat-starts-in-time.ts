/** AF-LAT-002: a chat answer counts to its first token. */
import { type Rule, violations } from '../../../core/rule';
import { lateAnswers, type RoleLatency } from '../role-latency';

export const chatStartsInTime: Rule<RoleLatency> = {
  id: 'chat-starts-in-time',
  code: 'AF-LAT-002',
  title: 'The first token of an answer comes later than the role or its class asks (TTFT), or the slow end of its range does.',
  why: 'Users notice when the first token of a chat is late.',
  fix: 'Take a faster card, fewer sessions on a replica or a prompt that stays cached, measure and say so, or ask for less (latencyTargets.ttftMs).',
  severity: ['error', 'warning'],
  check(role) {
    const late = lateAnswers(role, 'ttftMs');
    return late === null ? 'not-applicable' : violations(late);
  },
};
