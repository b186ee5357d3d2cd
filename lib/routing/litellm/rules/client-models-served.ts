/** AF-RTE-031: a key for a model that the router does not lead anywhere. */
import { closest } from '../../../core/closest';
import { type Rule, violations } from '../../../core/rule';
import { aliasesOf, type RouterView } from '../router-view';

export const clientModelsServed: Rule<RouterView> = {
  id: 'client-models-served',
  code: 'AF-RTE-031',
  title: 'The key of a client is for a model that the router does not serve.',
  why: 'Every request for the model that was meant would be refused.',
  fix: 'Name aliases of the router.',
  severity: 'error',
  check(router) {
    const asked = Object.entries(router.spec.clientKeys).flatMap(([client, { models = [] }]) => models.map((model) => ({ client, model })));
    if (asked.length === 0) return 'not-applicable';
    const aliases = aliasesOf(router);
    return violations(
      asked
        .filter(({ model }) => !aliases.includes(model))
        .map(({ client, model }) => ({
          prop: `clientKeys.${client}.models`,
          value: model,
          allowed: aliases.length === 0 ? 'an alias of the router' : aliases.join(', '),
          message: `the key of ${client} is for "${model}", which the router does not serve`,
          repairs: [`models: ['${closest(model, aliases) ?? aliases[0] ?? 'planner'}']`],
        })),
    );
  },
};
