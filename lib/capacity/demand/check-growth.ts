/** Contexts that outgrow their pool, and long sessions that have nowhere to go: the rules of growth for one role. */
import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { ContextBound, ContextGrowth } from './context-growth';
import type { RoleContext } from './role-context';
import { growthWithinCap } from './rules/growth-within-cap';
import { longPoolAdmits } from './rules/long-pool-admits';
import { longSessionsMoveInTime } from './rules/long-sessions-move-in-time';

/** What is known beside the role itself. */
export type GrowthSurroundings = Pick<RoleContext, 'longPools' | 'pace'>;

/** AF-CAP-009: nothing bounds the growth; AF-CAP-010: long sessions have no pool to go to; AF-CAP-035: they go there too late. */
export function checkGrowth(
  role: string,
  growth: ContextGrowth,
  capTokens: number,
  strategy?: ContextBound,
  surroundings: GrowthSurroundings = {},
): UnplacedFinding[] {
  return evaluateRules([longPoolAdmits, longSessionsMoveInTime, growthWithinCap], { role, growth, capTokens, strategy, ...surroundings });
}
