/** AF-SEC-003: what users write and read passes a guardrail. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { GuardedFleet } from './tools-scoped';

export const usersGuarded: Rule<GuardedFleet> = {
  id: 'users-guarded',
  code: 'AF-SEC-003',
  title: 'Users wait for answers that no guardrail looks at.',
  why: 'Personal data and credentials reach the model and come back as they are.',
  fix: 'Put a filter into the router: Guardrail.contentFilter, or a service of your own by Guardrail.own.',
  severity: OPERATIONAL,
  check({ users, guards }) {
    if (guards === null || users.length === 0) return 'not-applicable';
    if (guards.texts) return 'compliant';
    return [
      {
        prop: 'router.guardrails',
        value: 'no filter of texts',
        allowed: 'Guardrail.contentFilter({ … }) or Guardrail.own({ service })',
        message: `users wait for ${users.join(', ')}, and nothing in the router looks at what they write and read`,
        repairs: ["guardrails: { pii: Guardrail.contentFilter({ mask: ['email'] }) } of the router"],
      },
    ];
  },
};
