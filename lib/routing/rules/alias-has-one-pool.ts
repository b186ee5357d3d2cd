/** AF-RTE-014: agents ask for an alias and expect one model behind it. */
import type { Rule } from '../../core/rule';

/** An alias and the routes that have it. */
export interface AliasRoutes {
  readonly alias: string;
  readonly routes: readonly { readonly pool: string; readonly owner: string; readonly group: boolean }[];
}

export const aliasHasOnePool: Rule<AliasRoutes> = {
  id: 'alias-has-one-pool',
  code: 'AF-RTE-014',
  title: 'An alias leads to several pools, and its routes do not say that they are a group.',
  why: 'The router would spread the requests of a role over pools that may serve different models.',
  fix: 'Give each role its own alias, or say group: true on every route of the alias.',
  severity: 'error',
  check({ alias, routes }) {
    if (routes.length < 2) return 'not-applicable';
    if (routes.every(({ group }) => group)) return 'compliant';
    return [
      {
        prop: `routes.${alias}`,
        value: alias,
        allowed: 'one pool behind an alias, or group: true on each of its routes',
        message: `the alias "${alias}" leads to ${routes.length} pools, and the router would spread the requests over them`,
        details: routes.map(({ pool, owner }) => ({ label: pool, text: `asked for by ${owner}` })),
        repairs: ['another name for one of the roles', 'an own router for each fleet', `group: true on every route of "${alias}"`],
      },
    ];
  },
};
