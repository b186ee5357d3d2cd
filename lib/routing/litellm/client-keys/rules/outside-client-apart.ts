/** AF-RTE-074: a client outside of the app has a key of its own. */
import type { Rule } from '../../../../core/rule';
import type { KeyedClient } from '../keyed-client';

export const outsideClientApart: Rule<KeyedClient> = {
  id: 'outside-client-apart',
  code: 'AF-RTE-074',
  title: 'A client outside of the app has the name of a workload that is wired to the router.',
  why: 'Keys go by the name of the client: both would hold one key, with its limits and its budget.',
  fix: 'Give the client another name in outsideClients.',
  severity: 'error',
  check({ client, isOutside = false, isWired = false }) {
    if (!isOutside) return 'not-applicable';
    if (!isWired) return 'compliant';
    return [
      {
        prop: `outsideClients.${client}`,
        value: client,
        allowed: 'a name that no workload of the app has',
        message: `"${client}" is also a workload that has the router among its services`,
        repairs: [`outsideClients: { '${client}-outside': … }`],
      },
    ];
  },
};
