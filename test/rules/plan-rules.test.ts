import { PLAN_RULES } from '../../lib/planner/rules';
import type { UnplannedFleet } from '../../lib/planner/unplanned-fleet';
import { describeRules } from './cases';

const unserved: UnplannedFleet = { kind: 'unserved', role: 'planner', contextTokens: 120_000, longest: 50_625, changes: [] };
const short: UnplannedFleet = { kind: 'short', offers: ['h100'], nodes: [{ offer: 'h100', nodes: 3, had: 2 }] };
const late: UnplannedFleet = { kind: 'too-late', timeLimitMs: 10 };

describeRules('rules of questions to planFleet', PLAN_RULES, {
  'role-served': { violated: [unserved], compliant: 'never', notApplicable: short },
  'enough-gpus': { violated: [short], compliant: 'never', notApplicable: late },
  'found-in-time': { violated: [late], compliant: 'never', notApplicable: unserved },
});
