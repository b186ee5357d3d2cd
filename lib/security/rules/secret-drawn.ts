/** AF-SPEC-013: a generated secret is drawn by a store or a router. */
import type { Rule } from '../../core/rule';
import type { GeneratedSecret } from '../read-secret';

export const secretDrawn: Rule<GeneratedSecret> = {
  id: 'secret-drawn',
  code: 'AF-SPEC-013',
  title: 'A workload reads a generated secret that nothing generates in its namespace.',
  why: 'Its pods would wait for the secret forever.',
  fix: 'Name a Secret that exists, or one that a store or router generates in the same namespace.',
  severity: 'error',
  check({ prop, ref, reader, isDrawn }) {
    if (isDrawn) return 'compliant';
    return [
      {
        prop,
        value: ref.name,
        allowed: 'a Secret that exists, or one that a store or router generates in the same namespace',
        message: `${reader.path} reads key ${ref.key} of the secret ${ref.name} in namespace ${reader.namespace}, and nothing generates it there`,
        repairs: [
          `SecretRef.existing('${ref.name}', '${ref.key}')`,
          'the password of a SessionStore or the key of a router in this namespace',
        ],
      },
    ];
  },
};
