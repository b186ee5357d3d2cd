/** AF-SPEC-012: every cluster has some namespaces from its beginning. */
import type { Rule } from '../../core/rule';
import type { UsedNamespace } from '../namespace-use';

/** Namespaces that every cluster has from its beginning. */
const OF_KUBERNETES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

export const namespaceMakeable: Rule<UsedNamespace> = {
  id: 'namespace-makeable',
  code: 'AF-SPEC-012',
  title: 'A stack creates a namespace that every cluster has already.',
  why: 'Terraform would fail at the first apply.',
  fix: 'Take another namespace, or declare that it exists (Namespace.existing).',
  severity: 'error',
  check({ name, uses }) {
    if (!uses.some(({ owned }) => owned)) return 'not-applicable';
    if (!OF_KUBERNETES.has(name)) return 'compliant';
    return [
      {
        prop: 'namespace',
        value: name,
        allowed: 'a namespace that the stack can create',
        message: `every cluster has the namespace ${name} already, so a stack cannot create it`,
        repairs: ["namespace: 'fleet'", ...(name === 'default' ? ["namespace: Namespace.existing('default')"] : [])],
      },
    ];
  },
};
