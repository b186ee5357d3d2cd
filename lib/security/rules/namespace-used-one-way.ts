/** AF-SPEC-019: a namespace is made by a stack, or it exists. */
import type { Rule } from '../../core/rule';
import type { UsedNamespace } from '../namespace-use';

export const namespaceUsedOneWay: Rule<UsedNamespace> = {
  id: 'namespace-used-one-way',
  code: 'AF-SPEC-019',
  title: 'One stack creates a namespace and declares that it exists already.',
  why: 'Terraform would look for it before it has made it.',
  fix: 'Declare the namespace in the same way everywhere in the stack.',
  severity: 'error',
  check({ name, uses }) {
    if (uses.length < 2) return 'not-applicable';
    if (new Set(uses.map(({ owned }) => owned)).size < 2) return 'compliant';
    return [
      {
        prop: 'namespace',
        value: name,
        allowed: 'one of both for a namespace',
        message: `the stack creates the namespace ${name} and declares that it exists already`,
        repairs: [`namespace: '${name}' everywhere in the stack`, `namespace: Namespace.existing('${name}') everywhere in the stack`],
      },
    ];
  },
};
