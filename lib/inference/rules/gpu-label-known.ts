/** AF-CLU-003: nodes of a GPU are found by its product label wherever no node pool says labels of its own. */
import type { Rule } from '../../core/rule';
import type { GpuTenant } from '../gpu-tenant';

export const gpuLabelKnown: Rule<GpuTenant> = {
  id: 'gpu-label-known',
  code: 'AF-CLU-003',
  title: 'The node label of a GPU is not known, so its nodes cannot be selected.',
  why: 'Pods would have no node selector and could land on any card of the vendor.',
  fix: 'Declare nodePools with labels on the cluster.',
  severity: 'error',
  check({ spec: { gpu }, nodes: { nodePools }, setting }) {
    const bare = nodePools.filter(({ labels = {} }) => Object.keys(labels).length === 0);
    if (setting.nodes.pools.length > 0 && bare.length === 0) return 'not-applicable';
    if (gpu.facts.productLabels.length > 0) return 'compliant';
    return [
      {
        prop: 'gpu',
        value: gpu.id,
        allowed: 'a GPU whose product label is known, or a node pool with labels',
        message: `the node label of ${gpu.name} is not known, so its nodes cannot be selected`,
        repairs:
          bare.length === 0
            ? ["nodePools: { 'my-gpus': { gpu, nodes, labels: { … } } } on the cluster"]
            : bare.map(({ name }) => `nodePools.${name}.labels: { … } on the cluster`),
      },
    ];
  },
};
