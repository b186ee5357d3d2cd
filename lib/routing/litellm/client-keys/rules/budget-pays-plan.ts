/** AF-RTE-064: a budget that is spent before its period is over. */
import { formatUsd } from '../../../../core/format';
import { type Rule, violations } from '../../../../core/rule';
import type { KeyedClient } from '../keyed-client';

/** The price of a token is written with six digits. */
const ROUNDING = 1e-4;

export const budgetPaysPlan: Rule<KeyedClient> = {
  id: 'budget-pays-plan',
  code: 'AF-RTE-064',
  title: 'The budget of a key or team does not pay what its fleet plans to spend.',
  why: 'At the declared traffic it is spent before the period is over, and until the next one the router refuses every request with 422 while the pools cost the same.',
  fix: 'Raise the budget, or declare less traffic.',
  severity: 'warning',
  check({ client, budgets }) {
    const known = budgets.filter(({ plannedUsd }) => plannedUsd > 0);
    if (known.length === 0) return 'not-applicable';
    return violations(
      known
        .filter(({ usd, plannedUsd }) => usd < plannedUsd * (1 - ROUNDING))
        .map(({ prop, usd, per, plannedUsd }) => ({
          prop,
          value: usd,
          allowed: `at least ${formatUsd(plannedUsd)} a ${per}`,
          message: `${prop.startsWith('teams') ? 'the fleets of its team plan' : `the fleet of ${client} plans`} to spend ${formatUsd(plannedUsd)} a ${per} at the prices of the routes; the budget is ${formatUsd(usd)}`,
          repairs: [`${prop}: { usd: ${Math.ceil(plannedUsd)}, per: '${per}' }`],
        })),
    );
  },
};
