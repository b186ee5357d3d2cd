/** AF-PLT-008: a GPU operator that is there already knows neither our layouts of slices nor our ways to share cards. */
import type { Rule } from '../../core/rule';
import type { OfferedGpu } from '../offered-gpu';

export const layoutsKnown: Rule<OfferedGpu> = {
  id: 'layouts-known',
  code: 'AF-PLT-008',
  title: 'Pods look for cards that are cut or shared in a way that nobody hands to the GPU operator.',
  why: 'An operator that is there already does not cut or share cards in a way that it does not know, so the pods would stay pending.',
  fix: 'Declare the labels by which the nodes are found, add the way to your operator and declare its label, or let FleetPlatform install the operator.',
  severity: 'error',
  check({ gpu, cluster, platform, hasOperator, installsOperator, configs }) {
    if (configs.length === 0 || !hasOperator) return 'not-applicable';
    if (installsOperator) return 'compliant';
    const unknown = configs.filter(({ isSelected }) => isSelected);
    if (unknown.length === 0) return 'compliant';
    return unknown.map(({ nodePool, label, name }) => ({
      prop: 'gpu',
      value: gpu,
      allowed: `labels on node pool ${nodePool}, or a GPU operator that ${platform} installs`,
      message: `${platform} says that cluster ${cluster} has a GPU operator already, and ${gpu} is looked for on nodes labelled ${label}=${name}, which this operator does not know`,
      repairs: [
        `labels: { '${label}': '${name}' } on node pool "${nodePool}" of the cluster, where you add this to your operator`,
        `labels of your own on node pool "${nodePool}" of the cluster`,
        `remove gpuOperator: 'existing' from ${platform}`,
      ],
    }));
  },
};
