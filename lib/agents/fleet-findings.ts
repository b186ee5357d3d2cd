/** What can be wrong between a fleet's parts; each pool judges for itself whether it holds the demand. */
import { checkRoles } from '../capacity/demand/plan-demand';
import { FRAMEWORKS } from '../catalog/frameworks';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import type { AgentFleet } from './agent-fleet';
import type { RoleProps } from './agent-fleet-props';

export function fleetFindings(fleet: AgentFleet): Finding[] {
  const { topology, concurrentWorkflows } = fleet.spec;
  const roles = checkRoles({ fleet: fleet.name, topology, concurrentWorkflows, roles: fleet.roles });
  const perRole = Object.entries(fleet.roles).flatMap(([name, role]) => roleFindings(fleet, name, role));
  return [...roles, ...perRole, ...storeFindings(fleet)].map((finding) => place(fleet.node.path, finding));
}

function roleFindings(fleet: AgentFleet, name: string, role: RoleProps): UnplacedFinding[] {
  return [...clusterFindings(fleet, name, role), ...modelKindFindings(name, role)];
}

function clusterFindings(fleet: AgentFleet, name: string, { pool }: RoleProps): UnplacedFinding[] {
  if (pool.cluster === fleet.cluster) return [];
  return [
    {
      code: 'AF-CLU-005',
      severity: 'error',
      prop: `roles.${name}.pool`,
      value: pool.node.path,
      allowed: `a pool on cluster ${fleet.cluster.name}`,
      message: `role ${name} is served by a pool on cluster ${pool.cluster.name}, but the fleet runs on ${fleet.cluster.name}; the router reaches pools inside its own cluster only`,
      repairs: ['pass the same Cluster object to both'],
    },
  ];
}

function modelKindFindings(name: string, { pool }: RoleProps): UnplacedFinding[] {
  const { model } = pool.spec;
  if (model.facts.kind === 'llm') return [];
  return [
    {
      code: 'AF-SPEC-009',
      severity: 'error',
      prop: `roles.${name}.pool`,
      value: model.id,
      allowed: 'a pool that serves a language model',
      message: `role ${name} needs a language model, but ${pool.name} serves the ${model.facts.kind} model ${model.id}`,
      repairs: [`embeddings: ${pool.name} instead of a role`],
    },
  ];
}

function storeFindings(fleet: AgentFleet): UnplacedFinding[] {
  const framework = FRAMEWORKS[fleet.spec.runtime.framework];
  if (!framework.needsStateStore || fleet.stateStore !== undefined) return [];
  return [
    {
      code: 'AF-CPU-004',
      severity: 'error',
      prop: 'stateStore',
      value: false,
      allowed: 'a StateStore',
      message: `${framework.name} resumes workflows from checkpoints, and without a state store they are lost with the pod`,
      repairs: ['remove stateStore: false', 'stateStore: StateStore.fromExisting({ … })'],
    },
  ];
}
