/** AF-RTE-062: a key that may ask less in a minute than its fleet plans on average. */
import { type Rule, violations } from '../../../../core/rule';
import type { KeyedClient } from '../keyed-client';

export const keyRatesAdmitFleet: Rule<KeyedClient> = {
  id: 'key-rates-admit-fleet',
  code: 'AF-RTE-062',
  title: 'The key of a client admits less in a minute than its fleet plans.',
  why: 'The plan is a mean, so that agents get 429 in every minute and the pools that were paid for them idle.',
  fix: 'Raise the limit of the key, or leave it to the plan.',
  severity: 'error',
  check({ client, belowPlan, isRated }) {
    if (!isRated) return 'not-applicable';
    return violations(
      belowPlan.map(({ limit, value, needed, planned }) => ({
        prop: `clientKeys.${client}.${limit}`,
        value,
        allowed: `at least ${needed}`,
        message: `the key of ${client} admits ${limit} ${value}; its fleet plans ${planned}`,
        repairs: [`clientKeys.${client}.${limit}: ${needed}`, `clientKeys.${client} without ${limit}`],
      })),
    );
  },
};
