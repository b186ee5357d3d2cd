import { EXISTING_POOL_RULES } from '../../lib/inference/existing/rules';
import type { StatedPool } from '../../lib/inference/existing/stated-demand';
import { describeRules } from './cases';

const writer = { fleet: 'crew', role: 'writer', sessions: 10, contextTokens: 8_000, formula: '10 workflows' };

const stated = (capacity?: StatedPool['spec']['capacity'], planned = [writer], maxContextTokens = 16_384): StatedPool => ({
  name: 'chat',
  spec: { capacity, maxContextTokens },
  demand: { planned, peak: [] },
});

describeRules('rules of pools that somebody else runs', EXISTING_POOL_RULES, {
  'capacity-known': { violated: [stated()], compliant: stated({ kvTokens: 200_000 }), notApplicable: stated(undefined, []) },
  'capacity-holds': {
    violated: [stated({ kvTokens: 79_000 }), stated({ kvTokens: 90_000 })],
    compliant: stated({ kvTokens: 200_000, requests: 10 }),
    notApplicable: stated(),
  },
  'context-admitted': { violated: [stated({ requests: 10 }, [writer], 7_999)], compliant: stated(), notApplicable: stated(undefined, []) },
});
