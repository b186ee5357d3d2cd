/** Whether users wait too long for a whole workflow. */
import { WORKFLOW_RULES } from '../capacity/latency/rules';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { FleetView } from './fleet-view';

export function workflowFindings({ spec: { workflowLatency: asked }, workflow: latency }: FleetView): UnplacedFinding[] {
  if (latency === null || asked === undefined) return [];
  return evaluateRules(WORKFLOW_RULES, {
    target: asked.latency ?? 'chat',
    latency,
    budgetMs: asked.budgetMs,
    prop: 'workflowLatency',
    declare: (role) => `roles.${role}.request: { outputTokens, cachedTokens }`,
  });
}
