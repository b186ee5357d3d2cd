/** AF-CLU-015: only nodes that have started carry the product label of a GPU, so it starts none. */
import { atLeast, on } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { GpuTenant } from '../gpu-tenant';

export const nodesStartFromZero: Rule<GpuTenant> = {
  id: 'nodes-start-from-zero',
  code: 'AF-CLU-015',
  title: 'A node pool that starts from zero is selected by a label that only running nodes carry.',
  why: 'Of a node that does not exist yet, the node autoscaler knows only the labels that the cloud reports; it starts no node for these pods, and they wait forever.',
  fix: 'Give the node pool labels that the cloud knows, e.g. by Nodes.karpenter, Nodes.gke or Nodes.aks, or keep one node running.',
  severity: 'error',
  check({ spec: { gpu }, cluster, nodes: { nodePools } }) {
    const fromZero = nodePools.filter(({ minNodes }) => minNodes === 0);
    if (fromZero.length === 0) return 'not-applicable';
    const bare = fromZero.filter(({ labels = {} }) => Object.keys(labels).length === 0);
    if (bare.length === 0 || gpu.facts.productLabels.length === 0) return 'compliant';
    return bare.map(({ name }) => ({
      prop: 'nodePool',
      value: name,
      allowed: 'a node pool with labels of its own, or one of which at least one node always runs',
      message: `node pool "${name}" may have no node, and its pods select ${gpu.facts.productLabelKey}, which only nodes that have started carry: the node autoscaler starts none for them`,
      repairs: [
        `nodePools.${name}.labels: { … } on the cluster, as the cloud writes them before a node exists`,
        repair(on('cluster', cluster, atLeast(`nodePools.${name}.minNodes`, 1))),
      ],
    }));
  },
};
