/** Whether users wait too long for a whole workflow, or for the stage of one that they see. */
import { Flow, rolesIn } from '../capacity/demand/flow';
import { WORKFLOW_RULES } from '../capacity/latency/rules';
import { workflowLatency } from '../capacity/latency/workflow-latency';
import type { LatencyClass } from '../catalog/latency-class';
import { evaluateRules } from '../core/evaluate-rules';
import type { UnplacedFinding } from '../core/finding';
import type { FleetView } from './fleet-view';
import type { RoleView } from './role-view';
import { stagesOf } from './workflow-stages';

const declare = (role: string) => `roles.${role}.request: { outputTokens, cachedTokens }`;

export function workflowFindings(fleet: FleetView): UnplacedFinding[] {
  const { workflowLatency: asked } = fleet.spec;
  if (asked === undefined) return stageFindings(fleet);
  const latency = fleet.workflow;
  if (latency === null) return [];
  return evaluateRules(WORKFLOW_RULES, {
    target: asked.latency ?? 'chat',
    latency,
    budgetMs: asked.budgetMs,
    prop: 'workflowLatency',
    declare,
  });
}

/** Where nobody says how long a workflow may take, the class of a role does: whoever waits for it waits for all stages before it, of which those that are known count. */
function stageFindings({ spec: { topology }, roles }: FleetView): UnplacedFinding[] {
  const { root } = topology;
  const steps = root.kind === 'sequence' ? root.steps : [];
  const waits = steps.map((step) => awaitedIn(rolesIn(step), roles));
  const last = waits.map((awaited) => awaited !== undefined).lastIndexOf(true);
  const [before, step, awaited] = [steps.slice(0, last), steps[last], waits[last]];
  if (last < 1 || step === undefined || awaited === undefined) return [];
  const { stages } = stagesOf(Flow.sequence(...before), topology, roles);
  return evaluateRules(WORKFLOW_RULES, {
    target: awaited.latency,
    latency: { ...workflowLatency(Flow.sequence(...before, step), stages), missing: [] },
    before: awaited.role,
    prop: `roles.${awaited.role}.latency`,
    declare,
  });
}

/** The role of a step that users wait for, and how soon they want an answer. */
function awaitedIn(names: readonly string[], roles: readonly RoleView[]): { role: string; latency: LatencyClass } | undefined {
  for (const { name, props } of roles) {
    if (names.includes(name) && (props.latency === 'chat' || props.latency === 'voice')) return { role: name, latency: props.latency };
  }
  return undefined;
}
