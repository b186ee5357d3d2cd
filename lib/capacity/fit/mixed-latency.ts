import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { Environment } from '../../core/rule';
import { CLASS_RULES } from './between-roles';
import type { ClassifiedRole } from './classified-pool';

/** AF-LAT-005: roles of different latency classes in one queue: the one that waits least is served no sooner than the others. */
export function checkClasses(pool: string, roles: readonly ClassifiedRole[], environment?: Environment): UnplacedFinding[] {
  return evaluateRules(CLASS_RULES, { pool, roles }, environment === undefined ? {} : { environment });
}
