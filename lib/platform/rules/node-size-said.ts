/** AF-CLU-072: whether pods fit into nodes is judged where nodes say what they have. */
import type { Rule } from '../../core/rule';
import { FACT_OF } from '../node-room';
import { amountsInWords } from '../node-words';
import type { UsedNodes } from '../used-nodes';

export const nodeSizeSaid: Rule<UsedNodes> = {
  id: 'node-size-said',
  code: 'AF-CLU-072',
  title: 'A node pool does not say how many CPUs, how much memory or how much disk its nodes have.',
  why: 'Whether a pod fits is then known of its GPUs alone; one that asks for more than a node has waits for ever.',
  fix: 'Say it on the node pool, or compare by eye with what the largest pods ask for.',
  severity: 'info',
  uncertain: true,
  check({ nodePool, unsaid, asks }) {
    if (unsaid.length === 0) return 'compliant';
    const props = unsaid.map((resource) => FACT_OF[resource]);
    return [
      {
        prop: `cluster.nodePools.${nodePool}.${props[0] ?? ''}`,
        value: undefined,
        message: `whether pods fit into a node of "${nodePool}" is not known: the largest there ask for ${amountsInWords(asks)}`,
        repairs: [`${props.map((prop) => `${prop}: …`).join(', ')} on node pool "${nodePool}" of the cluster`],
      },
    ];
  },
};
