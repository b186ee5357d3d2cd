/** What a scaling policy says of its pool, and whether the policy keeps its own contract. */
import type { UnplacedFinding } from '../core/finding';
import type { ScaledWorkload, ScalingPolicy } from './scaling-policy';

export function scalingFindings(policy: ScalingPolicy | undefined, target: ScaledWorkload): UnplacedFinding[] {
  return policy === undefined ? [] : [...policy.findings(target), ...boundFindings(policy)];
}

/** The plan counts replicas: a policy without whole bounds would make every number of the plan wrong. */
function boundFindings({ minReplicas, maxReplicas }: ScalingPolicy): UnplacedFinding[] {
  const bound = (prop: 'minReplicas' | 'maxReplicas', value: number, least: number): UnplacedFinding[] =>
    Number.isSafeInteger(value) && value >= least
      ? []
      : [
          {
            code: 'AF-SPEC-001',
            severity: 'error',
            prop: `scaling.${prop}`,
            value,
            allowed: `a whole number of at least ${least}`,
            message: `the scaling policy has ${prop} ${value}`,
            repairs: [`${prop}: ${least}`],
          },
        ];
  const least = Number.isSafeInteger(minReplicas) ? Math.max(1, minReplicas) : 1;
  return [...bound('minReplicas', minReplicas, 1), ...bound('maxReplicas', maxReplicas, least)];
}
