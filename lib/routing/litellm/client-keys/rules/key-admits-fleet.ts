/** AF-RTE-047: a limit of a key below the planned sessions refuses agents that the pools have room for. */
import type { Rule } from '../../../../core/rule';
import type { KeyedClient } from '../keyed-client';

export const keyAdmitsFleet: Rule<KeyedClient> = {
  id: 'key-admits-fleet',
  code: 'AF-RTE-047',
  title: 'The key of a client admits fewer requests at the same time than its fleet plans.',
  why: 'Agents are refused with 429 although the pools were sized, and paid, for them.',
  fix: 'Raise maxParallelRequests of the key, or leave it out.',
  severity: 'warning',
  check({ client, parallel, planned }) {
    if (parallel === undefined || planned === 0) return 'not-applicable';
    if (parallel >= planned) return 'compliant';
    return [
      {
        prop: `clientKeys.${client}.maxParallelRequests`,
        value: parallel,
        allowed: `at least ${Math.ceil(planned)} in all instances of the router together`,
        message: `the key of ${client} admits ${parallel} requests at the same time; its fleet plans ${Math.ceil(planned)} sessions`,
        repairs: [`clientKeys.${client}.maxParallelRequests: ${Math.ceil(planned)}`],
      },
    ];
  },
};
