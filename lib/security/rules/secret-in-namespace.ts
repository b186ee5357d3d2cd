/** AF-SPEC-010: pods read Secrets of their own namespace only. */
import type { Rule } from '../../core/rule';
import type { ReadSecret } from '../read-secret';

export const secretInNamespace: Rule<ReadSecret> = {
  id: 'secret-in-namespace',
  code: 'AF-SPEC-010',
  title: 'A workload runs in another namespace than the secret it must read.',
  why: 'Its pods would wait for the secret forever.',
  fix: 'Run both in one namespace, or keep a secret of yours in both.',
  severity: 'error',
  check({ secret, owner, namespace, reader }) {
    if (reader.namespace === namespace) return 'compliant';
    return [
      {
        prop: 'namespace',
        value: reader.namespace,
        allowed: namespace,
        message: `${reader.path} runs in namespace ${reader.namespace} and cannot read the secret ${secret} of ${owner}, which exists in ${namespace} only`,
        repairs: [`namespace: '${namespace}' for both`, "a secret of yours in both namespaces: SecretRef.existing('…', '…')"],
      },
    ];
  },
};
