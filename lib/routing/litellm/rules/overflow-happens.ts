/** AF-RTE-035: a pool is full when its limit is reached; without a limit it is never full, and its engine queues. */
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const overflowHappens: Rule<RouterView> = {
  id: 'overflow-happens',
  code: 'AF-RTE-035',
  title: 'Requests of an alias are to overflow, and nothing limits how many its pool gets.',
  why: 'The engine takes every request into its queue, so the pool is never full for the router and nothing overflows.',
  fix: 'Limit the requests of the route.',
  severity: 'error',
  check({ routes, spec: { overflow } }) {
    const flowing = routes.filter(({ alias }) => Object.hasOwn(overflow, alias));
    if (flowing.length === 0) return 'not-applicable';
    return violations(
      flowing
        .filter(({ limits: { parallel }, perMinute }) => parallel === null && !perMinute)
        .map(({ alias, pool }) => ({
          prop: `overflow.${alias}`,
          value: overflow[alias],
          allowed: 'an alias whose requests are limited',
          message: `requests of "${alias}" overflow when pool ${pool.name} is full, and nothing limits them: how many the pool holds is not known`,
          repairs: [`maxParallelRequests: 16 on the route of "${alias}"`, `fallbacks: { '${alias}': … }, for when the pool fails`],
        })),
    );
  },
};
