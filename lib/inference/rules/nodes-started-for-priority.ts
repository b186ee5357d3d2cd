/** AF-ELA-035: the cluster autoscaler takes pods of a very low priority for placeholders. */
import { constant, set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { GpuTenant } from '../gpu-tenant';

/** `--expendable-pods-priority-cutoff` of the cluster autoscaler (kubernetes/autoscaler, FAQ, 2026-11): below it no node is started and none is kept. */
const EXPENDABLE_BELOW = -10;

export const nodesStartedForPriority: Rule<GpuTenant> = {
  id: 'nodes-started-for-priority',
  code: 'AF-ELA-035',
  title: 'Pods on nodes that start on demand have a priority for which none is started.',
  why: 'The cluster autoscaler counts pods below −10 as expendable: they start no node, and their node ends under them.',
  fix: 'Give the pods a priority of −10 or more, e.g. PodPriority.BACKGROUND.',
  severity: 'warning',
  check({ name, priority, nodes: { nodePools } }) {
    const starting = nodePools.filter(({ minNodes, nodes }) => minNodes < nodes).map((nodePool) => nodePool.name);
    if (priority === null || starting.length === 0) return 'not-applicable';
    if (priority.value >= EXPENDABLE_BELOW) return 'compliant';
    return [
      {
        prop: 'podPriority',
        value: priority.value,
        allowed: `at least ${EXPENDABLE_BELOW}`,
        message: `nodes of ${starting.join(', ')} start when pods wait for them, and the cluster autoscaler starts none for pods of ${name}, whose priority is ${priority.value}`,
        repairs: [repair(set('podPriority', constant('PodPriority.BACKGROUND')))],
      },
    ];
  },
};
