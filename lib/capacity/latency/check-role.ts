import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { RoleLatency } from './role-latency';
import { ROLE_LATENCY_RULES } from './rules';

/** AF-LAT-001 for voice, AF-LAT-002 for chat: does a role keep its latency class on its pool? */
export const checkRoleLatency = (role: RoleLatency): UnplacedFinding[] => evaluateRules(ROLE_LATENCY_RULES, role);
