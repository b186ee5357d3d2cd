/** AF-RTE-013: another alias with the same pools is no way out. */
import { type Rule, violations } from '../../../core/rule';
import { fallbackSteps, poolsBehind, type RouterView } from '../router-view';

export const fallbackToOtherPools: Rule<RouterView> = {
  id: 'fallback-to-other-pools',
  code: 'AF-RTE-013',
  title: 'A fallback leads to the pools that it takes over from.',
  why: 'The requests go to the pools that have just failed, under another name.',
  fix: 'Lead the alias to another pool, or leave the fallback out.',
  severity: 'error',
  check(router) {
    const steps = fallbackSteps(router).filter(({ alias, target }) => target !== alias);
    if (steps.length === 0) return 'not-applicable';
    return violations(
      steps
        .filter(({ alias, target }) => isSamePools(router, alias, target))
        .map(({ prop, alias, target }) => ({
          prop: `${prop}.${alias}`,
          value: target,
          allowed: 'an alias that leads to another pool',
          message: `"${target}" leads to the pools of "${alias}", which have just failed`,
          repairs: [`another pool behind ${target}`, `remove ${target} from ${prop}.${alias}`],
        })),
    );
  },
};

/** Every pool of the target is a pool of the alias. */
function isSamePools(router: RouterView, alias: string, target: string): boolean {
  const own = poolsBehind(router, alias).map(({ path }) => path);
  const others = poolsBehind(router, target);
  return others.length > 0 && others.every(({ path }) => own.includes(path));
}
