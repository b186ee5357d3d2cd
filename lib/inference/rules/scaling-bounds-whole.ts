/** AF-ELA-016: the plan counts replicas. */
import { type Rule, violations } from '../../core/rule';
import type { GpuTenant } from '../gpu-tenant';
import type { ScalingPolicy } from '../scaling-policy';

export const scalingBoundsWhole: Rule<GpuTenant> = {
  id: 'scaling-bounds-whole',
  code: 'AF-ELA-016',
  title: 'The bounds of a scaling policy are not whole numbers of replicas.',
  why: 'The plan would be computed with wrong numbers.',
  fix: 'Correct the policy: minReplicas is at least 1, maxReplicas at least that.',
  severity: 'error',
  check({ spec: { scaling } }) {
    if (scaling === undefined) return 'not-applicable';
    const broken = boundsOf(scaling).filter(({ value, least }) => !Number.isSafeInteger(value) || value < least);
    return violations(
      broken.map(({ prop, value, least }) => ({
        prop: `scaling.${prop}`,
        value,
        allowed: `a whole number of at least ${least}`,
        message: `the scaling policy has ${prop} ${value}`,
        repairs: [`${prop}: ${least}`],
      })),
    );
  },
};

function boundsOf({ minReplicas, maxReplicas }: ScalingPolicy) {
  const floor = Number.isSafeInteger(minReplicas) ? Math.max(1, minReplicas) : 1;
  return [
    { prop: 'minReplicas', value: minReplicas, least: 1 },
    { prop: 'maxReplicas', value: maxReplicas, least: floor },
  ] as const;
}
