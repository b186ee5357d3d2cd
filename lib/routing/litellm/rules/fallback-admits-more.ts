/** AF-RTE-010: what is too long for one pool must fit into the next. */
import { atLeast, on } from '../../../core/change';
import { repair } from '../../../core/finding';
import { type Rule, violations } from '../../../core/rule';
import { fallbackSteps, poolsBehind, type RouterView, windowOf } from '../router-view';

export const fallbackAdmitsMore: Rule<RouterView> = {
  id: 'fallback-admits-more',
  code: 'AF-RTE-010',
  title: 'A fallback for long requests leads to a pool with no longer context.',
  why: 'Requests that are too long for the first pool are too long for the second one as well.',
  fix: 'Lead the fallback to a pool with a longer context.',
  severity: 'error',
  check(router) {
    const steps = fallbackSteps(router).filter(
      ({ prop, alias, target }) =>
        prop === 'contextWindowFallbacks' && target !== alias && windowOf(router, target) > 0 && windowOf(router, alias) > 0,
    );
    if (steps.length === 0) return 'not-applicable';
    return violations(
      steps
        .filter(({ alias, target }) => windowOf(router, target) <= windowOf(router, alias))
        .map(({ alias, target }) => {
          const [own, offered] = [windowOf(router, alias), windowOf(router, target)];
          return {
            prop: `contextWindowFallbacks.${alias}`,
            value: target,
            allowed: `an alias whose pool admits more than ${own} tokens`,
            message: `requests too long for "${alias}" (${own} tokens) are too long for "${target}" (${offered} tokens) as well`,
            repairs: [...longer(router, target, own), `remove ${target} from contextWindowFallbacks.${alias}`],
          };
        }),
    );
  },
};

const longer = (router: RouterView, target: string, own: number) =>
  poolsBehind(router, target).map(({ name }) => repair(on('pool', name, atLeast('maxContextTokens', own + 1))));
