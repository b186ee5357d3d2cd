/** AF-SPEC-006: an id, or a name in place of it, becomes the name of Kubernetes objects. */
import { isLabel, MAX_LABEL, physicalName } from '../../core/names';
import type { Rule } from '../../core/rule';
import type { NamedWorkload } from '../named-workload';

export const workloadNamed: Rule<NamedWorkload> = {
  id: 'workload-named',
  code: 'AF-SPEC-006',
  title: 'A name is not valid in Kubernetes.',
  why: 'The API server refuses the objects.',
  fix: 'Take lower-case letters, digits and dashes, or give name.',
  severity: 'error',
  check({ name, becomes, example, max = MAX_LABEL, isGiven = false }) {
    if (isLabel(name, max)) return 'compliant';
    return [
      {
        prop: isGiven ? 'name' : 'id',
        value: name,
        allowed: `lower-case letters, digits and dashes, beginning with a letter, at most ${max}`,
        message: `the ${isGiven ? 'name' : 'id'} "${name}" becomes ${becomes}, and Kubernetes does not accept that name`,
        repairs: isGiven ? [`name: '${physicalName([name], max)}'`] : [example],
      },
    ];
  },
};
