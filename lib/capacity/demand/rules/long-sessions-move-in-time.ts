/** AF-CAP-035: sessions move to the pool for long ones only after they have outgrown their own. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { contextAfter, plannedContext } from '../context-growth';
import type { ContextRule } from '../role-context';

export const longSessionsMoveInTime: ContextRule = {
  id: 'long-sessions-move-in-time',
  code: 'AF-CAP-035',
  title: 'Sessions stay in their pool beyond the context that it admits, before they move to the pool for long ones.',
  why: 'Between the cap of the pool and the cap of the strategy every request of a session is refused.',
  fix: 'Let sessions move at the cap of their pool: capTokens at most its maxContextTokens.',
  severity: 'error',
  check({ role, growth, strategy, capTokens }) {
    if (growth === undefined || strategy?.kind !== 'long-pool') return 'not-applicable';
    const held = plannedContext(growth, strategy);
    if (held <= capTokens) return 'compliant';
    const reach = `sessions of '${role}' reach ${formatInteger(contextAfter(growth))} tokens`;
    return [
      {
        prop: `roles.${role}.contextTokens`,
        value: held,
        allowed: `≤ ${formatInteger(capTokens)}`,
        message: `${reach} and stay in the pool up to ${formatInteger(strategy.capTokens)}, over its cap of ${formatInteger(capTokens)}`,
        repairs: [
          repair(set(`roles.${role}.contextStrategy.capTokens`, capTokens)),
          'summaries of older turns',
          'a longer cap of the pool',
        ],
      },
    ];
  },
};
