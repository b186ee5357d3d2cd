/** Measured contexts against the cap of a pool. */
import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { ContextBound } from './context-growth';
import type { ContextPercentiles } from './context-percentiles';
import { measuredContextWithinCap } from './rules/measured-context-within-cap';

/** AF-CAP-036: one session in twenty is longer than the cap, and no strategy and no pool takes it. */
export function checkPercentiles(
  role: string,
  percentiles: ContextPercentiles,
  capTokens: number,
  strategy?: ContextBound,
): UnplacedFinding[] {
  return evaluateRules([measuredContextWithinCap], { role, percentiles, capTokens, strategy });
}
