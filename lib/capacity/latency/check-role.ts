import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { RoleLatency } from './role-latency';
import { ROLE_LATENCY_RULES } from './rules';

/** AF-LAT-001 for whole answers, AF-LAT-002 for first tokens, AF-LAT-006 for the tokens after them, AF-LAT-007 for what no replica could keep. */
export const checkRoleLatency = (role: RoleLatency): UnplacedFinding[] => evaluateRules(ROLE_LATENCY_RULES, role);
