/** AF-SPEC-014: findings of an App are asked when it is synthesized; those of another App are not. */
import type { Rule } from '../../core/rule';
import type { GivenPart } from '../parts/given-part';

export const partInApp: Rule<GivenPart> = {
  id: 'part-in-app',
  code: 'AF-SPEC-014',
  title: 'A part of a construct belongs to another App.',
  why: 'What is asked of it would not be checked.',
  fix: 'Make both in one App, or name what another App makes with fromExisting.',
  severity: 'error',
  check({ prop, path, isPool, sameApp, whole }) {
    if (sameApp) return 'compliant';
    return [
      {
        prop,
        value: path,
        allowed: 'a construct of the same App',
        message: `${path} belongs to another App, so what the ${whole} asks of it would not be checked`,
        repairs: ['make both in one App', ...(isPool ? [] : ['fromExisting(…) for what another App makes'])],
      },
    ];
  },
};
