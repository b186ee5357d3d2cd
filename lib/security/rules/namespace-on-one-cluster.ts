/** AF-SPEC-020: addresses in the state follow from ids, and the ids of both would be one. */
import type { Rule } from '../../core/rule';
import type { UsedNamespace } from '../namespace-use';

export const namespaceOnOneCluster: Rule<UsedNamespace> = {
  id: 'namespace-on-one-cluster',
  code: 'AF-SPEC-020',
  title: 'One stack uses a namespace of one name on several clusters.',
  why: 'Which of them is kept would depend on the order of the program.',
  fix: 'Take another name on one cluster, or a stack for each.',
  severity: 'error',
  check({ name, uses }) {
    if (uses.length < 2) return 'not-applicable';
    const clusters = [...new Map(uses.map(({ cluster }) => [cluster.key, cluster.name])).values()];
    if (clusters.length < 2) return 'compliant';
    return [
      {
        prop: 'namespace',
        value: name,
        allowed: 'one cluster for each namespace of a stack',
        message: `one stack uses the namespace ${name} on the clusters ${clusters.join(' and ')}`,
        repairs: [`namespace: '${name}-2' on one of them`, 'a stack for each cluster: there both may be called the same'],
      },
    ];
  },
};
