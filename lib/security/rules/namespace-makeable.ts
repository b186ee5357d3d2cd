/** AF-SPEC-012: some namespaces are there already: those of every cluster, and those of operators. */
import type { Rule } from '../../core/rule';
import type { UsedNamespace } from '../namespace-use';

/** Namespaces that every cluster has from its beginning. */
const OF_KUBERNETES: ReadonlySet<string> = new Set(['default', 'kube-system', 'kube-public', 'kube-node-lease']);

export const namespaceMakeable: Rule<UsedNamespace> = {
  id: 'namespace-makeable',
  code: 'AF-SPEC-012',
  title: 'A stack creates a namespace that is there already: every cluster has it, or an operator runs in it.',
  why: 'Terraform would fail at the first apply.',
  fix: 'Take another namespace, or declare that it exists (Namespace.existing).',
  severity: 'error',
  check({ name, uses, operators }) {
    if (!uses.some(({ owned }) => owned)) return 'not-applicable';
    const why = whyThere(name, operators);
    if (why === undefined) return 'compliant';
    return [
      {
        prop: 'namespace',
        value: name,
        allowed: 'a namespace that the stack can create',
        message: `${why}, so a stack cannot create it`,
        repairs: [
          "namespace: 'fleet'",
          ...(OF_KUBERNETES.has(name) && name !== 'default' ? [] : [`namespace: Namespace.existing('${name}')`]),
        ],
      },
    ];
  },
};

function whyThere(name: string, [first]: UsedNamespace['operators']): string | undefined {
  if (OF_KUBERNETES.has(name)) return `every cluster has the namespace ${name} already`;
  return first && `${first.operator} runs in namespace ${name}, as ${first.saidBy} says`;
}
