/** The findings of all stacks, the most severe first. */
import type { FleetPlan } from '../../plan/schema';

export type FindingPlan = FleetPlan['findings'][number];

export interface FindingReport {
  readonly stack: string;
  readonly plan: FindingPlan;
}

export const SEVERITIES = ['error', 'warning', 'info'] as const;

export function findingReports(plans: readonly FleetPlan[]): FindingReport[] {
  const all = plans.flatMap((plan) => plan.findings.map((finding) => ({ stack: plan.stack, plan: finding })));
  return SEVERITIES.flatMap((severity) => all.filter(({ plan }) => plan.severity === severity));
}
