/** AF-CLU-018: Karpenter keeps no node that no pod needs. */
import type { Rule } from '../../../core/rule';
import type { StartedPool } from '../started-pool';

export const startsFromZero: Rule<StartedPool> = {
  id: 'starts-from-zero',
  code: 'AF-CLU-018',
  title: 'Nodes of a node pool are said to run always, but Karpenter ends those without pods.',
  why: 'The plan counts on nodes that are not there: a replica then waits until a node has started.',
  fix: 'Say minNodes: 0; replicas that always run keep their nodes.',
  severity: 'error',
  check({ name, isDeclared, nodes, minNodes }) {
    if (!isDeclared) return 'not-applicable';
    if (minNodes === 0) return 'compliant';
    return [
      {
        prop: `cluster.nodePools.${name}.minNodes`,
        value: minNodes,
        allowed: '0',
        message: `${minNodes} of ${nodes} nodes of ${name} are said to run always; Karpenter starts a node for a pod, and ends it after the last one`,
        repairs: ['minNodes: 0'],
      },
    ];
  },
};
