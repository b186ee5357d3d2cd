/** What can be wrong between a fleet's parts; each pool judges for itself whether it holds the demand. */
import { checkRoles } from '../capacity/demand/plan-demand';
import { FRAMEWORKS } from '../catalog/frameworks';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import type { FleetView } from './fleet-view';
import { roleFindings } from './role-findings';
import { workflowFindings } from './workflow-findings';

export function fleetFindings(fleet: FleetView): Finding[] {
  const { topology, concurrentWorkflows = 0 } = fleet.spec;
  const plans = Object.fromEntries(fleet.roles.map(({ name, contextTokens }) => [name, { contextTokens }]));
  const roles = checkRoles({ fleet: fleet.name, topology, concurrentWorkflows, roles: plans });
  const perRole = fleet.roles.flatMap((role) => roleFindings(fleet, role));
  const found = [...roles, ...perRole, ...workflowFindings(fleet), ...storeFindings(fleet)];
  return found.map((finding) => place(fleet.path, finding));
}

function storeFindings(fleet: FleetView): UnplacedFinding[] {
  const framework = FRAMEWORKS[fleet.spec.runtime.framework];
  if (!framework.needsStateStore || fleet.setting.hasStateStore) return [];
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
