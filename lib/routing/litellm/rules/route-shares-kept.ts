/** AF-ENG-074: only the shuffle reads the shares of pools, and only where all of them say one. */
import { set } from '../../../core/change';
import { repair } from '../../../core/finding';
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const routeSharesKept: Rule<RouterView> = {
  id: 'route-shares-kept',
  code: 'AF-ENG-074',
  title: 'Pools behind one alias have shares that the router does not keep.',
  why: 'A strategy that looks at load or latency sends requests where it likes, and a pool without a share beside others that say one gets none.',
  fix: "Take the strategy 'simple-shuffle', and give every route of the alias a share.",
  severity: 'error',
  check({ routes, spec: { strategy } }) {
    const divided = [...new Set(routes.filter(({ share }) => share !== undefined).map(({ alias }) => alias))];
    if (divided.length === 0) return 'not-applicable';
    const ofStrategy =
      strategy === 'simple-shuffle'
        ? []
        : [
            {
              prop: 'strategy',
              value: strategy,
              allowed: "'simple-shuffle', which reads the shares",
              message: `the requests of ${divided.join(', ')} are divided by shares, and ${strategy} does not read them`,
              repairs: [repair(set('strategy', 'simple-shuffle'))],
            },
          ];
    const bare = routes.filter(({ alias, share }) => share === undefined && divided.includes(alias));
    return violations([
      ...ofStrategy,
      ...bare.map(({ alias, pool }) => ({
        prop: 'addRoute',
        value: alias,
        allowed: 'a share of every pool of the alias',
        message: `alias ${alias} is divided by shares, and pool ${pool.name} has none, so that it would answer nothing`,
        repairs: [`share in addRoute({ alias: '${alias}', pool: ${pool.name}, … })`],
      })),
    ]);
  },
};
