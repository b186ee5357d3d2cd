/** AF-RTE-060: limits of a model that somebody else serves, below what roles plan to ask of it. */
import { type Rule, type Violation, violations } from '../../../core/rule';
import { type LimitBelowPlan, parallelBelowPlan, ratesBelowPlan } from '../../limits/below-plan';
import { countingOf, type ExternalRoute, type RouterView } from '../router-view';

export const externalAdmitsPlan: Rule<RouterView> = {
  id: 'external-admits-plan',
  code: 'AF-RTE-060',
  title: 'An external model admits less than the roles that it answers plan to ask.',
  why: 'The router refuses the rest with 429, and no pool takes over. A rate is a mean: below it requests are refused in every minute.',
  fix: 'Raise the limit as far as your contract allows, or plan for fewer sessions or requests.',
  severity: ['error', 'warning'],
  check(router) {
    const counting = countingOf(router);
    const limited = router.externals.filter(isAsked);
    if (limited.length === 0) return 'not-applicable';
    return violations(
      limited.flatMap(({ alias, limits = {}, load }) => [
        ...ratesBelowPlan(limits, load, counting).map((below) => violation(alias, below, 'error')),
        ...parallelBelowPlan(limits, load, counting).map((below) => violation(alias, below, 'warning')),
      ]),
    );
  },
};

type Asked = ExternalRoute & { readonly load: NonNullable<ExternalRoute['load']> };

const isAsked = (external: ExternalRoute): external is Asked =>
  external.load !== undefined && Object.values(external.limits ?? {}).some((limit) => limit !== undefined);

function violation(alias: string, { limit, value, needed, planned }: LimitBelowPlan, severity: 'error' | 'warning'): Violation {
  return {
    severity,
    prop: `${limit} of the ExternalModel "${alias}"`,
    value,
    allowed: `at least ${needed}`,
    message: `"${alias}" admits ${limit} ${value}; the fleets plan ${planned}`,
    repairs: [`${limit}: ${needed} of the ExternalModel "${alias}"`],
  };
}
