/** AF-LAT-001: a voice answer counts to its last token. */
import { type Rule, violations } from '../../../core/rule';
import { lateAnswers, type RoleLatency } from '../role-latency';

export const voiceAnswersInTime: Rule<RoleLatency> = {
  id: 'voice-answers-in-time',
  code: 'AF-LAT-001',
  title:
    'The model part of a voice answer takes longer than its target, or the slow end of its range does, or the length of the answers is not given.',
  why: 'A late answer breaks a spoken conversation.',
  fix: 'Take a faster card, fewer sessions on a replica or shorter answers, or measure and say so.',
  severity: ['error', 'warning'],
  check: (role) => (role.target === 'voice' ? violations(lateAnswers(role)) : 'not-applicable'),
};
