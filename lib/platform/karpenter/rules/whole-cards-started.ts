/** AF-CLU-065: Karpenter starts no node for what a pod asks of a slice or of a shared card. */
import type { Rule } from '../../../core/rule';
import type { StartedPool } from '../started-pool';

export const wholeCardsStarted: Rule<StartedPool> = {
  id: 'whole-cards-started',
  code: 'AF-CLU-065',
  title: 'A node pool that Karpenter is to start cuts or shares its cards.',
  why: 'Karpenter knows an instance by its whole cards (https://github.com/kubernetes-sigs/karpenter/issues/729, open in 2026-11): a resource of slices or of shared cards is on none, so it would start no node for the pods that wait.',
  fix: 'Leave cards of nodes that Karpenter starts whole, or keep such nodes running by other means, e.g. a managed node group.',
  severity: 'error',
  check({ name, parts }) {
    if (parts === null) return 'compliant';
    return [
      {
        prop: 'nodePools',
        value: name,
        allowed: 'node pools of whole cards',
        message: `pods on node pool ${name} ask for ${parts.resource}, for which Karpenter starts no nodes`,
        repairs: [`leave ${parts.prop} out on node pool "${name}" of the cluster`, 'Nodes.eksManaged({ … }) for it', `leave "${name}" out`],
      },
    ];
  },
};
