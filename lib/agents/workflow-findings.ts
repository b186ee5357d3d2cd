/** How long a whole workflow takes, and whether somebody waits too long for it. */
import { Flow, type FlowNode, rolesIn } from '../capacity/demand/flow';
import type { Topology } from '../capacity/demand/topology';
import { checkWorkflowLatency, type StageLoad, type WorkflowLatency, workflowLatency } from '../capacity/latency/workflow-latency';
import type { UnplacedFinding } from '../core/finding';
import type { AgentFleet } from './agent-fleet';
import { loadOf, requestLoad } from './role-load';

/** The order in time: an orchestrator that a topology holds beside its workers speaks before and after them. */
export function inTime(topology: Topology): FlowNode {
  const { kind, root } = topology;
  if (kind !== 'hierarchical' || root.kind !== 'parallel') return root;
  const [orchestrator, ...workers] = root.branches;
  return orchestrator === undefined ? root : Flow.sequence(orchestrator, ...workers, orchestrator);
}

/** Null where nobody asked. Roles without a request are named in `missing`. */
export function latencyOfWorkflow(fleet: AgentFleet): WorkflowLatency | null {
  const asked = fleet.spec.workflowLatency;
  if (asked === undefined) return null;
  const flow = asked.flow ?? inTime(fleet.spec.topology);
  const roles = [...new Set(rolesIn(flow))];
  const stages = roles.map((role) => [role, stageOf(fleet, role)] as const);
  const known = Object.fromEntries(stages.flatMap(([role, stage]) => (stage === null ? [] : [[role, stage]])));
  const latency = workflowLatency(flow, known, asked.hopMs);
  return { ...latency, missing: [...latency.missing, ...stages.flatMap(([role, stage]) => (stage === null ? [role] : []))] };
}

function stageOf(fleet: AgentFleet, role: string): StageLoad | null {
  const found = loadOf(fleet, role);
  const load = found === null ? null : requestLoad(found);
  return found === null || load === null ? null : { replica: found.replica, load, measured: found.measured };
}

/** AF-CAP-014. */
export function workflowFindings(fleet: AgentFleet): UnplacedFinding[] {
  const latency = latencyOfWorkflow(fleet);
  const asked = fleet.spec.workflowLatency;
  if (latency === null || asked === undefined) return [];
  const prop = 'workflowLatency';
  if (latency.missing.length > 0) return [unknown(latency.missing, prop)];
  return checkWorkflowLatency(asked.latency ?? 'chat', latency, asked.budgetMs).map((finding) => ({ ...finding, prop }));
}

function unknown(missing: readonly string[], prop: string): UnplacedFinding {
  return {
    code: 'AF-CAP-014',
    severity: 'warning',
    prop,
    value: missing,
    message: `cannot say how long the workflow takes: nothing is known of ${missing.join(', ')}`,
    repairs: missing.map((role) => `roles.${role}.request: { outputTokens, cachedTokens }`),
  };
}
