import type { UnplacedFinding } from '../core/finding';
import { formatUsd } from '../core/format';

/** AF-COST-005: the replicas that are always there cost more than the budget, so its alert would never be silent. */
export function budgetFindings(
  hourlyBudgetUsd: number | undefined,
  floors: readonly { readonly name: string; readonly usdPerHour: number | null }[],
): UnplacedFinding[] {
  if (hourlyBudgetUsd === undefined || floors.some(({ usdPerHour }) => usdPerHour === null)) return [];
  const floor = floors.reduce((sum, { usdPerHour }) => sum + (usdPerHour ?? 0), 0);
  if (floor <= hourlyBudgetUsd) return [];
  return [
    {
      code: 'AF-COST-005',
      severity: 'error',
      prop: 'hourlyBudgetUsd',
      value: hourlyBudgetUsd,
      allowed: `at least ${formatUsd(floor)}, the cost of the replicas that are always there`,
      message: `a budget of ${formatUsd(hourlyBudgetUsd)} an hour is broken from the first minute: the floor costs ${formatUsd(floor)}`,
      details: floors.map(({ name, usdPerHour }) => ({ label: name, text: `${formatUsd(usdPerHour ?? 0)}/h` })),
      repairs: [`hourlyBudgetUsd: ${Math.ceil(floor)}`, 'fewer replicas at the floor'],
    },
  ];
}
