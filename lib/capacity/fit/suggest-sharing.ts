import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import { SHARING_RULES } from './between-roles';
import type { PoolInput } from './pool-input';
import { kinds } from './shared-pools';

/** AF-CAP-011: one finding for every group of pools that could be one. The shared pool is judged by the estimate of all pools; its size is part of the advice. */
export function suggestSharing(pools: readonly PoolInput[]): UnplacedFinding[] {
  return kinds(pools).flatMap((group) => evaluateRules(SHARING_RULES, group));
}
