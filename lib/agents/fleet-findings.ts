/** What can be wrong between a fleet's parts; each pool judges for itself whether it holds the demand. */
import { checkRoles } from '../capacity/demand/plan-demand';
import { FRAMEWORKS } from '../catalog/frameworks';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import type { AgentFleet } from './agent-fleet';
import { contextOf } from './role-context';
import { roleFindings } from './role-findings';
import { workflowFindings } from './workflow-findings';

export function fleetFindings(fleet: AgentFleet): Finding[] {
  const { topology, concurrentWorkflows = 0 } = fleet.spec;
  const plans = Object.fromEntries(Object.entries(fleet.roles).map(([name, role]) => [name, { contextTokens: contextOf(role) }]));
  const roles = checkRoles({ fleet: fleet.name, topology, concurrentWorkflows, roles: plans });
  const perRole = Object.entries(fleet.roles).flatMap(([name, role]) => roleFindings(fleet, name, role));
  const found = [...roles, ...perRole, ...workflowFindings(fleet), ...storeFindings(fleet)];
  return found.map((finding) => place(fleet.node.path, finding));
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
