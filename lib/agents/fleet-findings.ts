/** What can be wrong between a fleet's parts; each pool judges for itself whether it holds the demand. */
import { checkRoles } from '../capacity/demand/plan-demand';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { BUDGET_RULES } from '../economics/rules';
import { budgetedFleet } from './budgeted-fleet';
import type { FleetView } from './fleet-view';
import { queuedWork } from './queued-work';
import { roleFindings } from './role-findings';
import { FLEET_RULES, QUEUED_RULES, RUNTIME_RULES } from './rules';
import { workflowFindings } from './workflow-findings';

export function fleetFindings(fleet: FleetView): Finding[] {
  const { topology, concurrentWorkflows = 0 } = fleet.spec;
  const plans = Object.fromEntries(fleet.roles.map(({ name, contextTokens }) => [name, { contextTokens }]));
  const roles = checkRoles({ fleet: fleet.name, topology, concurrentWorkflows, roles: plans });
  const environment = fleet.setting.environment ?? 'production';
  const perRole = fleet.roles.flatMap((role) => roleFindings(fleet, role));
  const found = [
    ...roles,
    ...perRole,
    ...workflowFindings(fleet),
    ...(fleet.spec.runtime.consumes === undefined ? evaluateRules(RUNTIME_RULES, fleet.runtime) : []),
    ...evaluateRules(QUEUED_RULES, queuedWork(fleet), { environment }),
    ...evaluateRules(FLEET_RULES, fleet, { environment }),
    ...evaluateRules(BUDGET_RULES, budgetedFleet(fleet), { environment }),
  ];
  return found.map((finding) => place(fleet.path, finding));
}
