/** AF-PLT-008: an operator that somebody else manages does not know the layouts that this library names. */
import type { Rule } from '../../core/rule';
import { MIG_CONFIG_LABEL } from '../../platform/node-mig';
import type { OfferedGpu } from '../offered-gpu';

export const layoutsKnown: Rule<OfferedGpu> = {
  id: 'layouts-known',
  code: 'AF-PLT-008',
  title: 'Pods look for slices by a layout that nobody hands to the GPU operator.',
  why: 'An operator that is there already does not cut cards into a layout that it does not know, so the pods would stay pending.',
  fix: 'Declare the labels by which the nodes are found, add the layout to your operator and declare its label, or let FleetPlatform install the operator.',
  severity: 'error',
  check({ gpu, cluster, platform, hasOperator, installsOperator, layouts }) {
    if (layouts.length === 0 || !hasOperator) return 'not-applicable';
    if (installsOperator) return 'compliant';
    const unknown = layouts.filter(({ isSelected }) => isSelected);
    if (unknown.length === 0) return 'compliant';
    return unknown.map(({ nodePool, layout }) => ({
      prop: 'gpu',
      value: gpu,
      allowed: `labels on node pool ${nodePool}, or a GPU operator that ${platform} installs`,
      message: `${platform} says that cluster ${cluster} has a GPU operator already, and ${gpu} is looked for on nodes labelled ${MIG_CONFIG_LABEL}=${layout}, a layout that this operator does not know`,
      repairs: [
        `labels: { '${MIG_CONFIG_LABEL}': '${layout}' } on node pool "${nodePool}" of the cluster, where you add this layout to your operator`,
        `labels of your own on node pool "${nodePool}" of the cluster`,
        `remove gpuOperator: 'existing' from ${platform}`,
      ],
    }));
  },
};
