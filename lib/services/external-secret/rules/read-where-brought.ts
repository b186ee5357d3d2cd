/** AF-SPEC-028: pods read Secrets of their own namespace only. */
import type { Rule } from '../../../core/rule';
import type { ReadExternalSecret } from '../read-external-secret';

export const readWhereBrought: Rule<ReadExternalSecret> = {
  id: 'read-where-brought',
  code: 'AF-SPEC-028',
  title: 'Pods read a Secret that the app brings from a store to another namespace.',
  why: 'Unless somebody keeps one of that name in their namespace as well, they wait for it and never start.',
  fix: 'Give the ExternalSecret the namespace of the pods, or make another one there.',
  severity: 'warning',
  check({ secret, namespace, read }) {
    if (read.namespace === namespace) return 'compliant';
    return [
      {
        prop: 'namespace',
        value: namespace,
        allowed: read.namespace,
        message: `${read.reader} reads the Secret ${secret} in namespace ${read.namespace}; this one is brought to ${namespace}`,
        repairs: [`namespace: '${read.namespace}'`, `a second ExternalSecret in namespace ${read.namespace}`],
      },
    ];
  },
};
