import type { RoleContext } from '../../lib/capacity/demand/role-context';
import { CONTEXT_RULES, NAME_RULES, SERVED_RULES } from '../../lib/capacity/demand/rules';
import type { ServedRoles } from '../../lib/capacity/demand/served-roles';
import { describeRules } from './cases';

const growth = { baseTokens: 2_000, turns: 20, tokensPerTurn: 1_000 };
const role = (change: Partial<RoleContext>): RoleContext => ({ role: 'writer', capTokens: 8_192, ...change });
const movingAt = (capTokens: number, longPools?: Record<string, number>) =>
  role({ growth, strategy: { kind: 'long-pool', pool: 'long', capTokens }, longPools });

describeRules('rules of a role’s context', CONTEXT_RULES, {
  'growth-within-cap': {
    violated: [role({ growth })],
    compliant: role({ growth, strategy: { kind: 'sliding-window', limitTokens: 8_000 } }),
    notApplicable: role({}),
  },
  'long-pool-admits': {
    violated: [movingAt(8_192, { long: 16_384 })],
    compliant: movingAt(8_192, { long: 32_768 }),
    notApplicable: role({ growth }),
  },
  'long-sessions-move-in-time': { violated: [movingAt(16_384)], compliant: movingAt(8_192), notApplicable: role({ growth }) },
  'measured-context-within-cap': {
    violated: [role({ percentiles: { p50Tokens: 4_000, p95Tokens: 12_000 } })],
    compliant: role({ percentiles: { p50Tokens: 4_000, p95Tokens: 8_000 } }),
    notApplicable: role({ growth }),
  },
  'conversation-planned': {
    violated: [role({ growth, framework: 'autogen', contextTokens: 4_000 })],
    compliant: role({ growth, framework: 'autogen', contextTokens: 22_000 }),
    notApplicable: role({ growth, framework: 'langgraph', contextTokens: 4_000 }),
  },
  'growth-planned': {
    violated: [role({ growth, framework: 'langgraph', contextTokens: 4_000, capTokens: 32_768 })],
    compliant: role({ growth, framework: 'langgraph', contextTokens: 22_000, capTokens: 32_768 }),
    notApplicable: role({ growth }),
  },
});

const served = (latency: 'chat' | 'background', floor: number, framework: ServedRoles['framework'] = 'langgraph'): ServedRoles => ({
  framework,
  roles: [{ role: 'writer', pool: 'workers', latency, floor }],
});

describeRules('rules of the roles of a fleet', SERVED_RULES, {
  'model-always-there': { violated: [served('chat', 0)], compliant: served('chat', 1), notApplicable: served('background', 0) },
});

describeRules('rules of the names of roles', NAME_RULES, {
  'topology-roles-described': {
    violated: [{ declared: ['writer'], used: ['writr'] }],
    compliant: { declared: ['writer'], used: ['writer'] },
    notApplicable: 'always',
  },
  'described-roles-used': {
    violated: [{ declared: ['writer', 'critic'], used: ['writer'] }],
    compliant: { declared: ['writer'], used: ['writer'] },
    notApplicable: 'always',
  },
});
