/** Holds a scaling policy against its contract: `expect(scalingPolicyProblems(myPolicy, pool)).toEqual([])`. */
import { type IScalable, isScalingPolicy, type ScalingPolicy } from '../../inference/scaling-policy';
import { asked, type ContractProblem, isSame, unless } from './problem';

/**
 * What a policy breaks of its contract; empty when it keeps all of it.
 *
 * @param target a workload that the policy has not been bound to
 */
export function scalingPolicyProblems(policy: ScalingPolicy, target: IScalable): ContractProblem[] {
  return asked('ScalingPolicy', () => scalingPolicyFaults(policy, target));
}

function scalingPolicyFaults(policy: ScalingPolicy, target: IScalable): ContractProblem[] {
  if (!isScalingPolicy(policy)) {
    return [{ part: 'ScalingPolicy', message: 'minReplicas, maxReplicas, findings or bind is missing, or of another type' }];
  }
  const { minReplicas, maxReplicas } = policy;
  return [
    ...unless(Number.isSafeInteger(minReplicas) && minReplicas >= 1, 'minReplicas', `${minReplicas} is not a whole number of at least 1`),
    ...unless(
      Number.isSafeInteger(maxReplicas) && maxReplicas >= minReplicas,
      'maxReplicas',
      `${maxReplicas} is not a whole number of at least minReplicas`,
    ),
    ...findingProblems(policy, target),
    ...findingProblems(policy, withoutMetrics(target)),
    ...bindProblems(policy, target),
  ];
}

/** The same workload, of an engine that serves no metrics. */
function withoutMetrics(target: IScalable): IScalable {
  return Object.create(target, { metrics: { value: {} }, metricsPath: { value: null } }) as IScalable;
}

function findingProblems(policy: ScalingPolicy, target: IScalable): ContractProblem[] {
  const found = policy.findings(target);
  return [
    ...unless(isSame(found, policy.findings(target)), 'findings', 'two calls give different findings'),
    ...found.flatMap(({ code, prop = '', message, repairs }) => [
      ...unless(/^[A-Z]+-[A-Z]+-\d+$/.test(code), 'findings', `"${code}" is not a code`),
      ...unless(
        prop === 'scaling' || prop.startsWith('scaling.'),
        'findings',
        `${code} names the prop "${prop}", which is none of scaling`,
      ),
      ...unless(message !== '' && repairs.length > 0, 'findings', `${code} says nothing, or nothing to change`),
    ]),
  ];
}

/** A signal that is not written gives a finding, not an exception and not a query for `null`. */
function bindProblems(policy: ScalingPolicy, target: IScalable): ContractProblem[] {
  try {
    policy.bind(target);
    return [];
  } catch (error) {
    return [{ part: 'bind', message: `binding the policy throws: ${String(error).split('\n')[0]}` }];
  }
}
