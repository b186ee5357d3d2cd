/** AF-LAT-001: a voice answer counts to its last token, and that of every role with a target for it. */
import { type Rule, violations } from '../../../core/rule';
import { lateAnswers, type RoleLatency } from '../role-latency';

export const voiceAnswersInTime: Rule<RoleLatency> = {
  id: 'voice-answers-in-time',
  code: 'AF-LAT-001',
  title:
    'The model part of an answer takes longer than the role or its class asks (end to end), or the slow end of its range does, or the length of the answers is not given.',
  why: 'A late answer breaks a spoken conversation, and a service level that was promised.',
  fix: 'Take a faster card, fewer sessions on a replica or shorter answers, measure and say so, or ask for less (latencyTargets.e2eMs).',
  severity: ['error', 'warning'],
  check(role) {
    const late = lateAnswers(role, 'e2eMs');
    return late === null ? 'not-applicable' : violations(late);
  },
};
