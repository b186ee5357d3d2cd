/** AF-CLU-062: Karpenter starts no node for what a pod asks of a device class. */
import type { Rule } from '../../../core/rule';
import type { StartedPool } from '../started-pool';

export const cardsByPlugin: Rule<StartedPool> = {
  id: 'cards-by-plugin',
  code: 'AF-CLU-062',
  title: 'A node pool that Karpenter is to start hands out its cards by a device class.',
  why: 'Karpenter does not count with devices (`settings.ignoreDRARequests`, 1.14.1), so it would start no node for the pods that wait.',
  fix: 'Leave the device class out, or keep the nodes running by other means.',
  severity: 'error',
  check({ name, deviceClasses }) {
    if (deviceClasses.length === 0) return 'compliant';
    return [
      {
        prop: 'nodePools',
        value: name,
        allowed: 'node pools without a device class',
        message: `node pool ${name} hands out its cards by device class ${deviceClasses[0] ?? ''}, for which Karpenter starts no nodes`,
        repairs: [`leave deviceClass out on node pool "${name}" of the cluster`, `leave "${name}" out`],
      },
    ];
  },
};
