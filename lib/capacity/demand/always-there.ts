/** Models that users wait for are loaded before the first request. */
import type { FrameworkId } from '../../catalog/frameworks';
import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import { modelAlwaysThere } from './rules/model-always-there';
import type { ServedRole } from './served-roles';

/**
 * AF-ENG-008: roles that users wait for need a floor and a GPU of their own. Where one request of the framework touches several agents, the strictest
 * of them counts for all, and turns are always refused: every step would wait for a load.
 */
export function checkAlwaysThere(framework: FrameworkId, roles: readonly ServedRole[]): UnplacedFinding[] {
  return evaluateRules([modelAlwaysThere], { framework, roles });
}
