/** AF-PLT-007: without a device plugin no node offers a GPU, and without labels none is found. */
import type { Rule } from '../../core/rule';
import type { OfferedGpu } from '../offered-gpu';

export const gpuOperatorThere: Rule<OfferedGpu> = {
  id: 'gpu-operator-there',
  code: 'AF-PLT-007',
  title: 'A pool needs GPUs of a cluster that the platform says has no GPU operator.',
  why: 'No node would offer the GPU.',
  fix: "Install the operator, or declare that the cloud provides device plugin and labels ('existing').",
  severity: 'error',
  check({ gpu, cluster, platform, hasOperator }) {
    if (hasOperator) return 'compliant';
    return [
      {
        prop: 'cluster',
        value: cluster,
        allowed: `gpuOperator: 'existing' in ${platform}, or installed there`,
        message: `${platform} says that cluster ${cluster} has no GPU operator and gets none, so no node would offer ${gpu}`,
        repairs: ["gpuOperator: 'existing', where the cloud provides device plugin and labels", 'remove gpuOperator: false'],
      },
    ];
  },
};
