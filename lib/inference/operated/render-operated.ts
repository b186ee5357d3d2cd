/** The object by which an operator runs the pods of a pool, and the ways that its pods need: among themselves, and from the operator. */
import { cpuNodeAffinity, cpuTolerations } from '../../platform/placement';
import { podProtection } from '../../platform/protected-pods';
import { allowAllWithin, allowFromNamespace } from '../../security/network-edges';
import { CustomObjects } from '../../terraform/custom-objects';
import type { Operated } from '../engines/operated';
import { kubernetesPod } from '../multi-node/kubernetes-pod';
import type { RenderedGroups } from '../multi-node/render-node-groups';
import { wholeReplica } from '../pod-part';
import type { PoolPlace } from '../pool-place';
import type { PoolView } from '../pool-view';
import { servingSpec } from '../serving';
import { type ServingPodProps, servingPod } from '../serving-pod';

export function renderOperated(
  place: PoolPlace,
  pool: PoolView,
  operated: Operated,
  { labels, pod, priorityClassName, after }: RenderedGroups,
): void {
  const { workload, stack } = place;
  allowAllWithin(workload);
  for (const port of operated.operator.ports) allowFromNamespace(workload, operated.operator.namespace, port);
  const objects = CustomObjects.of(stack, workload.namespace);
  for (const resource of after) objects.after(resource);
  objects.add(`pods-${pool.name}`, () => {
    const spec = servingSpec(place.atSynthesis());
    return {
      ...operated.target,
      metadata: { name: pool.name, namespace: pool.namespace, labels },
      spec: operated.object({
        name: pool.name,
        labels,
        podLabels: pool.spec.identity?.podLabels ?? {},
        podAnnotations: podProtection(pool.nodes.nodePools),
        replicas: pool.minReplicas,
        replica: spec.replica,
        servedName: spec.servedName,
        checkpoint: spec.checkpoint,
        args: pool.adapter.args(spec),
        replicaPod: replicaPod({ ...pod(), priorityClassName: priorityClassName() }, pool),
        onCpuNodes: { affinity: { nodeAffinity: cpuNodeAffinity(workload) }, ...cpuTolerations(workload) },
      }),
    };
  });
}

/** Command, arguments and probes are the operator's. */
function replicaPod(props: Omit<ServingPodProps, 'args' | 'part'>, { engine }: PoolView) {
  const part = { ...wholeReplica(engine), health: null };
  const { containers, ...pod } = kubernetesPod(servingPod({ ...props, args: [], part })) as {
    readonly containers: readonly Readonly<Record<string, unknown>>[];
  };
  return { ...pod, containers: containers.map(({ args: _, command: __, ...container }) => container) };
}
