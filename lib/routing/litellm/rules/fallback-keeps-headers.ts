/** AF-RTE-016: LiteLLM takes the headers that it forwards from the first alias of a request and keeps them on a fallback (measured with 1.106.2). */
import { type Rule, violations } from '../../../core/rule';
import { externalBehind, fallbackSteps, type RouterView } from '../router-view';

export const fallbackKeepsHeaders: Rule<RouterView> = {
  id: 'fallback-keeps-headers',
  code: 'AF-RTE-016',
  title: 'A fallback to an external model takes the session headers of the clients along.',
  why: 'The router decides by the first alias which headers it forwards, so that the provider reads every x- header that the pool would have read.',
  fix: 'Keep sessions apart from what is secret in x- headers, or forward no headers on that alias.',
  severity: 'warning',
  check(router) {
    const steps = fallbackSteps(router).filter(({ target }) => externalBehind(router, target) !== undefined);
    if (steps.length === 0) return 'not-applicable';
    const forwarding = new Set(router.routes.flatMap(({ alias, forwardsHeaders }) => (forwardsHeaders ? [alias] : [])));
    return violations(
      steps
        .filter(({ alias }) => forwarding.has(alias))
        .map(({ prop, alias, target }) => ({
          prop: `${prop}.${alias}`,
          value: target,
          allowed: 'an external model behind an alias that forwards no headers',
          message: `requests of "${alias}" that fall back to "${target}" carry the x- headers of the clients to ${externalBehind(router, target)?.host}`,
          repairs: ['sessionAffinity: false', `multiTurn: false and no forwardSessionHeaders on the route of "${alias}"`],
        })),
    );
  },
};
