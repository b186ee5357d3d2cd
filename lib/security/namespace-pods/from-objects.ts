/** Workloads among the objects that operators turn into pods, and the ceilings of those that are scaled. */
import { own } from '../../core/own';
import type { CustomObject } from '../../terraform/custom-objects';
import { BACKUP_SIDECAR } from './backup-sidecar';
import { blockAt, numberOf, textOf, textsOf } from './field-of';
import { DEFAULT_GRACE_SECONDS, KUBERNETES_NAMES, writtenPlace, writtenPod } from './written-pod';
import type { WrittenPod, WrittenWorkload } from './written-workload';

const READERS: Readonly<Record<string, (object: CustomObject) => WrittenWorkload>> = {
  LeaderWorkerSet: nodeGroups,
  RayService: rayCluster,
  Cluster: database,
  Pooler: pooler,
  RabbitmqCluster: broker,
};

/** Kinds that make no pods. */
const WITHOUT_PODS: ReadonlySet<string> = new Set([
  ...['ConfigMap', 'ExternalSecret', 'HorizontalPodAutoscaler', 'Password', 'PersistentVolumeClaim', 'PodMonitor', 'PrometheusRule'],
  ...[
    'Database',
    'ObjectStore',
    'ScheduledBackup',
    'Role',
    'RoleBinding',
    'ScaledObject',
    'Secret',
    'ServiceMonitor',
    'TriggerAuthentication',
    'ResourceQuota',
  ],
  ...[
    'LimitRange',
    'ValidatingAdmissionPolicy',
    'ValidatingAdmissionPolicyBinding',
    'NetworkPolicy',
    'CiliumNetworkPolicy',
    'AuthorizationPolicy',
    'NamespacedImageValidatingPolicy',
    'PeerAuthentication',
    'ServiceAccount',
  ],
]);

/** Undefined of an object that makes no pods. */
export const workloadOfObject = (object: CustomObject): WrittenWorkload | undefined => own(READERS, object.kind)?.(object);

export const isUncounted = ({ kind }: CustomObject): boolean => !WITHOUT_PODS.has(kind) && own(READERS, kind) === undefined;

/** Replicas that an autoscaler may set, by kind and name of what it scales. */
export const ceilingsOf = (objects: readonly CustomObject[]): ReadonlyMap<string, number> =>
  boundsOf(objects, { ScaledObject: 'maxReplicaCount', HorizontalPodAutoscaler: 'maxReplicas' });

/** Replicas that an autoscaler keeps, by kind and name of what it scales; without those of which it says nothing. */
export const floorsOf = (objects: readonly CustomObject[]): ReadonlyMap<string, number> =>
  boundsOf(objects, { ScaledObject: 'minReplicaCount', HorizontalPodAutoscaler: 'minReplicas' });

function boundsOf(
  objects: readonly CustomObject[],
  fields: Readonly<Record<'ScaledObject' | 'HorizontalPodAutoscaler', string>>,
): ReadonlyMap<string, number> {
  const found = objects.flatMap(({ kind, spec }): [string, number][] => {
    const target = blockAt(spec, 'scaleTargetRef');
    const most = numberOf(blockAt(spec)[fields[kind === 'ScaledObject' ? kind : 'HorizontalPodAutoscaler']]);
    if (most === undefined || textOf(target['name']) === undefined) return [];
    return [[`${textOf(target['kind']) ?? 'Deployment'}/${textOf(target['name'])}`, most]];
  });
  return new Map(found);
}

function nodeGroups({ kind, metadata, spec }: CustomObject): WrittenWorkload {
  const template = blockAt(spec, 'leaderWorkerTemplate');
  const workers = (numberOf(template['size']) ?? 1) - 1;
  return {
    kind,
    name: metadata.name,
    pods: [
      { pod: writtenPod(template['leaderTemplate'] ?? template['workerTemplate'], KUBERNETES_NAMES), perReplica: 1 },
      { pod: writtenPod(template['workerTemplate'], KUBERNETES_NAMES), perReplica: workers },
    ],
    replicas: numberOf(blockAt(spec)['replicas']) ?? null,
    surge: numberOf(blockAt(spec, 'rolloutStrategy', 'rollingUpdateConfiguration')['maxSurge']) ?? 0,
  };
}

/** A head and its workers; the cluster of a new version starts beside the old one. */
function rayCluster({ kind, metadata, spec }: CustomObject): WrittenWorkload {
  const cluster = blockAt(spec, 'rayClusterConfig');
  const groups = Array.isArray(cluster['workerGroupSpecs'])
    ? (cluster['workerGroupSpecs'] as unknown[]).map((group) => blockAt(group))
    : [];
  return {
    kind,
    name: metadata.name,
    pods: [
      { pod: writtenPod(blockAt(cluster, 'headGroupSpec')['template'], KUBERNETES_NAMES), perReplica: 1 },
      ...groups.map((group) => ({ pod: writtenPod(group['template'], KUBERNETES_NAMES), perReplica: numberOf(group['replicas']) ?? 1 })),
    ],
    replicas: 1,
    surge: 1,
  };
}

/** The operator copies data to a new instance by a Job, beside those that run. */
function database({ kind, metadata, spec }: CustomObject): WrittenWorkload {
  const { instances, imageName, plugins, externalClusters } = blockAt(spec);
  const pod = podOf(spec, imageName);
  const isArchived = plugins !== undefined || externalClusters !== undefined;
  return {
    kind,
    name: metadata.name,
    pods: [{ pod: isArchived ? { ...pod, containers: [...pod.containers, BACKUP_SIDECAR] } : pod, perReplica: 1 }],
    replicas: numberOf(instances) ?? 1,
    surge: 1,
  };
}

/** A Deployment of the operator; its template holds the requests of both containers, and the image stands beside it. */
function pooler({ kind, metadata, spec }: CustomObject): WrittenWorkload {
  const pod = writtenPod(blockAt(spec)['template'], KUBERNETES_NAMES);
  const image = textOf(blockAt(spec, 'pgbouncer')['image']) ?? '';
  return {
    kind,
    name: metadata.name,
    pods: [{ pod: { ...pod, containers: pod.containers.map((one) => ({ ...one, image })) }, perReplica: 1 }],
    replicas: numberOf(blockAt(spec)['instances']) ?? 1,
    surge: numberOf(blockAt(spec, 'deploymentStrategy', 'rollingUpdate')['maxSurge']) ?? 1,
  };
}

function broker({ kind, metadata, spec }: CustomObject): WrittenWorkload {
  const { replicas, image } = blockAt(spec);
  return { kind, name: metadata.name, pods: [{ pod: podOf(spec, image), perReplica: 1 }], replicas: numberOf(replicas) ?? 1, surge: 0 };
}

/** A pod of an operator: one container with the resources of its object. */
function podOf(spec: unknown, image: unknown): WrittenPod {
  const { requests, limits } = blockAt(spec, 'resources');
  const container = { image: textOf(image) ?? '', requests: textsOf(requests), limits: textsOf(limits) };
  // CloudNativePG takes tolerations beside the affinity, the operator of RabbitMQ in its spec.
  const { nodeTerms, tolerated } = writtenPlace(spec, KUBERNETES_NAMES);
  const beside = writtenPlace(blockAt(spec, 'affinity'), KUBERNETES_NAMES).tolerated;
  return {
    labels: {},
    containers: [container],
    initContainers: [],
    nodeTerms,
    tolerated: [...tolerated, ...beside],
    graceSeconds: DEFAULT_GRACE_SECONDS,
    priorityClass: '',
  };
}
