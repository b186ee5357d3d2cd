/** Whether somebody waits too long for a whole workflow. */
import { checkWorkflowLatency } from '../capacity/latency/workflow-latency';
import type { UnplacedFinding } from '../core/finding';
import type { FleetView } from './fleet-view';

/** AF-CAP-014. */
export function workflowFindings({ spec: { workflowLatency: asked }, workflow: latency }: FleetView): UnplacedFinding[] {
  if (latency === null || asked === undefined) return [];
  const prop = 'workflowLatency';
  if (latency.missing.length > 0) return [unknown(latency.missing, prop)];
  return checkWorkflowLatency(asked.latency ?? 'chat', latency, asked.budgetMs).map((finding) => ({ ...finding, prop }));
}

function unknown(missing: readonly string[], prop: string): UnplacedFinding {
  return {
    code: 'AF-CAP-014',
    severity: 'warning',
    uncertain: true,
    prop,
    value: missing,
    message: `cannot say how long the workflow takes: nothing is known of ${missing.join(', ')}`,
    repairs: missing.map((role) => `roles.${role}.request: { outputTokens, cachedTokens }`),
  };
}
