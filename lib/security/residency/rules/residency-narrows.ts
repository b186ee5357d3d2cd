/** AF-RES-004: a fleet may be stricter than its cluster and a role stricter than its fleet, never the other way round. */
import type { Rule } from '../../../core/rule';
import type { DeclaredResidency } from '../resident-data';

export const residencyNarrows: Rule<DeclaredResidency> = {
  id: 'residency-narrows',
  code: 'AF-RES-004',
  title: 'A role or a fleet names a wider region for its data than the fleet or the cluster around it.',
  why: 'The narrower region holds for everything that runs there, so the wider one would promise what is refused anyway.',
  fix: 'Name a region inside the one around it, or leave it out.',
  severity: 'error',
  check({ prop, residency, around }) {
    if (around === null) return 'not-applicable';
    if (around.residency.contains(residency)) return 'compliant';
    return [
      {
        prop,
        value: residency.name,
        allowed: `a region inside ${around.residency}, which the ${around.of} names`,
        message: `${prop} is ${residency}, and the ${around.of} names ${around.residency}`,
        repairs: [`${prop} left out, or a region inside ${around.residency.name}`],
      },
    ];
  },
};
