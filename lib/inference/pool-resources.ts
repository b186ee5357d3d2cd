/** The Kubernetes objects of a pool: service account, weights claim, deployment, service, disruption budget. */
import type { ReplicaSpec } from '../capacity/replica-spec';
import type { Model } from '../catalog/model';
import { labelValueOf } from '../core/kubernetes/label-value';
import { fromGiB, GIB } from '../core/units';
import { gpuPlacement } from '../platform/placement';
import { objectLabels } from '../security/labels';
import { lazyTexts } from '../terraform/engine';
import {
  DeploymentV1,
  type DeploymentV1SpecTemplateSpec,
  type DeploymentV1SpecTemplateSpecVolume,
  PersistentVolumeClaimV1,
  PodDisruptionBudgetV1,
  ServiceAccountV1,
  ServiceV1,
} from '../terraform/kubernetes';
import type { EngineAdapter, ServingBase, ServingSpec } from './engines/adapter';
import type { InferencePool } from './inference-pool';
import { cpuOfPod, memoryOfPod } from './pod-shape';
import { servingPod } from './serving-pod';
import { API_PORT_NAME } from './serving-ports';

/** Slowest download we plan for, bytes per second; published cold starts of 70B models without a cache imply about this. */
const DOWNLOAD_BYTES_PER_SECOND = 100e6;

export function renderPool(pool: InferencePool, adapter: EngineAdapter): void {
  const meta = metadata(pool);
  const dependsOn = [pool.workload.namespace.resource];
  const account = new ServiceAccountV1(pool, 'service-account', { metadata: meta, automountServiceAccountToken: false, dependsOn });
  const claim = renderClaim(pool);
  new DeploymentV1(pool, 'deployment', {
    metadata: meta,
    spec: {
      ...(pool.spec.scaling === undefined ? { replicas: String(pool.minReplicas) } : {}),
      selector: { matchLabels: { ...pool.workload.selector } },
      // No spare GPU: a surge pod would wait for the pod it is to replace.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '0', maxUnavailable: '1' } },
      progressDeadlineSeconds: startupSeconds(pool) + 600,
      template: { metadata: { labels: meta.labels }, spec: podOf(pool, adapter) },
    },
    // Waiting would taint the pool when a node is late, and the next apply would replace it.
    waitForRollout: false,
    dependsOn: [account, ...(claim === undefined ? [] : [claim])],
  });
  renderService(pool);
  renderDisruptionBudget(pool);
}

function metadata(pool: InferencePool) {
  return {
    name: pool.name,
    namespace: pool.workload.namespace.name,
    labels: { ...objectLabels(pool.name, 'inference', pool.stack.node.id), 'agent-fleet/model': labelValueOf(pool.servedName) },
  };
}

function podOf(pool: InferencePool, adapter: EngineAdapter): DeploymentV1SpecTemplateSpec {
  const { spec } = pool;
  return servingPod({
    adapter,
    engine: pool.engine,
    image: pool.image,
    replica: pool.replica,
    command: adapter.command?.(servingBase(pool)),
    args: lazyTexts(() => adapter.args(servingSpec(pool))),
    env: { ...adapter.env(servingBase(pool)), ...spec.env },
    cpu: cpuOfPod(pool.replica, spec.resources),
    memory: memoryOfPod(pool.replica, spec.resources),
    weightsVolume: weightsVolume(pool),
    weightsGiB: weightsGiB(pool),
    ephemeralWeights: (spec.weights?.source.kind ?? 'ephemeral') === 'ephemeral',
    placement: gpuPlacement(spec.gpu, pool.cluster.nodePoolsFor(spec.gpu, spec.nodePool)),
    serviceAccountName: pool.name,
    startupSeconds: startupSeconds(pool),
  });
}

export function servingSpec(pool: InferencePool): ServingSpec {
  return { ...servingBase(pool), supply: pool.verdict().supply };
}

export function servingBase(pool: InferencePool): ServingBase {
  const { spec } = pool;
  return {
    replica: pool.replica,
    checkpoint: spec.checkpoint ?? spec.model.facts.huggingFaceId,
    servedName: pool.servedName,
    toolCalling: spec.toolCalling ?? true,
    chatTemplate: spec.chatTemplate,
    speculative: spec.speculative,
    extraArgs: spec.extraArgs,
    huggingFaceToken: spec.huggingFaceToken,
    startupSeconds: startupSeconds(pool),
  };
}

/** Download or load of the checkpoint at the slowest rate we plan for, plus the start of the engine. */
function startupSeconds(pool: InferencePool): number {
  const load = fromGiB(checkpointGiB(pool) ?? 0) / DOWNLOAD_BYTES_PER_SECOND;
  const { engineSeconds, leastSeconds } = pool.engine.startup;
  return Math.ceil(Math.max(leastSeconds, load + engineSeconds) / 10) * 10;
}

/** Size of what is downloaded, with the drafter; null where nobody knows it. */
export function checkpointGiB({ spec, replica }: InferencePool): number | null {
  const [model, drafter] = [sizeOf(spec.model), drafterGiB(replica)];
  return model === null || drafter === null ? null : model + drafter;
}

function drafterGiB({ drafter, gpusPerReplica }: ReplicaSpec): number | null {
  if (drafter === undefined || drafter.kind === 'own-layers') return 0;
  return drafter.kind === 'sized' ? drafter.weightsGiB * gpusPerReplica : sizeOf(drafter.model);
}

/** As published, else by the parameters in 16 bit. */
function sizeOf({ facts: { checkpointGiB: known, paramsTotalB } }: Model): number | null {
  return known ?? (paramsTotalB === null ? null : (paramsTotalB * 1e9 * 2) / GIB);
}

/** Room for the checkpoint and a fifth; null where nobody knows its size. */
export function weightsGiB(pool: InferencePool): number | null {
  const size = checkpointGiB(pool);
  return size === null ? null : Math.ceil(size * 1.2) + 1;
}

function weightsVolume(pool: InferencePool): DeploymentV1SpecTemplateSpecVolume {
  const source = pool.spec.weights?.source ?? { kind: 'ephemeral' as const };
  if (source.kind === 'ephemeral') return { name: 'weights', emptyDir: ephemeralWeights(weightsGiB(pool)) };
  const claimName = source.kind === 'claim' ? claimNameOf(pool) : source.claimName;
  return { name: 'weights', persistentVolumeClaim: { claimName } };
}

/** Without a known size there is no limit that would be right. */
const ephemeralWeights = (sizeGiB: number | null) => (sizeGiB === null ? {} : { sizeLimit: `${sizeGiB}Gi` });

const claimNameOf = (pool: InferencePool): string => `${pool.name}-weights`;

function renderClaim(pool: InferencePool): PersistentVolumeClaimV1 | undefined {
  const source = pool.spec.weights?.source;
  if (source?.kind !== 'claim') return undefined;
  return new PersistentVolumeClaimV1(pool, 'weights', {
    metadata: { ...metadata(pool), name: claimNameOf(pool) },
    spec: {
      accessModes: [source.props.accessMode ?? 'ReadWriteMany'],
      ...(source.props.storageClass === undefined ? {} : { storageClassName: source.props.storageClass }),
      resources: { requests: { storage: `${source.props.sizeGiB ?? weightsGiB(pool)}Gi` } },
    },
    // A class that binds on first use never binds before the pod exists.
    waitUntilBound: false,
    dependsOn: [pool.workload.namespace.resource],
  });
}

function renderService(pool: InferencePool): void {
  new ServiceV1(pool, 'service', {
    metadata: metadata(pool),
    spec: {
      type: 'ClusterIP',
      selector: { ...pool.workload.selector },
      port: [{ name: API_PORT_NAME, port: pool.port, targetPort: API_PORT_NAME, protocol: 'TCP' }],
    },
    waitForLoadBalancer: false,
    dependsOn: [pool.workload.namespace.resource],
  });
}

/** One replica at a time may be drained; with a single replica a budget would only block the node. */
function renderDisruptionBudget(pool: InferencePool): void {
  if (pool.maxReplicas < 2) return;
  new PodDisruptionBudgetV1(pool, 'disruption-budget', {
    metadata: metadata(pool),
    spec: { maxUnavailable: '1', selector: { matchLabels: { ...pool.workload.selector } } },
    dependsOn: [pool.workload.namespace.resource],
  });
}
