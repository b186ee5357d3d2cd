/** What can be wrong between a fleet's parts; each pool judges for itself whether it holds the demand. */
import { checkRoles } from '../capacity/demand/plan-demand';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place, type UnplacedFinding } from '../core/finding';
import { BUDGET_RULES, PRICE_RULES } from '../economics/rules';
import { apiPriceOfModel } from '../routing/external-model-price';
import type { ApiRoleView } from './api-roles';
import { sleepersOfFleet } from './asked-sleepers';
import { budgetedFleet } from './budgeted-fleet';
import type { FleetView } from './fleet-view';
import { messageView } from './message-view';
import { queuedWork } from './queued-work';
import { roleFindings } from './role-findings';
import { FLEET_RULES, MESSAGE_RULES, QUEUED_RULES, RUNTIME_RULES, SLEEPER_RULES } from './rules';
import { workflowFindings } from './workflow-findings';

export function fleetFindings(fleet: FleetView): Finding[] {
  const { topology, concurrentWorkflows = 0 } = fleet.spec;
  const named = [...fleet.roles, ...fleet.apiRoles.map(({ name, props }) => ({ name, contextTokens: props.contextTokens }))];
  const plans = Object.fromEntries(named.map(({ name, contextTokens }) => [name, { contextTokens }]));
  const roles = checkRoles({ fleet: fleet.name, topology, concurrentWorkflows, roles: plans });
  const environment = fleet.setting.environment ?? 'production';
  const perRole = fleet.roles.flatMap((role) => roleFindings(fleet, role));
  const found = [
    ...roles,
    ...perRole,
    ...fleet.apiRoles.flatMap((role) => apiPriceAge(fleet, role)),
    ...workflowFindings(fleet),
    ...(fleet.spec.runtime.consumes === undefined ? evaluateRules(RUNTIME_RULES, fleet.runtime) : []),
    ...sleepersOfFleet(fleet).flatMap((asked) => evaluateRules(SLEEPER_RULES, asked)),
    ...evaluateRules(QUEUED_RULES, queuedWork(fleet), { environment }),
    ...evaluateRules(FLEET_RULES, fleet, { environment }),
    ...evaluateRules(MESSAGE_RULES, messageView(fleet), { environment }),
    ...evaluateRules(BUDGET_RULES, budgetedFleet(fleet), { environment }),
  ];
  return found.map((finding) => place(fleet.path, finding));
}

function apiPriceAge({ setting }: FleetView, { name, props }: ApiRoleView): UnplacedFinding[] {
  const price = apiPriceOfModel(props.model);
  if (price === null) return [];
  const prop = `apiRoles.${name}.model.costPerMillionTokens.asOf`;
  return evaluateRules(PRICE_RULES, {
    what: price.name,
    asOf: price.asOf,
    usedBy: [name],
    prop,
    isDeclared: true,
    planDate: setting.nodes.planDate,
  });
}
