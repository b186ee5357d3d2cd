/** AF-RTE-073: clients outside of the app ask for aliases that the router has. */
import { closest } from '../../../core/closest';
import { type Rule, violations } from '../../../core/rule';
import { aliasesOf, type RouterView } from '../router-view';

export const outsideAliasesServed: Rule<RouterView> = {
  id: 'outside-aliases-served',
  code: 'AF-RTE-073',
  title: 'A client outside of the app is planned to ask for an alias that the router does not serve.',
  why: 'No pool would be sized for it, and every request of its key would be refused.',
  fix: 'Name aliases of the router in asks, or lead the alias to a pool.',
  severity: 'error',
  check(router) {
    const asked = Object.entries(router.spec.outsideClients).flatMap(([client, { asks = {} }]) =>
      Object.keys(asks).map((alias) => ({ client, alias })),
    );
    if (asked.length === 0) return 'not-applicable';
    const aliases = aliasesOf(router);
    return violations(
      asked
        .filter(({ alias }) => !aliases.includes(alias))
        .map(({ client, alias }) => ({
          prop: `outsideClients.${client}.asks`,
          value: alias,
          allowed: aliases.length === 0 ? 'an alias of the router' : aliases.join(', '),
          message: `${client} is planned to ask for "${alias}", which the router does not serve`,
          repairs: [`asks: { '${closest(alias, aliases) ?? aliases[0] ?? 'planner'}': … }`, `addRoute({ alias: '${alias}', pool })`],
        })),
    );
  },
};
