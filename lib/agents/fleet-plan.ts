/** A fleet as it stands in `fleet.plan.json`. */
import type { FleetPlanSection, RolePlan } from '../plan/schema';
import type { AgentFleet } from './agent-fleet';

export function toFleetPlan(fleet: AgentFleet): FleetPlanSection {
  const { spec } = fleet;
  return {
    name: fleet.name,
    path: fleet.node.path,
    topology: { kind: spec.topology.kind, description: spec.topology.roles.join(', ') },
    concurrentWorkflows: spec.concurrentWorkflows,
    peakWorkflows: spec.peakWorkflows ?? null,
    roles: rolePlans(fleet),
  };
}

function rolePlans(fleet: AgentFleet): RolePlan[] {
  return fleet.demandAt(fleet.spec.concurrentWorkflows).flatMap((demand) => {
    const role = fleet.roles[demand.role];
    if (role === undefined) return [];
    return [
      {
        name: demand.role,
        pool: role.pool.name,
        poolPath: role.pool.node.path,
        modelAlias: demand.role,
        sessions: demand.sessions,
        contextTokens: demand.contextTokens,
        latency: role.latency ?? null,
        formula: demand.formula,
      },
    ];
  });
}
