/** AF-RTE-033: a pool serves the adapters that it loads. Routes that a fleet asks for are checked by the fleet. */
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const routeAdapterServed: Rule<RouterView> = {
  id: 'route-adapter-served',
  code: 'AF-RTE-033',
  title: 'A route leads to a LoRA adapter that its pool does not load.',
  why: 'The engine knows no model of that name, so every request of the alias fails.',
  fix: 'Name one of the adapters of the pool, or add it there.',
  severity: 'error',
  check({ path, routes }) {
    const own = routes.filter(({ owner, adapter }) => owner === path && adapter !== undefined);
    if (own.length === 0) return 'not-applicable';
    return violations(
      own
        .filter(({ adapter, pool }) => !pool.adapters.includes(adapter ?? ''))
        .map(({ alias, adapter, pool }) => ({
          prop: `routes.${alias}.adapter`,
          value: adapter,
          allowed: pool.adapters.join(', ') || 'none: the pool has no adapters',
          message: `the alias "${alias}" leads to the adapter ${adapter}, which pool ${pool.path} does not load`,
          repairs: [
            ...pool.adapters.slice(0, 3).map((name) => `adapter: '${name}'`),
            `adapters: [{ name: '${adapter}', source, rank }] of ${pool.path}`,
          ],
        })),
    );
  },
};
