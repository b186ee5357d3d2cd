/** AF-RTE-048: a key that is refused from its first day. */
import type { Rule } from '../../../../core/rule';
import type { KeyedClient } from '../keyed-client';

export const keyNotExpired: Rule<KeyedClient> = {
  id: 'key-not-expired',
  code: 'AF-RTE-048',
  title: 'The key of a client has expired on the day of the plan.',
  why: 'The router refuses every request of the client with 401.',
  fix: 'Give a later day, or draw another key by a higher version.',
  severity: 'error',
  check({ client, expires, planDate }) {
    if (expires === undefined || planDate === undefined) return 'not-applicable';
    if (expires > planDate) return 'compliant';
    return [
      {
        prop: `clientKeys.${client}.expires`,
        value: expires,
        allowed: `a day after ${planDate}, the planDate of the cluster`,
        message: `the key of ${client} is refused from ${expires} on, and the plan is of ${planDate}`,
        repairs: [`clientKeys.${client} without expires`],
      },
    ];
  },
};
