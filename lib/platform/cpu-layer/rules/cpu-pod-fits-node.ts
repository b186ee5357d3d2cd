/** AF-CLU-073: a pod without GPUs is no larger than a CPU node. */
import type { Rule, Violation } from '../../../core/rule';
import { type Certainty, FACT_OF, NODE_RESOURCES, type NodeResource, nodeRoom } from '../../node-room';
import { amountInWords } from '../../node-words';
import type { PlacedCpuPods } from '../placed-pods';

export const cpuPodFitsNode: Rule<PlacedCpuPods> = {
  id: 'cpu-pod-fits-node',
  code: 'AF-CLU-073',
  title: 'A pod without GPUs asks for more CPUs, memory or disk than a CPU node has for pods.',
  why: 'No node could take it, so that it waits for ever.',
  fix: 'Ask for less, or declare larger CPU nodes.',
  severity: ['error', 'warning'],
  check(pods) {
    if (!pods.nodePools.some((nodePool) => NODE_RESOURCES.some((resource) => nodePool[FACT_OF[resource]] !== undefined)))
      return 'not-applicable';
    return lacking(pods, 'at most') ?? lacking(pods, 'assured') ?? 'compliant';
  },
};

/** Null where one of the node pools has all of it, as far as is known. */
function lacking(pods: PlacedCpuPods, certainty: Certainty): Violation[] | null {
  const lacks = pods.nodePools
    .map((nodePool) => {
      const room = nodeRoom(nodePool, certainty, pods.reserve);
      const isShort = (resource: NodeResource) => (pods.asks[resource] ?? 0) > (room[resource] ?? Number.POSITIVE_INFINITY) + 1e-9;
      return { nodePool, room, resources: NODE_RESOURCES.filter(isShort) };
    })
    .sort((one, other) => one.resources.length - other.resources.length);
  const [first] = lacks;
  if (first === undefined || first.resources.length === 0) return null;
  const { nodePool, room, resources } = first;
  return resources.map((resource) => {
    const has = amountInWords(resource, nodePool[FACT_OF[resource]] ?? 0);
    const gets = amountInWords(resource, room[resource] ?? 0);
    return {
      ...(certainty === 'at most' ? { severity: 'error' as const } : { severity: 'warning' as const, uncertain: true as const }),
      prop: 'resources',
      value: pods.asks[resource],
      allowed: `at most ${gets} on a node of "${nodePool.name}"`,
      message: `a pod of ${pods.workload} asks for ${amountInWords(resource, pods.asks[resource] ?? 0)}, and of the ${has} of a node of "${nodePool.name}" pods get ${gets}${certainty === 'at most' ? '' : ', as far as can be said of what else runs there'}`,
      repairs: [`less for ${pods.workload}`, `nodes with more: ${FACT_OF[resource]} of node pool "${nodePool.name}"`],
    };
  });
}
