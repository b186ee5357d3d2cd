/** AF-COST-007: what a fleet or a cluster costs by its plan stays within its budget. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { formatUsd } from '../../core/format';
import { type Rule, type Violation, violations } from '../../core/rule';
import { type Bound, type BudgetedCost, boundsOf, costIn } from '../budget';

export const budgetKept: Rule<BudgetedCost> = {
  id: 'budget-kept',
  code: 'AF-COST-007',
  title: 'A fleet or a cluster costs more than its budget: by its plan (an error), or once pools have scaled (a warning).',
  why: 'What must always fit is paid in every hour, and scaling adds to it without asking.',
  fix: 'Take fewer replicas, cheaper GPUs or a smaller model for the part that costs most, or raise the budget.',
  severity: ['error', 'warning'],
  check(subject) {
    if (subject.budget === undefined) return 'not-applicable';
    return violations(boundsOf(subject.budget).flatMap((bound) => violation(subject, bound)));
  },
};

function violation(subject: BudgetedCost, bound: Bound): Violation[] {
  const { what, usdPerHour } = subject;
  const [planned, ceiling] = [costIn(bound, usdPerHour.plan), costIn(bound, usdPerHour.ceiling)];
  const budget = `its budget is ${formatUsd(bound.usd)}${bound.unit}`;
  if (planned !== null && planned > bound.usd) {
    const message = `${what} costs ${formatUsd(planned)}${bound.unit} with what must always fit; ${budget}`;
    return [{ severity: 'error', ...saying(subject, bound, planned, 'plan'), message }];
  }
  if (ceiling === null || ceiling <= bound.usd) return [];
  const message = `${what} costs ${formatUsd(ceiling)}${bound.unit} once its pools have all replicas that scaling may start; ${budget}`;
  return [{ severity: 'warning', ...saying(subject, bound, ceiling, 'ceiling'), message }];
}

function saying(
  { kind, parts }: BudgetedCost,
  bound: Bound,
  usd: number,
  point: 'plan' | 'ceiling',
): Omit<Violation, 'message' | 'severity'> {
  const costs = parts.map(({ name, usdPerHour }) => ({ name, usd: costIn(bound, usdPerHour[point]) ?? 0 }));
  const sorted = costs.filter((part) => part.usd > 0).sort((a, b) => b.usd - a.usd);
  const raised = Math.ceil(usd);
  const less = point === 'plan' ? 'fewer replicas, a cheaper GPU or a smaller model' : 'a lower ceiling of scaling';
  return {
    prop: bound.prop,
    value: bound.usd,
    allowed: `at least ${formatUsd(usd)}`,
    details: sorted.map((part) => ({ label: part.name, text: `${formatUsd(part.usd)}${bound.unit}` })),
    repairs: [
      `${less} for ${sorted[0]?.name ?? 'a part of it'}, which costs most`,
      kind === 'fleet' ? repair(set(bound.prop, raised)) : `${bound.prop}: ${raised} on the Cluster`,
    ],
  };
}
