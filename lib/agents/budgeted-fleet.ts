/** Whether a fleet keeps the budget that its owner gave it. */
import type { BudgetedCost } from '../economics/budget';
import { fleetMoney, roleMoney } from './fleet-money';
import type { FleetView } from './fleet-view';

export function budgetedFleet(fleet: FleetView): BudgetedCost {
  const { budget, embeddings } = fleet.spec;
  const { usdPerHour } = fleetMoney(fleet);
  const roles = fleet.roles.map((role) => ({ name: `role ${role.name}`, usdPerHour: roleMoney(fleet, role).usdPerHour }));
  const shared = embeddings === undefined ? [] : [{ name: 'embeddings', usdPerHour: fleet.setting.poolOf(embeddings).money.usdPerHour }];
  return { what: `fleet ${fleet.name}`, kind: 'fleet', budget, usdPerHour, parts: [...roles, ...shared] };
}
