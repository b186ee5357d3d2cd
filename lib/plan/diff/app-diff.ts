/** What changes between two apps: every stack with its pair, and what all of them cost together. */
import type { FleetPlan } from '../schema';
import { type CostChange, totalChange } from './cost-change';
import { diffPlans, type PlanDiff, type TerraformChange } from './plan-diff';

export interface AppDiff {
  /** One for each stack that holds pools or changes, those of the new app first. */
  readonly stacks: readonly PlanDiff[];
  readonly cost: CostChange;
}

/**
 * Stacks of the same name are a pair.
 *
 * @param terraformOf what Terraform would do in a stack; null where it is not known
 */
export function diffApps(
  before: readonly FleetPlan[],
  after: readonly FleetPlan[],
  terraformOf: (stack: string) => TerraformChange | null = () => null,
): AppDiff {
  const names = [...new Set([...after, ...before].map(({ stack }) => stack))];
  const named = (plans: readonly FleetPlan[], name: string) => plans.find(({ stack }) => stack === name) ?? null;
  const diffs = names.map((name) => diffPlans(named(before, name), named(after, name), terraformOf(name)));
  return together(diffs.filter(({ status, stack }) => status !== 'unchanged' || holdsPools(named(after, stack))));
}

const holdsPools = (plan: FleetPlan | null): boolean => plan !== null && plan.pools.length > 0;

/** Diffs of stacks as those of one app. */
export const together = (stacks: readonly PlanDiff[]): AppDiff => ({ stacks, cost: totalChange(stacks.map(({ cost }) => cost)) });
