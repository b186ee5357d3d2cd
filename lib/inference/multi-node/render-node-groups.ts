/** The pods of a pool whose replicas are spread over nodes: one LeaderWorkerSet, and the network that its ranks need among themselves. */
import { gpusOfPod, nodesOf } from '../../capacity/gpus-of-replica';
import { podProtection } from '../../platform/protected-pods';
import { allowAllWithin } from '../../security/network-edges';
import { CustomObjects } from '../../terraform/custom-objects';
import { replicaNode } from '../engines/multi-node';
import { fabricResources, leaderPart, type PodPart, workerPart } from '../pod-part';
import type { PoolPlace } from '../pool-place';
import type { PoolView } from '../pool-view';
import { servingSpec } from '../serving';
import { type ServingPodProps, servingPod } from '../serving-pod';
import { leaderWorkerSet } from './leader-worker-set';

export interface RenderedGroups {
  readonly labels: Readonly<Record<string, string>>;
  /** The pod as one replica on one node would be. */
  pod(): Omit<ServingPodProps, 'args' | 'part' | 'priorityClassName'>;
  /** Asked when the stack is written. */
  priorityClassName(): string | undefined;
  /** What must be there before the pods. */
  readonly after: readonly { readonly fqn: string }[];
}

export function renderNodeGroups(place: PoolPlace, pool: PoolView, { labels, pod, priorityClassName, after }: RenderedGroups): void {
  // Ranks open ports of their own choice (NCCL, Gloo, message queues).
  allowAllWithin(place.workload);
  const objects = CustomObjects.of(place.stack, place.workload.namespace);
  for (const resource of after) objects.after(resource);
  objects.add(`pods-${pool.name}`, () => {
    const [props, nodes] = [pod(), nodesOf(pool.replica)];
    const spec = servingSpec(place.atSynthesis());
    const partOf = (role: 'leader' | 'worker', part: PodPart) => {
      const args = [...pool.adapter.args(spec), ...(pool.adapter.multiNode?.args(replicaNode(role, nodes)) ?? [])];
      return servingPod({ ...props, priorityClassName: priorityClassName(), args, part });
    };
    const resources = ofFabric(pool);
    return leaderWorkerSet({
      pool: pool.name,
      namespace: pool.namespace,
      labels,
      podLabels: pool.spec.identity?.podLabels ?? {},
      podAnnotations: podProtection(pool.nodes.nodePools),
      replicas: pool.spec.scaling === undefined ? pool.minReplicas : undefined,
      nodes,
      topologyKey: pool.nodes.nodePools.map(({ fabric }) => fabric?.topologyKey).find((key) => key !== undefined),
      leader: partOf('leader', leaderPart(pool.engine, resources)),
      worker: partOf('worker', workerPart(pool.engine, pool.adapter, resources)),
    });
  });
}

/** A pool on several nodes has one node pool; where none is declared nothing is known of adapters. */
function ofFabric({ nodes: { nodePools }, replica }: PoolView): PodPart['resources'] {
  const [nodePool] = nodePools;
  return nodePool?.fabric === undefined ? {} : fabricResources(nodePool.fabric, gpusOfPod(replica) / nodePool.gpusPerNode);
}
