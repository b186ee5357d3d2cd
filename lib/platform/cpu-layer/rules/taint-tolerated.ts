/** AF-CLU-078: nodes are declared for pods that may run there. */
import type { Rule } from '../../../core/rule';
import { taintInWords } from '../../node-taint';
import type { TaintedNodes } from '../tainted-nodes';

export const taintTolerated: Rule<TaintedNodes> = {
  id: 'taint-tolerated',
  code: 'AF-CLU-078',
  title: 'Nothing in the app tolerates the taints of a CPU node pool.',
  why: 'Its nodes stay empty, and are no room for any pod of the app.',
  fix: 'Name the node pool in cpuNodePools of a construct or of the cluster, or leave it out where others use it.',
  severity: 'info',
  check({ nodePool, taints, users }) {
    if (taints.length === 0) return 'not-applicable';
    if (users.length > 0) return 'compliant';
    return [
      {
        prop: `cluster.nodePools.${nodePool}.taints`,
        value: taints.map(taintInWords).join(', '),
        allowed: 'taints that some pod tolerates',
        message: `no pod of the app runs on node pool "${nodePool}": nothing tolerates ${taints.map(taintInWords).join(', ')}`,
        repairs: [
          `cpuNodePools: ['${nodePool}'] on the constructs that are meant to run there`,
          `node pool "${nodePool}" left out of the cluster`,
        ],
      },
    ];
  },
};
