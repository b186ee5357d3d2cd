/** The stages of a workflow as they happen in time, each with the load under which its role answers. */
import { Flow, type FlowNode, rolesIn } from '../capacity/demand/flow';
import type { Topology } from '../capacity/demand/topology';
import type { StageLoad } from '../capacity/latency/workflow-latency';
import { requestLoad } from './role-load';
import type { RoleView } from './role-view';

/** Kinds whose first role is resident beside the others, and answers before they begin. */
const LEADING: ReadonlySet<string> = new Set(['routing', 'escalation']);

/** The order in time: an orchestrator speaks before and after its workers, a router before its targets, and hard cases wait for one role after the other. */
export function inTime(topology: Topology): FlowNode {
  const { kind, root } = topology;
  if (root.kind !== 'parallel') return root;
  if (LEADING.has(kind)) return Flow.sequence(...root.branches);
  if (kind !== 'hierarchical') return root;
  const [orchestrator, ...workers] = root.branches;
  return orchestrator === undefined ? root : Flow.sequence(orchestrator, ...workers, orchestrator);
}

/** The role that directs the others; undefined where none does. */
export function orchestratorOf({ kind, root }: Topology): string | undefined {
  if (kind !== 'hierarchical' || root.kind !== 'parallel') return undefined;
  const [orchestrator] = root.branches;
  return orchestrator === undefined ? undefined : rolesIn(orchestrator)[0];
}

/** The role that sees every workflow first, and hands it or the hard ones on; undefined where none does. */
export function firstOf({ kind, root }: Topology): string | undefined {
  if (!LEADING.has(kind) || root.kind !== 'parallel') return undefined;
  const [first] = root.branches;
  return first === undefined ? undefined : rolesIn(first)[0];
}

/** The role to which hard cases of a role go; undefined where it answers them itself. */
export function nextOf({ kind, roles }: Topology, role: string): string | undefined {
  return kind === 'escalation' && roles.includes(role) ? roles[roles.indexOf(role) + 1] : undefined;
}

export interface WorkflowStages {
  readonly flow: FlowNode;
  readonly stages: Readonly<Record<string, StageLoad>>;
  /** Roles of the fleet of which nothing is known; those that it does not have are AF-SPEC-017. */
  readonly unknown: readonly string[];
}

export function stagesOf(flow: FlowNode | undefined, topology: Topology, roles: readonly RoleView[]): WorkflowStages {
  const order = flow ?? inTime(topology);
  const names = [...new Set(rolesIn(order))];
  const stages = names.map((name) => [name, stageOf(roles.find((role) => role.name === name))] as const);
  return {
    flow: order,
    stages: Object.fromEntries(stages.flatMap(([name, stage]) => (stage === null ? [] : [[name, stage]]))),
    unknown: stages.flatMap(([name, stage]) => (stage === null && roles.some((role) => role.name === name) ? [name] : [])),
  };
}

function stageOf(role: RoleView | undefined): StageLoad | null {
  const load = role === undefined ? null : requestLoad(role.load);
  return role === undefined || load === null ? null : { replica: role.load.replica, load, measured: role.load.measured };
}
