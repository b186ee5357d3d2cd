/** The Kubernetes objects of a pool: service account, weights claim, deployment, service, disruption budget. */
import { labelValueOf } from '../core/kubernetes/label-value';
import { fromGiB } from '../core/units';
import { gpuPlacement, type Placement } from '../platform/placement';
import { objectLabels } from '../security/labels';
import { CustomObjects } from '../terraform/custom-objects';
import { lazyTexts } from '../terraform/engine';
import {
  DeploymentV1,
  type DeploymentV1SpecTemplateSpec,
  type DeploymentV1SpecTemplateSpecVolume,
  PodDisruptionBudgetV1,
  ServiceAccountV1,
  ServiceV1,
} from '../terraform/kubernetes';
import type { EngineAdapter, ServingBase, ServingSpec } from './engines/adapter';
import type { InferencePool } from './inference-pool';
import { cpuOfPod, memoryOfPod } from './pod-shape';
import { checkpointGiB, type PoolWeights, poolWeights } from './pool-weights';
import { servedCheckpoint } from './served-checkpoint';
import { servingPod } from './serving-pod';
import { API_PORT_NAME } from './serving-ports';
import { claimObject } from './weights-claim';
import { renderDownload, type WeightsDownload, weightsContainers } from './weights-download';

/** Slowest download we plan for, bytes per second; published cold starts of 70B models without a cache imply about this. */
const DOWNLOAD_BYTES_PER_SECOND = 100e6;

export function renderPool(pool: InferencePool, adapter: EngineAdapter): void {
  const meta = metadata(pool);
  const dependsOn = [pool.workload.namespace.resource];
  const account = new ServiceAccountV1(pool, 'service-account', { metadata: meta, automountServiceAccountToken: false, dependsOn });
  const weights = weightsOf(pool, adapter);
  const claims = renderClaim(pool, weights);
  new DeploymentV1(pool, 'deployment', {
    metadata: meta,
    spec: {
      ...(pool.spec.scaling === undefined ? { replicas: String(pool.minReplicas) } : {}),
      selector: { matchLabels: { ...pool.workload.selector } },
      // No spare GPU: a surge pod would wait for the pod it is to replace.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '0', maxUnavailable: '1' } },
      progressDeadlineSeconds: startupSeconds(pool) + 600,
      template: { metadata: { labels: meta.labels }, spec: podOf(pool, adapter, weights) },
    },
    // Waiting would taint the pool when a node is late, and the next apply would replace it.
    waitForRollout: false,
    dependsOn: [account, ...(claims === undefined ? [] : [claims.resource])],
  });
  if (claims !== undefined) renderDownload(downloadOf(pool, adapter, weights), claims);
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

function podOf(pool: InferencePool, adapter: EngineAdapter, weights: PoolWeights): DeploymentV1SpecTemplateSpec {
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
    weightsVolume: weightsVolume(weights),
    weightsGiB: weights.sizeGiB,
    ephemeralWeights: weights.kind === 'ephemeral',
    initContainers: weightsContainers(downloadOf(pool, adapter, weights)),
    placement: placementOf(pool),
    serviceAccountName: pool.name,
    startupSeconds: startupSeconds(pool),
  });
}

const placementOf = ({ spec, cluster }: InferencePool): Placement => gpuPlacement(spec.gpu, cluster.nodePoolsFor(spec.gpu, spec.nodePool));

function downloadOf(pool: InferencePool, adapter: EngineAdapter, weights: PoolWeights): WeightsDownload {
  return {
    owner: pool,
    workload: pool.workload,
    adapter,
    base: servingBase(pool),
    image: pool.image,
    env: pool.spec.env,
    weights,
    placement: placementOf(pool),
    partOf: pool.stack.node.id,
  };
}

export function servingSpec(pool: InferencePool): ServingSpec {
  return { ...servingBase(pool), supply: pool.verdict().supply };
}

export function servingBase(pool: InferencePool): ServingBase {
  const { spec } = pool;
  const { repository, atLoad } = servedCheckpoint(spec, pool.engine);
  return {
    replica: pool.replica,
    checkpoint: repository,
    quantizedAtLoad: atLoad,
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
  const load = fromGiB(checkpointGiB(pool.spec.model, pool.replica) ?? 0) / DOWNLOAD_BYTES_PER_SECOND;
  const { engineSeconds, leastSeconds } = pool.engine.startup;
  return Math.ceil(Math.max(leastSeconds, load + engineSeconds) / 10) * 10;
}

function weightsVolume(weights: PoolWeights): DeploymentV1SpecTemplateSpecVolume {
  const { claimName, sizeGiB } = weights;
  if (claimName !== undefined) return { name: 'weights', persistentVolumeClaim: { claimName } };
  // Without a known size there is no limit that would be right.
  return { name: 'weights', emptyDir: sizeGiB === null ? {} : { sizeLimit: `${sizeGiB}Gi` } };
}

/** Weights of a pool; what they are depends on its props alone, never on demand. */
export function weightsOf(pool: InferencePool, adapter: EngineAdapter): PoolWeights {
  const { name, spec, replica } = pool;
  return poolWeights({ name, spec, replica, repositories: adapter.repositories(servingBase(pool)) });
}

/** The serving pod itself downloads, and so needs its way to the hub. */
export function loadsIntoPod(pool: InferencePool, adapter: EngineAdapter): boolean {
  const { kind, repositories } = weightsOf(pool, adapter);
  return kind === 'ephemeral' && repositories.length > 0;
}

/** The claim, and the release that the pods wait for. */
function renderClaim(pool: InferencePool, { claim }: PoolWeights): CustomObjects | undefined {
  if (claim === undefined) return undefined;
  const { namespace } = pool.workload;
  const objects = CustomObjects.of(pool.stack, namespace, 'claims');
  objects.add(`weights-${pool.name}`, () => claimObject(claim, metadata(pool)));
  return objects;
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
