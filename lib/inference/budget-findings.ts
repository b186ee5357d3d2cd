/** Whether all pools of a cluster together keep its budget. */
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import type { CheckedBudget } from '../economics/budget';
import { sumOfCosts } from '../economics/cost-points';
import { BUDGET_RULES } from '../economics/rules';
import { type GpuTenant, kindOf } from './gpu-tenant';

/** Two values of one cluster may each have a budget: both hold for all of its pools. Reported at the first pool. */
export function budgetFindings(pools: readonly GpuTenant[]): Finding[] {
  const [first] = pools;
  if (first === undefined) return [];
  const budgets = new Map(
    pools.flatMap(({ setting: { nodes } }) => (nodes.budget === undefined ? [] : [[JSON.stringify(nodes.budget), nodes.budget]])),
  );
  return [...budgets.values()].flatMap((budget) => overBudget(pools, first, budget));
}

function overBudget(pools: readonly GpuTenant[], { path, cluster, environment }: GpuTenant, budget: CheckedBudget): Finding[] {
  const parts = pools.map((tenant) => ({ name: `${kindOf(tenant)} ${tenant.name}`, usdPerHour: tenant.money.usdPerHour }));
  const usdPerHour = sumOfCosts(parts.map((part) => part.usdPerHour));
  const subject = { what: `cluster ${cluster}`, kind: 'cluster' as const, budget, usdPerHour, parts };
  return evaluateRules(BUDGET_RULES, subject, { environment }).map((finding) => place(path, finding));
}
