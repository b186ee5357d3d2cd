/** AF-RTE-012: an alias cannot take over from itself. */
import { type Rule, violations } from '../../../core/rule';
import { fallbackSteps, type RouterView } from '../router-view';

export const fallbackToOther: Rule<RouterView> = {
  id: 'fallback-to-other',
  code: 'AF-RTE-012',
  title: 'An alias falls back to itself.',
  why: 'The requests go to the pools that have just failed.',
  fix: 'Name another alias, or leave the fallback out.',
  severity: 'error',
  check(router) {
    const steps = fallbackSteps(router);
    if (steps.length === 0) return 'not-applicable';
    return violations(
      steps
        .filter(({ alias, target }) => alias === target)
        .map(({ prop, alias }) => ({
          prop: `${prop}.${alias}`,
          value: alias,
          allowed: 'another alias',
          message: `"${alias}" falls back to itself, to the pools that have just failed`,
          repairs: [`remove ${alias} from ${prop}.${alias}`],
        })),
    );
  },
};
