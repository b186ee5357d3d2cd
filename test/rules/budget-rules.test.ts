import type { Budget, BudgetedCost } from '../../lib/economics/budget';
import { BUDGET_RULES } from '../../lib/economics/rules';
import { describeRules } from './cases';

const at = (plan: number | null, ceiling = plan) => ({ floor: plan, plan, peak: plan, ceiling });

const cost = (budget: Budget | undefined, plan: number | null, ceiling = plan): BudgetedCost => ({
  what: 'fleet research',
  kind: 'fleet',
  budget,
  usdPerHour: at(plan, ceiling),
  parts: [{ name: 'role planner', usdPerHour: at(plan, ceiling) }],
});

describeRules('rules of budgets', BUDGET_RULES, {
  'budget-kept': {
    violated: [cost({ usdPerHour: 9.99 }, 10), cost({ usdPerHour: 10 }, 10, 10.01)],
    compliant: cost({ usdPerHour: 10, usdPerMonth: 7_200 }, 10),
    notApplicable: cost(undefined, 10),
  },
  'budget-known': {
    violated: [cost({ usdPerMonth: 1_000 }, null)],
    compliant: cost({ usdPerMonth: 1_000 }, 1),
    notApplicable: cost(undefined, null),
  },
});

const [kept] = BUDGET_RULES;

test('each bound is judged by itself, in its own unit', () => {
  const found = kept?.check(cost({ usdPerHour: 5, usdPerMonth: 7_000 }, 10));
  expect(found).toMatchObject([
    {
      prop: 'budget.usdPerHour',
      value: 5,
      severity: 'error',
      message: 'fleet research costs $10.00/h with what must always fit; its budget is $5.00/h',
    },
    {
      prop: 'budget.usdPerMonth',
      value: 7_000,
      severity: 'error',
      message: 'fleet research costs $7,200.00 a month with what must always fit; its budget is $7,000.00 a month',
    },
  ]);
});

test('a budget that is met to the cent is kept', () => {
  expect(kept?.check(cost({ usdPerHour: 0.3 }, 0.1 + 0.2))).toBe('compliant');
});

test('the part that costs most comes first, and the repair of a fleet raises its budget', () => {
  const subject = {
    ...cost({ usdPerHour: 1 }, 10),
    parts: [
      { name: 'role small', usdPerHour: at(2) },
      { name: 'role large', usdPerHour: at(8) },
    ],
  };
  expect(kept?.check(subject)).toMatchObject([
    {
      details: [
        { label: 'role large', text: '$8.00/h' },
        { label: 'role small', text: '$2.00/h' },
      ],
      repairs: [expect.stringContaining('role large'), { changes: [{ field: 'budget.usdPerHour', op: 'set', value: 10 }] }],
    },
  ]);
});

test('an unknown ceiling says nothing of a plan that is known', () => {
  expect(kept?.check({ ...cost({ usdPerHour: 10 }, 5), usdPerHour: { ...at(5), ceiling: null } })).toBe('compliant');
});
