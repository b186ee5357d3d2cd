/** The Kubernetes objects of a pool: service account, weights claim, deployment, service, disruption budget. */
import { gpusOfPod } from '../capacity/gpus-of-replica';
import { labelValueOf } from '../core/kubernetes/label-value';
import { own } from '../core/own';
import { gpuResource } from '../platform/gpu-resource';
import type { NodePool } from '../platform/node-pool';
import { apartFrom, gpuPlacement, gpuPlacementInOrder, type Placement } from '../platform/placement';
import { podProtection } from '../platform/protected-pods';
import { renderBudgetOfOperated, renderDisruptionBudget, renderService } from '../platform/workload-objects';
import { objectLabels } from '../security/labels';
import { proxyEnv } from '../security/outside';
import { mounted } from '../security/volume';
import { accountAnnotations } from '../security/workload-identity';
import { CustomObjects } from '../terraform/custom-objects';
import { lazyAttribute, lazyTexts } from '../terraform/engine';
import { ConfigMapV1, DeploymentV1, type DeploymentV1SpecTemplateSpecVolume, ServiceAccountV1 } from '../terraform/kubernetes';
import { BURST_LABEL, burstName } from './burst';
import { ChatTemplate } from './chat-template';
import { nodePoolOfStages, stageOf } from './disaggregation/stage';
import { answeringPods, isSpread } from './multi-node/node-group';
import { type RenderedGroups, renderNodeGroups } from './multi-node/render-node-groups';
import { renderOperated } from './operated/render-operated';
import { fabricResources, wholeReplica } from './pod-part';
import { cpuOfPod, memoryOfPod } from './pod-shape';
import type { PoolPlace } from './pool-place';
import type { PoolView } from './pool-view';
import type { PoolWeights } from './pool-weights';
import { renderPriority } from './render-priority';
import { servingBase, servingSpec, startupSeconds, weightsOf } from './serving';
import { type ServingPodProps, servingPod } from './serving-pod';
import { API_PORT_NAME } from './serving-ports';
import { keptApart } from './shared-card';
import { sharedKvClaim, sharedKvClaimName } from './shared-kv-cache';
import { storeProxyEnv } from './store-way';
import { objectStoreOf } from './weights';
import { claimObject } from './weights-claim';
import { renderDownload, type WeightsDownload, weightsContainers } from './weights-download';

/** @param pool the pool by its props alone, before any fleet has demands on it */
export function renderPool(place: PoolPlace, pool: PoolView): void {
  const { scope, workload, images } = place;
  const meta = metadata(place, pool);
  images.record(pool.publishedImage, pool.image);
  const dependsOn = [workload.namespace.resource];
  const { identity } = pool.spec;
  const account = new ServiceAccountV1(scope, 'service-account', {
    metadata: { ...meta, ...accountAnnotations(identity) },
    automountServiceAccountToken: false,
    dependsOn,
  });
  const weights = weightsOf(pool);
  const template = renderTemplate(place, pool, meta);
  const claims = renderClaim(place, weights, meta);
  const shared = renderSharedKvClaim(place, pool, meta);
  const priority = renderPriority(place, pool);
  const after = [
    account,
    ...template,
    ...[claims, shared].flatMap((made) => (made === undefined ? [] : [made.resource])),
    ...priority.after,
  ];
  const pods = { labels: meta.labels, pod: () => podOf(place, pool, weights), priorityClassName: priority.className, after };
  if (pool.adapter.operated !== undefined) renderOperated(place, pool, pool.adapter.operated, pods);
  else if (isSpread(pool)) renderNodeGroups(place, pool, pods);
  else renderDeployments(place, pool, { ...pods, metadata: meta });
  if (claims !== undefined) renderDownload(downloadOf(place, pool, weights), claims);
  const objects = { scope, workload, metadata: meta };
  const answering = answeringPods(pool, workload);
  if (pool.adapter.operated !== undefined) renderBudgetOfOperated(objects, pool.maxReplicas, answering);
  else {
    renderService(objects, { name: API_PORT_NAME, port: place.port }, { selector: answering });
    renderDisruptionBudget(objects, pool.maxReplicas);
  }
}

type Rendered = RenderedGroups & { readonly metadata: Metadata };

/** All replicas, or those of the floor and those above it. */
function renderDeployments(place: PoolPlace, pool: PoolView, rendered: Rendered): void {
  const { spec, nodes, name, minReplicas } = pool;
  const { burst } = nodes;
  // A count that is written here stays; one that is not belongs to the autoscaler.
  const isFixed = spec.scaling === undefined || burst !== null;
  renderDeployment(place, pool, rendered, {
    id: 'deployment',
    name,
    nodePools: nodes.floor,
    ...(isFixed ? { replicas: minReplicas } : {}),
    labels: {},
    placement: servingPlacement(place, pool, gpuPlacement(spec.gpu, nodes.floor)),
  });
  if (burst === null) return;
  renderDeployment(place, pool, rendered, {
    id: 'burst',
    name: burstName(name),
    nodePools: burst.nodePools,
    labels: BURST_LABEL,
    placement: servingPlacement(place, pool, gpuPlacementInOrder(spec.gpu, burst.nodePools)),
  });
}

/** What tells the Deployments of a pool apart. */
interface DeploymentPart {
  /** Of the construct. */
  readonly id: string;
  readonly name: string;
  readonly nodePools: readonly NodePool[];
  /** Left out where the autoscaler owns the number. */
  readonly replicas?: number;
  /** Of its pods and its selector, beside those of the pool. */
  readonly labels: Readonly<Record<string, string>>;
  readonly placement: Placement;
}

function renderDeployment({ scope, workload, atSynthesis }: PoolPlace, pool: PoolView, rendered: Rendered, part: DeploymentPart): void {
  const { metadata: meta, pod, priorityClassName, after } = rendered;
  const args = lazyTexts(() => pool.adapter.args(servingSpec(atSynthesis())));
  new DeploymentV1(scope, part.id, {
    metadata: { ...meta, name: part.name },
    spec: {
      ...(part.replicas === undefined ? {} : { replicas: String(part.replicas) }),
      selector: { matchLabels: { ...workload.selector, ...part.labels } },
      // No spare GPU: a surge pod would wait for the pod it is to replace.
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '0', maxUnavailable: '1' } },
      progressDeadlineSeconds: startupSeconds(pool) + 600,
      template: {
        metadata: {
          labels: { ...meta.labels, ...part.labels, ...pool.spec.identity?.podLabels },
          ...annotated(podProtection(part.nodePools)),
        },
        spec: servingPod({
          ...pod(),
          placement: part.placement,
          priorityClassName: lazyAttribute(priorityClassName),
          args,
          part: { ...wholeReplica(pool.engine), resources: resourcesOfStage(pool) },
        }),
      },
    },
    // Waiting would taint the pool when a node is late, and the next apply would replace it.
    waitForRollout: false,
    dependsOn: [...after],
  });
}

/** What a request computed elsewhere, or is answered from elsewhere, passes: a part of the adapters of the node. */
function resourcesOfStage(pool: PoolView): Readonly<Record<string, string>> {
  const nodePool = stageOf(pool) === undefined ? undefined : nodePoolOfStages(pool.nodes);
  return nodePool?.fabric === undefined ? {} : fabricResources(nodePool.fabric, gpusOfPod(pool.replica) / nodePool.gpusPerNode);
}

const annotated = (annotations: Readonly<Record<string, string>>) => (Object.keys(annotations).length === 0 ? {} : { annotations });

/** Named by its content: another template is another ConfigMap, and the pods that name it are started anew. */
function renderTemplate({ scope, workload }: PoolPlace, { spec: { chatTemplate } }: PoolView, meta: Metadata): ConfigMapV1[] {
  if (!ChatTemplate.isChatTemplate(chatTemplate)) return [];
  return [
    new ConfigMapV1(scope, 'chat-template', {
      metadata: { ...meta, name: templateName(meta.name, chatTemplate) },
      immutable: true,
      data: { [ChatTemplate.mounted.file]: chatTemplate.text },
      // The old one goes after the pods have let go of it.
      lifecycle: { createBeforeDestroy: true },
      dependsOn: [workload.namespace.resource],
    }),
  ];
}

const templateName = (pool: string, { hash }: ChatTemplate): string => `${pool}-chat-template-${hash}`;

function metadata({ stack, workload }: PoolPlace, { name, namespace, spec }: PoolView) {
  return {
    name,
    namespace,
    labels: { ...objectLabels(name, 'inference', stack.node.id, workload), 'agent-fleet/model': labelValueOf(spec.model.id) },
  };
}

type Metadata = ReturnType<typeof metadata>;

/** The pod of a pool without its arguments, which depend on demand, and without its part in its replica. */
function podOf(place: PoolPlace, pool: PoolView, weights: PoolWeights): Omit<ServingPodProps, 'args' | 'part' | 'priorityClassName'> {
  const { spec, adapter, replica } = pool;
  const base = servingBase(pool);
  const store = objectStoreOf(spec.weights);
  const shared = spec.offload?.kvCacheShared;
  return {
    adapter,
    realm: place.workload.namespace,
    engine: pool.engine,
    image: pool.image,
    replica,
    gpuResource: gpuResource(spec.gpu, pool.nodes.nodePools),
    hasOwnSharedMemory: pool.nodes.sharing?.strategy !== 'mps',
    command: adapter.command?.(base),
    env: {
      ...tracedEnv(place, pool),
      ...(store === undefined ? {} : storeProxyEnv(place.workload, store)),
      ...adapter.env(base),
      ...spec.env,
    },
    addressVariable: base.stage === undefined ? undefined : adapter.disaggregated?.addressVariable,
    files: mounted([...(spec.tracing?.volumes ?? []), ...(store?.service?.volumes ?? [])]),
    cpu: cpuOfPod(pool),
    memory: memoryOfPod(pool),
    templateConfigMap: ChatTemplate.isChatTemplate(spec.chatTemplate) ? templateName(pool.name, spec.chatTemplate) : undefined,
    weightsVolume: weightsVolume(weights),
    sharedClaim: shared === undefined ? undefined : sharedKvClaimName(pool.name, shared),
    volumeGroups: [...new Set([...weights.groups, ...sharedKvGroups(pool)])],
    weightsGiB: weights.sizeGiB,
    ephemeralWeights: weights.claimName === undefined && weights.volume === undefined,
    initContainers: weightsContainers(downloadOf(place, pool, weights)),
    placement: servingPlacement(place, pool),
    serviceAccountName: pool.name,
    pullSecrets: place.images.pullSecrets(),
    startupSeconds: base.startupSeconds,
  };
}

/** A backend of traces may lie at any public address. */
const tracedEnv = ({ workload }: PoolPlace, { spec: { tracing } }: PoolView) =>
  tracing === undefined ? {} : { ...proxyEnv(workload.namespace, tracing.overInternet === true), ...tracing.clientEnv(workload) };

function servingPlacement({ workload }: PoolPlace, pool: PoolView, { affinity, toleration } = placementOf(pool)): Placement {
  return { affinity: keptApart(pool) ? { ...affinity, ...apartFrom(workload.selector) } : affinity, toleration };
}

const placementOf = ({ spec, nodes }: PoolView): Placement => gpuPlacement(spec.gpu, nodes.floor);

function downloadOf({ scope, stack, workload, images }: PoolPlace, pool: PoolView, weights: PoolWeights): WeightsDownload {
  return {
    owner: scope,
    workload,
    adapter: pool.adapter,
    base: servingBase(pool),
    image: pool.image,
    pullSecrets: images.pullSecrets(),
    env: pool.spec.env,
    weights,
    ...(weights.image === undefined ? {} : { weightsImage: images.pull(weights.image.reference) }),
    placement: placementOf(pool),
    partOf: stack.node.id,
  };
}

function weightsVolume(weights: PoolWeights): DeploymentV1SpecTemplateSpecVolume {
  const { claimName, sizeGiB, volume } = weights;
  if (claimName !== undefined) return { name: 'weights', persistentVolumeClaim: { claimName } };
  if (volume !== undefined) return { name: 'weights', ephemeral: { volumeClaimTemplate: volumeTemplate(volume) } };
  // Without a known size there is no limit that would be right.
  return { name: 'weights', emptyDir: sizeGiB === null ? {} : { sizeLimit: `${sizeGiB}Gi` } };
}

/** Goes with its pod; that its size is known is asked elsewhere. */
const volumeTemplate = ({ storageClass, sizeGiB }: NonNullable<PoolWeights['volume']>) => ({
  spec: { accessModes: ['ReadWriteOnce'], storageClassName: storageClass, resources: { requests: { storage: `${sizeGiB}Gi` } } },
});

/** The claim, and the release that the pods wait for. */
function renderClaim({ stack, workload }: PoolPlace, { claim, broughtBy }: PoolWeights, meta: Metadata): CustomObjects | undefined {
  if (claim === undefined) return undefined;
  const objects = CustomObjects.of(stack, workload.namespace, 'claims');
  if (broughtBy === undefined) objects.add(`weights-${meta.name}`, () => claimObject(claim, meta));
  return objects;
}

/** The claim for the KV blocks that its replicas share. */
function renderSharedKvClaim({ stack, workload }: PoolPlace, { spec: { offload } }: PoolView, meta: Metadata): CustomObjects | undefined {
  const shared = offload?.kvCacheShared;
  if (shared === undefined) return undefined;
  const objects = CustomObjects.of(stack, workload.namespace, 'claims');
  objects.add(`kv-blocks-${meta.name}`, () => sharedKvClaim(shared, meta));
  return objects;
}

/** Where the class ignores fsGroup, new volumes belong to a group that the cluster names. */
function sharedKvGroups({ spec: { offload }, setting: { storageClasses = {} } }: PoolView): number[] {
  const shared = offload?.kvCacheShared;
  const group = shared === undefined ? undefined : own(storageClasses, shared.storageClass)?.group;
  return group === undefined ? [] : [group];
}
