/** AF-CAP-034: a plan below the growth that it declares. Frameworks that hold conversations have a rule of their own (AF-CAP-015). */
import { remove } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { contextAfter, plannedContext } from '../context-growth';
import { frameworkProfile } from '../framework-profile';
import type { ContextRule } from '../role-context';

export const growthPlanned: ContextRule = {
  id: 'growth-planned',
  code: 'AF-CAP-034',
  title: 'The planned context of a role is shorter than the growth that it declares.',
  why: 'Sessions then hold more KV cache than the plan counts.',
  fix: 'Leave contextTokens out, so it follows from growth, or bound the growth.',
  severity: 'error',
  check({ role, growth, strategy, contextTokens, framework, capTokens }) {
    if (growth === undefined || contextTokens === undefined) return 'not-applicable';
    if (framework !== undefined && frameworkProfile(framework).holdsConversation) return 'not-applicable';
    const held = Math.min(capTokens, plannedContext(growth, strategy));
    if (held <= contextTokens) return 'compliant';
    const prop = `roles.${role}.contextTokens`;
    const planned = formatInteger(contextTokens);
    return [
      {
        prop,
        value: contextTokens,
        allowed: `≥ ${formatInteger(held)}`,
        message: `a session of '${role}' grows to ${formatInteger(contextAfter(growth))} tokens and holds ${formatInteger(held)}, more than the ${planned} that are planned`,
        repairs: [repair(remove(prop)), `a sliding window of ${planned} tokens`, 'summaries of older turns'],
      },
    ];
  },
};
