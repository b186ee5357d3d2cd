import { evaluateRules } from '../../core/evaluate-rules';
import type { UnplacedFinding } from '../../core/finding';
import type { LatencyTarget } from './classes';
import { WORKFLOW_RULES } from './rules';
import type { WorkflowLatency } from './workflow-latency';

/**
 * AF-CAP-014: the stages together take longer than users accept. Background work has no limit, unless it has a budget of its own. An
 * error when not even every stage at its best is soon enough, a warning when only that is. AF-CAP-040: a stage is not known.
 *
 * @param budgetMs takes the place of the limit of the class
 */
export function checkWorkflowLatency(target: LatencyTarget, latency: WorkflowLatency, budgetMs?: number): UnplacedFinding[] {
  return evaluateRules(WORKFLOW_RULES, { target, latency, budgetMs, prop: 'topology' });
}
