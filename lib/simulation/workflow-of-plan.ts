/** The workflow of a planned fleet: stages by who hands work to whom, each role as often side by side as the plan counts sessions for a workflow. */
import { Flow, type FlowNode } from '../capacity/demand/flow';
import type { FleetPlanSection } from '../plan/sections/fleet';

/** Topologies that hand-overs and sessions say all of. */
export const FLOWS_OF_PLANS: ReadonlySet<string> = new Set(['flat', 'hierarchical', 'pipeline']);

export function workflowOfPlan(fleet: FleetPlanSection): FlowNode {
  const workflows = fleet.concurrentWorkflows ?? 1;
  const node = (name: string): FlowNode => {
    const sessions = fleet.roles.find((role) => role.name === name)?.sessions ?? 1;
    const copies = Math.max(1, Math.round(sessions / workflows));
    return copies === 1 ? Flow.role(name) : Flow.parallel(...Array.from({ length: copies }, () => Flow.role(name)));
  };
  const levels = levelsOf(fleet);
  const stages = levels.map((level) => (level.length === 1 ? node(level[0] as string) : Flow.parallel(...level.map(node))));
  const [leader] = levels[0] ?? [];
  // Who hands out the work puts the answers together.
  const closes = fleet.topology.kind === 'hierarchical' && stages.length > 1 && leader !== undefined ? [Flow.role(leader)] : [];
  return stages.length === 1 ? (stages[0] as FlowNode) : Flow.sequence(...stages, ...closes);
}

/** Roles that wait for the same ones stand together; an edge back to an earlier role is a repetition and orders nothing. */
function levelsOf(fleet: FleetPlanSection): string[][] {
  const names = fleet.roles.map(({ name }) => name);
  const place = new Map(names.map((name, index) => [name, index]));
  const level = new Map<string, number>();
  const edges = (fleet.handovers ?? []).filter(({ from, to }) => (place.get(from) ?? -1) < (place.get(to) ?? -1));
  for (const name of names) {
    const before = edges.filter(({ to }) => to === name).map(({ from }) => level.get(from) ?? -1);
    level.set(name, 1 + Math.max(-1, ...before));
  }
  const count = 1 + Math.max(0, ...level.values());
  return Array.from({ length: count }, (_, index) => names.filter((name) => level.get(name) === index)).filter(({ length }) => length > 0);
}
