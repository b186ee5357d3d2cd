/** AF-CAP-015: the framework keeps the whole conversation, and the role plans less than that. A strategy that bounds it counts. */
import { FRAMEWORKS } from '../../../catalog/frameworks';
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { formatInteger } from '../../../core/format';
import { contextAfter, plannedContext } from '../context-growth';
import { frameworkProfile } from '../framework-profile';
import type { ContextRule } from '../role-context';

export const conversationPlanned: ContextRule = {
  id: 'conversation-planned',
  code: 'AF-CAP-015',
  title: 'A framework keeps the whole conversation, and the planned context is shorter than that.',
  why: 'Sessions then hold more KV cache than the plan counts.',
  fix: 'Plan the whole conversation, or bound it by a context strategy.',
  severity: 'warning',
  check({ role, framework, growth, strategy, contextTokens }) {
    if (framework === undefined || growth === undefined || contextTokens === undefined) return 'not-applicable';
    if (!frameworkProfile(framework).holdsConversation) return 'not-applicable';
    const held = plannedContext(growth, strategy);
    if (contextTokens >= held) return 'compliant';
    const prop = `roles.${role}.contextTokens`;
    const message = `${FRAMEWORKS[framework].name} keeps the whole conversation: ${formatInteger(contextAfter(growth))} tokens after ${growth.turns} turns; '${role}' plans ${formatInteger(contextTokens)}`;
    return [
      {
        prop,
        value: contextTokens,
        allowed: `≥ ${formatInteger(held)}`,
        message,
        repairs: [repair(set(prop, held)), 'a context strategy that bounds the conversation'],
      },
    ];
  },
};
