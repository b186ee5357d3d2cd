/** AF-RTE-051: tokens without a price spend nothing. */
import { own } from '../../../core/own';
import { type Rule, violations } from '../../../core/rule';
import type { RouterView } from '../router-view';

export const budgetHasPrice: Rule<RouterView> = {
  id: 'budget-has-price',
  code: 'AF-RTE-051',
  title: 'A client has a budget, and tokens of an alias that it asks for have no price.',
  why: 'LiteLLM counts these tokens as free, so that the budget does not end what is spent.',
  fix: 'Say how often the roles ask and what their nodes cost, so that the price follows from the plan, or give the route a price.',
  severity: 'warning',
  check({ routes, admissions = [], spec: { teams, clientKeys } }) {
    const held = admissions.filter(({ client }) => {
      const { budget, team } = own(clientKeys, client) ?? {};
      return budget !== undefined || (team !== undefined && own(teams, team)?.budget !== undefined);
    });
    if (held.length === 0) return 'not-applicable';
    const free = new Set(routes.filter(({ isPriced }) => isPriced === false).map(({ alias }) => alias));
    return violations(
      held.flatMap(({ client, models = [] }) => {
        const unpriced = models.filter((alias) => free.has(alias));
        const [first] = unpriced;
        if (first === undefined) return [];
        return [
          {
            prop: `clientKeys.${client}.budget`,
            value: own(clientKeys, client)?.budget?.usd,
            allowed: 'a price for every alias that the client may ask for',
            message: `${client} has a budget, and tokens of ${unpriced.join(', ')} have no price: they spend nothing of it`,
            repairs: [
              `request: { …, perMinute } of the role ${first} and a price of its node pool`,
              `costPerMillionTokens: { input: 0.5, output: 0.5 } on the route of "${first}"`,
            ],
          },
        ];
      }),
    );
  },
};
