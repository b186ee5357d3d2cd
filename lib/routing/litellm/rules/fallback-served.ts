/** AF-RTE-008: LiteLLM starts with a fallback into nothing, and fails when it is needed. */
import { closest } from '../../../core/closest';
import { type Rule, violations } from '../../../core/rule';
import { aliasesOf, fallbackSteps, type RouterView } from '../router-view';

export const fallbackServed: Rule<RouterView> = {
  id: 'fallback-served',
  code: 'AF-RTE-008',
  title: 'A fallback names an alias that no route serves.',
  why: 'The router starts, and the fallback fails when it is needed.',
  fix: 'Name an alias that has a route, or add the route.',
  severity: 'error',
  check(router) {
    const named = namesOf(router);
    if (named.length === 0) return 'not-applicable';
    const aliases = aliasesOf(router);
    return violations(
      named
        .filter(({ name }) => !aliases.includes(name))
        .map(({ prop, alias, name }) => {
          const suggestion = closest(name, aliases);
          return {
            prop: `${prop}.${alias}`,
            value: name,
            allowed: aliases.join(', ') || 'none: the router has no routes',
            message: `no route serves the alias "${name}"; LiteLLM would start and fail when it is needed`,
            repairs: [suggestion === undefined ? `router.addRoute({ alias: '${name}', pool })` : `did you mean ${suggestion}?`],
          };
        }),
    );
  },
};

/** Names on both sides of every fallback, an alias once for each of its props. */
function namesOf(router: RouterView) {
  const steps = fallbackSteps(router);
  const sources = new Map(steps.map(({ prop, alias }) => [`${prop}.${alias}`, { prop, alias, name: alias }]));
  return [...sources.values(), ...steps.map(({ prop, alias, target }) => ({ prop, alias, name: target }))];
}
