/** Cost of everything observed together, against the budget. */
import { HOURS_PER_MONTH } from '../core/units';
import type { CheckedBudget } from '../economics/budget';
import { seriesOfService } from './gpu-service-series';
import type { ObservedGpuService } from './observed-gpu-service';
import type { ObservedPool } from './observed-pool';
import { SERIES, seriesOf } from './pool-series';
import { type AlertRule, EVALUATION_INTERVAL, type RuleGroup } from './rule';

/** USD per hour of all observed pools and tools on GPUs that have a price. */
export const TOTAL_COST = 'agent_fleet:total_cost_usd_per_hour:sum';

/** Share of the budget at which the warning comes. */
const WARNING_SHARE = 0.9;

/** USD that the observed pools and tools on GPUs may cost. */
export function costRules(
  name: string,
  pools: readonly ObservedPool[],
  gpuServices: readonly ObservedGpuService[],
  { usdPerHour, usdPerMonth }: CheckedBudget = {},
): RuleGroup[] {
  const priced = [
    ...pools.filter(isPriced).map((pool) => seriesOf(SERIES.costPerHour, pool)),
    ...gpuServices.filter(isPriced).map((service) => seriesOfService(SERIES.costPerHour, service)),
  ];
  if (priced.length === 0) return [];
  const labels = { observability: name };
  const record = { record: TOTAL_COST, expr: `sum(${priced.join(' or ')})`, labels };
  const alerts = [
    ...(usdPerHour === undefined ? [] : budgetAlerts(name, usdPerHour)),
    ...(usdPerMonth === undefined ? [] : monthAlerts(name, usdPerMonth)),
  ];
  return [{ name: `${name}-cost`, interval: EVALUATION_INTERVAL, rules: [record, ...alerts] }];
}

const isPriced = ({ price }: Pick<ObservedPool, 'price'>): boolean => price !== null;

function budgetAlerts(name: string, budget: number): AlertRule[] {
  const total = `${TOTAL_COST}{observability="${name}"}`;
  const description = `The GPUs cost {{ $value | printf "%.2f" }} USD per hour; the budget is ${budget} USD.`;
  return [
    {
      alert: 'AgentFleetBudget',
      expr: `${total} > ${Number((budget * WARNING_SHARE).toPrecision(12))}`,
      for: '10m',
      labels: { severity: 'warning', observability: name },
      annotations: { summary: `${name}: cost comes close to the hourly budget`, description },
    },
    {
      alert: 'AgentFleetBudget',
      expr: `${total} > ${budget}`,
      for: '10m',
      labels: { severity: 'critical', observability: name },
      annotations: { summary: `${name}: cost is over the hourly budget`, description },
    },
  ];
}

/** A week has its quiet days in it. A fleet that is younger than a day has shown nothing yet. */
function monthAlerts(name: string, budget: number): AlertRule[] {
  const total = `${TOTAL_COST}{observability="${name}"}`;
  const month = `${HOURS_PER_MONTH} * avg_over_time(${total}[7d])`;
  const description = `At the mean of the last 7 days a month costs {{ $value | printf "%.0f" }} USD; the budget is ${budget} USD.`;
  const alert = (severity: 'warning' | 'critical', limit: number, what: string): AlertRule => ({
    alert: 'AgentFleetMonthlyBudget',
    expr: `${month} > ${Number(limit.toPrecision(12))} and ${total} offset 1d >= 0`,
    for: '1h',
    labels: { severity, observability: name },
    annotations: { summary: `${name}: the month will ${what}`, description },
  });
  return [alert('warning', budget * WARNING_SHARE, 'come close to its budget'), alert('critical', budget, 'cost more than its budget')];
}
