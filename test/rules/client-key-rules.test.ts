import type { KeyedClient } from '../../lib/routing/litellm/client-keys/keyed-client';
import { CLIENT_KEY_RULES } from '../../lib/routing/litellm/client-keys/rules';
import { describeRules } from './cases';

const keyed = (change: Partial<KeyedClient> = {}): KeyedClient => ({
  client: 'research-agents',
  secrets: ['router-key-research-agents/password'],
  sharedWith: [],
  models: undefined,
  needs: ['planner', 'coder'],
  parallel: undefined,
  planned: 20,
  belowPlan: [],
  isRated: false,
  budgets: [],
  expires: undefined,
  planDate: '2026-11-29',
  ...change,
});

describeRules('rules of the key of a client', CLIENT_KEY_RULES, {
  'key-of-its-own': {
    violated: [keyed({ sharedWith: ['the router itself'] })],
    compliant: keyed(),
    notApplicable: 'always',
  },
  'key-for-its-roles': {
    violated: [keyed({ models: ['planner'] })],
    compliant: keyed({ models: ['coder', 'planner', 'embeddings'] }),
    notApplicable: keyed(),
  },
  'key-admits-fleet': {
    violated: [keyed({ parallel: 19 })],
    compliant: keyed({ parallel: 20 }),
    notApplicable: keyed({ parallel: 1, planned: 0 }),
  },
  'key-rates-admit-fleet': {
    violated: [
      keyed({
        isRated: true,
        belowPlan: [{ limit: 'requestsPerMinute', value: 10, needed: 60, planned: '60 requests a minute' }],
      }),
    ],
    compliant: keyed({ isRated: true }),
    notApplicable: keyed(),
  },
  'budget-pays-plan': {
    violated: [keyed({ budgets: [{ prop: 'clientKeys.research-agents.budget', usd: 47.99, per: 'day', plannedUsd: 48.24 }] })],
    compliant: keyed({ budgets: [{ prop: 'teams.research.budget', usd: 48.24, per: 'day', plannedUsd: 48.24 }] }),
    notApplicable: keyed({ budgets: [{ prop: 'teams.research.budget', usd: 1, per: 'day', plannedUsd: 0 }] }),
  },
  'key-not-expired': {
    violated: [keyed({ expires: '2026-11-29' })],
    compliant: keyed({ expires: '2026-11-30' }),
    notApplicable: keyed({ expires: '2020-01-01', planDate: undefined }),
  },
  'outside-client-apart': {
    violated: [keyed({ isOutside: true, isWired: true })],
    compliant: keyed({ isOutside: true }),
    notApplicable: keyed({ isWired: true }),
  },
});
