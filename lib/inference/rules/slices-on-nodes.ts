/** AF-CLU-006: a slice is another resource than its card, and exists only on nodes whose cards are cut into it. */
import type { Rule } from '../../core/rule';
import type { GpuTenant } from '../gpu-tenant';

export const slicesOnNodes: Rule<GpuTenant> = {
  id: 'slices-on-nodes',
  code: 'AF-CLU-006',
  title: 'A pool is placed on slices of a GPU, and no node pool of its cluster is cut into them.',
  why: 'Its pods would ask for a resource that no node has, and wait forever.',
  fix: 'Declare the layout on the node pool (`mig`), or take the whole GPU.',
  severity: 'error',
  check({ spec: { gpu }, setting, cluster }) {
    const { sliceOf } = gpu.facts;
    if (sliceOf === null) return 'not-applicable';
    if (setting.nodes.poolsFor(gpu).length > 0) return 'compliant';
    const cut = `mig: { layout: { '${sliceOf.profile}': 1 } }`;
    const cards = setting.nodes.pools
      .filter((pool) => pool.gpu?.id === sliceOf.gpu)
      .map(({ name }) => `nodePools.${name}.${cut} on the cluster`);
    const declare = `nodePools: { slices: { gpu: Gpu.byId('${sliceOf.gpu}'), nodes: 1, ${cut} } } on the cluster`;
    return [
      {
        prop: 'gpu',
        value: gpu.id,
        allowed: `a node pool that is cut into ${sliceOf.profile}, or the whole card '${sliceOf.gpu}'`,
        message: `${gpu.name} is a MIG slice, and no node pool of cluster ${cluster} is cut into ${sliceOf.profile}; its pods would stay pending forever`,
        repairs: [...(cards.length > 0 ? cards : [declare]), `gpu: Gpu.byId('${sliceOf.gpu}')`],
      },
    ];
  },
};
