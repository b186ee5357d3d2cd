import { Construct } from 'constructs';
import { applyChanges } from '../core/apply-changes';
import type { Change } from '../core/change';
import { deploymentPods, podMatchers } from '../core/kubernetes/pod-names';
import { checkMethods } from '../core/method-arguments';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import { isToken } from '../core/token';
import { brandGpuService, type IGpuTenant, isGpuService, judgeWithOthers, tenantsOf } from '../inference/cluster-tenants';
import { type GpuServiceView, gpuServiceView } from '../inference/gpu-service-view';
import type { IScalable, ScaledLoad } from '../inference/scaling-policy';
import { keptApart } from '../inference/shared-card';
import type { IObservedGpuService, ObservedGpuService } from '../observability/observed-gpu-service';
import type { GpuServicePlan } from '../plan/sections/gpu-service';
import type { Cluster } from '../platform/cluster';
import { clusterPlace } from '../platform/cluster-place';
import { gpuResource } from '../platform/gpu-resource';
import { apartFrom, gpuPlacement } from '../platform/placement';
import { scrapePods } from '../platform/pod-monitor';
import { FleetPriorityClass, priorityClassName } from '../platform/priority-class';
import { podProtection } from '../platform/protected-pods';
import { allowFromPrometheus, connect } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import type { IService, ServiceEntry } from '../security/service';
import { serviceHost, type Workload } from '../security/workload';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import { addressEnv, mcpEntry, type ServiceAddress, urlOf } from '../services/service-env';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import type { Startable } from '../terraform/startable';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { METRICS_PORT_NAME, PORT_NAME, type PodCards, userOfPods } from './cpu-pods';
import { gpuServiceFindings } from './gpu-service-findings';
import { toGpuServicePlan } from './gpu-service-plan';
import { type GpuServiceProps, type GpuServiceSpec, gpuServiceSchema } from './gpu-service-props';
import { observedGpuService } from './observed-gpu-service';
import { WiredPods, type WiredPodsKind } from './wired-pods';

/** The autoscaler makes an HPA whose name has nine more letters. */
const MAX_NAME = 54;

const KIND: WiredPodsKind = {
  className: 'GpuService',
  component: 'gpu-service',
  kind: 'GPU service',
  becomes: 'a Deployment and a Service',
  example: "new GpuService(stack, 'images', …)",
  longestName: MAX_NAME,
  onGpus: true,
};

/** What a pod asks for each of its GPUs, assumed; as pools do. */
const SHARED_MEMORY_GIB_PER_GPU = 1;

/**
 * A tool on GPUs that is no language model: image generation, transcription, code on GPUs. Pods of your image with their cards, which only the runtimes and
 * MCP servers reach that list it in their `services`. Its GPUs count in the quota, the price and the budget of the cluster, beside those of the pools, and what
 * it takes of a card is held against it.
 *
 * @example
 * const images = new GpuService(stack, 'images', {
 *   cluster, image: 'registry.example.com/flux-server:1.3.0', port: 8188, gpu: Gpu.L40S, memoryGiBPerGpu: 34, healthPath: '/health',
 * });
 */
export class GpuService extends Construct implements IService, IScalable, IGpuTenant, IObservedGpuService {
  /** Recognises GPU services by their brand, so that two copies of the library agree. */
  static isGpuService(value: unknown): value is GpuService {
    return isGpuService(value);
  }

  readonly kind = 'gpu-service';
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Name of the Deployment and the Service. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly workload: Workload;
  readonly scaleTarget = { apiVersion: 'apps/v1', kind: 'Deployment' };
  /** What the user asked for, with defaults. */
  readonly spec: GpuServiceSpec;
  private readonly pods: WiredPods;

  /** @throws FleetSpecError when a prop is malformed. Whether it fits its cards is judged when the app is synthesized. */
  constructor(scope: Construct, id: string, props: GpuServiceProps) {
    super(scope, constructId(scope, id, 'GpuService'));
    brandGpuService(this);
    this.spec = parseProps(gpuServiceSchema, props, { path: this.node.path, className: 'GpuService' });
    this.pods = new WiredPods(this, this.spec, KIND);
    this.stack = this.pods.stack;
    this.cluster = this.spec.cluster;
    this.name = this.pods.name;
    this.workload = this.pods.workload;
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.port = this.spec.port;
    this.render();
    this.pods.openNetwork();
    this.measure();
    this.register();
  }

  /** Its URL, as clients in the cluster write it. */
  get url(): string {
    return urlOf(this.address());
  }

  /** Its entry in `MCP_SERVERS`; undefined unless it is an MCP server. */
  get listed(): ServiceEntry | undefined {
    return mcpEntry(this.address());
  }

  get metricsPath(): string | null {
    return this.spec.metrics?.path ?? null;
  }

  get metricsPortName(): string {
    return this.metricsPort === undefined ? PORT_NAME : METRICS_PORT_NAME;
  }

  get metricsSource(): string {
    return `the GPU service ${this.name}`;
  }

  get metrics(): IScalable['metrics'] {
    const { requestsWaiting = null, requestsRunning = null } = this.spec.metrics ?? {};
    return { requestsWaiting, requestsRunning };
  }

  get metricSelector(): string {
    return podMatchers(this.workload.namespace.name, deploymentPods(this.name));
  }

  /** Seconds that the start of a pod may take, as declared. */
  get startupSeconds(): number {
    return this.spec.startupSeconds;
  }

  /** Seconds that a pod has to end its requests when it is stopped. */
  get graceSeconds(): number {
    return this.spec.requestSeconds + STOP_SECONDS;
  }

  /** Nothing is known of tokens. */
  get load(): ScaledLoad {
    const unknown = { firstTokenSeconds: null, firstTokenBounds: null, promptTokens: null, prefillTokensPerSecond: () => null };
    return { gpusPerReplica: this.spec.gpusPerReplica, ...unknown };
  }

  /** What its clients wait for. */
  get resources(): readonly Startable[] {
    return this.pods.resources;
  }

  /** What it calls itself. */
  get services(): readonly IService[] {
    return this.pods.services;
  }

  /** As rules and dashboards of an ObservabilityStack see it. */
  get observed(): ObservedGpuService {
    return observedGpuService(this.view(), this);
  }

  clientEnv(): Readonly<Record<string, string | SecretRef>> {
    return addressEnv(this.address());
  }

  /** What it calls may get what it is given. */
  dataPlace(): DataPlace {
    const { cluster, node, pods } = this;
    return { ...clusterPlace('GPU service', node.path, cluster), onward: () => pods.ways() };
  }

  admit(client: Workload): void {
    connect(client, this);
  }

  /** The service as plain values. */
  view(): GpuServiceView {
    const registry = SynthesisRegistry.of(this);
    const { name, node, workload, cluster } = this;
    const setting = {
      name,
      path: node.path,
      namespace: workload.namespace.name,
      nodes: cluster.nodes,
      environment: cluster.environment,
      user: userOfPods(this.spec),
    };
    return registry.once(this, () => gpuServiceView(registry.specOf(this, this.spec), setting));
  }

  private plan(): GpuServicePlan {
    const { graceSeconds, startupSeconds, workload } = this;
    const { podPriority } = this.spec;
    return toGpuServicePlan(this.view(), {
      image: this.pulledImage(),
      startupSeconds,
      graceSeconds,
      className: podPriority === undefined ? null : priorityClassName(workload.namespace, podPriority),
      tenants: tenantsOf(this).map((tenant) => tenant.view()),
    });
  }

  /** Port of the metrics, where it is another than that of the service. */
  private get metricsPort(): number | undefined {
    const { metrics, port } = this.spec;
    return metrics?.port === port ? undefined : metrics?.port;
  }

  private address(): ServiceAddress {
    const { name, host, port } = this;
    const { mcp, path = mcp === true ? '/mcp' : undefined } = this.spec;
    return { name, scheme: 'http', host, port, path, mcp };
  }

  private measure(): void {
    const { cluster, workload, spec } = this;
    spec.scaling?.bind(this);
    if (spec.metrics === undefined) return;
    allowFromPrometheus(workload, cluster, this.metricsPort ?? this.port);
    scrapePods(this, cluster.monitorLabels);
  }

  private render(): void {
    const { spec, pods } = this;
    pods.render(
      { container: 'service', scaledTo: spec.scaling?.maxReplicas, cards: this.cards() },
      { ...spec, replicas: this.view().minReplicas, resources: this.view().resources },
    );
  }

  private cards(): PodCards {
    const view = this.view();
    const { spec, workload, metricsPort } = this;
    const { nodePools, sharing } = view.nodes;
    const { affinity, toleration } = gpuPlacement(spec.gpu, nodePools);
    return {
      resources: { [gpuResource(spec.gpu, nodePools)]: String(spec.gpusPerReplica) },
      placement: { affinity: keptApart(view) ? { ...affinity, ...apartFrom(workload.selector) } : affinity, toleration },
      ...this.priority(),
      annotations: podProtection(nodePools),
      metricsPort,
      startupSeconds: spec.startupSeconds,
      graceSeconds: this.graceSeconds,
      // The device plugin mounts the shared memory of MPS in its place.
      sharedMemoryGiB: sharing?.strategy === 'mps' ? 0 : SHARED_MEMORY_GIB_PER_GPU * spec.gpusPerReplica,
    };
  }

  private priority(): Pick<PodCards, 'priorityClassName' | 'after'> {
    const { podPriority } = this.spec;
    if (podPriority === undefined || podPriority.existingClass !== undefined)
      return { priorityClassName: podPriority?.existingClass, after: [] };
    const made = FleetPriorityClass.of(this.workload.namespace, podPriority);
    return { priorityClassName: made.name, after: [made.usedWhere(() => true)] };
  }

  /** A token is known only to Terraform. */
  private pulledImage(): string {
    const { image } = this.spec;
    return isToken(image) ? image : this.cluster.image(image);
  }

  private register(): void {
    SynthesisRegistry.of(this).register(this, {
      findings: () => gpuServiceFindings(this, this.pods),
      cluster: this.cluster,
      plan: () => ({ gpuServices: [this.plan()] }),
      changeable: { kind: 'GPU service', name: this.name, changed: (changes) => changedService(this.spec, changes) },
    });
    judgeWithOthers(this);
  }
}

/** Until a pod has left its Service, and for what it does when it is stopped, beside the request that it ends. */
const STOP_SECONDS = 30;

/** Null where the changes are no props of a service, or the schema refuses them. */
function changedService(spec: GpuServiceSpec, changes: readonly Change[]): GpuServiceSpec | null {
  const props = applyChanges(spec, changes);
  const parsed = gpuServiceSchema.safeParse(props, { jitless: true });
  return parsed.success ? parsed.data : null;
}

checkMethods(GpuService, { admit: CLIENT_ARGUMENT });
