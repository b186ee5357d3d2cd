/** Replicas on several nodes as one LeaderWorkerSet: groups of pods that start, restart, scale and roll as one (kubernetes-sigs/lws v0.10.0). */
import type { CustomObject } from '../../terraform/custom-objects';
import type { DeploymentV1SpecTemplateSpec } from '../../terraform/kubernetes';
import { kubernetesPod } from './kubernetes-pod';
import { LEADER_LABEL, NODE_GROUP_TARGET, nodeGroupName, WORKER_LABEL } from './node-group';

export interface NodeGroups {
  /** Name of the pool. */
  readonly pool: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Labels of pods beside those, e.g. of an identity. */
  readonly podLabels: Readonly<Record<string, string>>;
  /** Undefined where an autoscaler owns the number. */
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly replicas: number | undefined;
  /** Pods of one replica. */
  readonly nodes: number;
  /** Label whose value the nodes of a replica share; undefined for any nodes. */
  readonly topologyKey: string | undefined;
  readonly leader: DeploymentV1SpecTemplateSpec;
  readonly worker: DeploymentV1SpecTemplateSpec;
}

const EXCLUSIVE_TOPOLOGY = 'leaderworkerset.sigs.k8s.io/exclusive-topology';

export function leaderWorkerSet(groups: NodeGroups): CustomObject {
  const { pool, namespace, labels, podLabels, podAnnotations, replicas, nodes, topologyKey, leader, worker } = groups;
  const template = (role: Readonly<Record<string, string>>, spec: DeploymentV1SpecTemplateSpec) => ({
    metadata: {
      labels: { ...labels, ...podLabels, ...role },
      ...(Object.keys(podAnnotations).length === 0 ? {} : { annotations: podAnnotations }),
    },
    spec: kubernetesPod(spec),
  });
  return {
    ...NODE_GROUP_TARGET,
    metadata: {
      name: nodeGroupName(pool),
      namespace,
      labels,
      ...(topologyKey === undefined ? {} : { annotations: { [EXCLUSIVE_TOPOLOGY]: topologyKey } }),
    },
    spec: {
      ...(replicas === undefined ? {} : { replicas }),
      // A leader is ready when its workers have joined, so they cannot wait for it.
      startupPolicy: 'LeaderCreated',
      // No spare nodes: a group more would wait for the group that it is to replace.
      rolloutStrategy: { type: 'RollingUpdate', rollingUpdateConfiguration: { maxUnavailable: 1, maxSurge: 0 } },
      networkConfig: { subdomainPolicy: 'Shared' },
      leaderWorkerTemplate: {
        size: nodes,
        // Ranks that lost one of them wait for it forever.
        restartPolicy: 'RecreateGroupOnPodRestart',
        leaderTemplate: template(LEADER_LABEL, leader),
        workerTemplate: template(WORKER_LABEL, worker),
      },
    },
  };
}
