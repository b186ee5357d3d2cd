/** AF-RTE-049: spend is counted in a database, and nowhere else. */
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const budgetsHaveDatabase: Rule<RouterView> = {
  id: 'budgets-have-database',
  code: 'AF-RTE-049',
  title: 'A router has budgets or teams, and no database in which spend is counted.',
  why: 'Without a database LiteLLM forgets what a key has spent, so that a budget ends nothing.',
  fix: 'Give the router a database, or leave the budgets out.',
  severity: 'error',
  check({ spec: { database, teams, clientKeys } }) {
    const props = [
      ...(Object.keys(teams).length > 0 ? ['teams'] : []),
      ...Object.entries(clientKeys).flatMap(([client, { budget, team }]) => [
        ...(budget === undefined ? [] : [`clientKeys.${client}.budget`]),
        ...(team === undefined ? [] : [`clientKeys.${client}.team`]),
      ]),
    ];
    if (props.length === 0) return 'not-applicable';
    if (database !== undefined) return 'compliant';
    return violations(
      props.map((prop) => ({
        prop,
        value: undefined,
        allowed: 'with the database of the router',
        message: `${prop} needs the database of the router, in which spend is counted`,
        repairs: ["database: new StateStore(stack, 'router-state', { cluster })", 'database: StateStore.fromExisting({ … })'],
      })),
    );
  },
};
