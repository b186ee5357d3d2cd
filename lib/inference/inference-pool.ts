import { Construct } from 'constructs';
import type { PoolVerdict } from '../capacity/fit/pool-verdict';
import type { Engine } from '../catalog/engines/engine';
import type { EngineMetrics } from '../catalog/engines/engine-metrics';
import { type Finding, place } from '../core/finding';
import { isDnsLabel } from '../core/kubernetes/dns-label';
import { podMatchers } from '../core/kubernetes/pod-names';
import { checkMethods, thingRule } from '../core/method-arguments';
import type { PoolPlan } from '../plan/sections/pool';
import type { Cluster } from '../platform/cluster';
import { PodImages } from '../platform/pod-images';
import { priorityClassName } from '../platform/priority-class';
import { reserveWorkload, settleWorkload } from '../platform/settle-workload';
import { allowFromNamespace } from '../security/network-edges';
import type { DataPlace } from '../security/residency/data-place';
import { serviceHost, type Workload } from '../security/workload';
import { constructId } from '../terraform/construct-id';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { absentGpuOperatorFindings } from './absent-gpu-operator';
import { burstName, bursts, floorReplicas } from './burst';
import { changedPool } from './changed-props';
import { checkedPool } from './checked-pool';
import { chosenGpuFindings, keepChoice } from './chosen-gpu';
import { judgeWithOthers, tenantsOf } from './cluster-tenants';
import { brandPool, type IDeployedPool, type IInferencePool, isDeployed, isInferencePool, type PoolDoor } from './contract';
import { inPropsOfPool } from './disaggregation/prefill-findings';
import { definedProps, PREFILL, prefillName, prefillPool } from './disaggregation/prefill-pool';
import { decodeSource, prefillSource } from './disaggregation/prefill-source';
import { StageProxy } from './disaggregation/stage-proxy';
import { ExistingPool } from './existing/existing-pool';
import type { ExistingPoolProps } from './existing/existing-pool-props';
import type { GpuTenant } from './gpu-tenant';
import type { InferencePoolProps, InferencePoolSpec } from './inference-pool-props';
import type { ChosenGpu } from './judged-choice';
import { answeringPods, isSpread, nodeGroupName, podPattern, scaleTargetOf } from './multi-node/node-group';
import { awaitedRivals } from './node-rivals';
import { DEMAND_SOURCE, type DemandSource, poolDemand } from './pool-demand';
import { poolFindings } from './pool-findings';
import { openNetwork } from './pool-network';
import { poolPlace } from './pool-place-of-data';
import { toPoolPlan } from './pool-plan';
import { renderPool } from './pool-resources';
import { type PoolSetting, type PoolView, poolView } from './pool-view';
import { reachFindings } from './reach-findings';
import { renderReplicaService } from './replica-service';
import { runImageFindings } from './run-images';
import { scaledLoad } from './scaled-load';
import { scalingMetrics } from './scaling-metrics';
import type { IScalable, ScaledLoad } from './scaling-policy';
import { loadsIntoPod, startupSeconds } from './serving';
import { metricsPortName } from './serving-ports';
import { startedNodeFindings } from './started-node-findings';

/**
 * One model on one kind of GPU, served by identical replicas. Roles of fleets demand from it; what it can supply is computed,
 * and the engine gets exactly the limits that the computation used.
 *
 * @example
 * const workers = new InferencePool(stack, 'workers', {
 *   cluster,
 *   model: Model.QWEN3_8B,
 *   gpu: Gpu.L40S,
 *   maxContextTokens: 8_192,
 *   scaling: Scaling.queueDepth({ min: 2, max: 8 }),
 * });
 */
export class InferencePool extends Construct implements IDeployedPool, IScalable {
  /** Recognises pools by their brand, so that two copies of the library agree. */
  static isInferencePool(value: unknown): value is InferencePool {
    return isInferencePool(value);
  }

  /**
   * A pool that runs on the cluster already, of another app or team: routers lead to its address, the network is opened to its pods, and what roles ask is
   * held against the capacity that is stated for it. Nothing of it is made.
   * @throws FleetSpecError when a prop is malformed.
   *
   * @example
   * const chat = InferencePool.fromExisting(stack, 'chat', {
   *   cluster,
   *   url: 'http://chat.ml-platform.svc.cluster.local:8000/v1',
   *   namespace: 'ml-platform',
   *   servedName: 'llama-3.1-8b-instruct',
   *   model: Model.LLAMA_3_1_8B_INSTRUCT,
   *   maxContextTokens: 16_384,
   *   capacity: { kvTokens: 200_000 },
   * });
   */
  static fromExisting(scope: Construct, id: string, props: ExistingPoolProps): IInferencePool {
    return new ExistingPool(scope, id, props);
  }

  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  /** Name of the Deployment and the Service. */
  readonly name: string;
  /** Name under which the engine serves the model. */
  readonly servedName: string;
  readonly workload: Workload;
  readonly host: string;
  readonly port: number;
  /** What an autoscaler scales: the Deployment, or the LeaderWorkerSet of replicas on several nodes. */
  readonly scaleTarget: IScalable['scaleTarget'];
  /** Engine and its version. */
  readonly engine: Engine;
  /** The pool of the replicas that compute its prompts; undefined where its own do. */
  readonly prefill: InferencePool | undefined;
  /** The proxy that clients reach in place of its pods; undefined where they reach these. */
  readonly door: PoolDoor | undefined;
  /** What the user asked for, with defaults. */
  readonly spec: InferencePoolSpec;
  private readonly chosen: ChosenGpu | null;
  private readonly demandSources: DemandSource[] = [];

  /**
   * @throws FleetSpecError when a prop is malformed. Whether the model fits is judged when the app is synthesized, together
   * with every other problem of every stack.
   */
  constructor(scope: Construct, id: string, props: InferencePoolProps) {
    super(scope, constructId(scope, id, 'InferencePool'));
    brandPool(this);
    [this.spec, this.chosen] = checkedPool(this.node.path, props);
    this.stack = stackOf(scope, id, 'InferencePool');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;
    const { name: named, namespace, cpuNodePools } = this.spec;
    const place = { stack: this.stack, cluster: this.cluster, name: named, namespace, cpuNodePools };
    this.workload = settleWorkload(this, { ...place, component: 'inference' });
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.prefill = this.makePrefill();

    const view = this.view();
    this.engine = view.engine;
    this.servedName = view.servedName;
    this.scaleTarget = scaleTargetOf(view);
    this.port = this.engine.port;
    const images = new PodImages(this.cluster, this.workload, this.spec.imagePullSecrets);
    renderPool({ scope: this, stack: this.stack, workload: this.workload, port: this.port, images, atSynthesis: () => this.view() }, view);
    openNetwork(view, this.workload, this.spec);
    this.door = this.makeDoor(view);
    this.spec.scaling?.bind(this);
    this.reserveNames(view);
    this.register();
  }

  /** OpenAI-compatible address inside the cluster. */
  get url(): string {
    const { host, port } = this.door ?? this;
    return `http://${host}:${port}/v1`;
  }

  /** Image of the engine as the cluster pulls it. Where its release has none for the GPU, the pool is refused (AF-ENG-028). */
  get image(): string {
    return this.view().image;
  }

  /** Replicas that are always there. */
  get minReplicas(): number {
    return this.view().minReplicas;
  }

  /** Replicas the scaler may reach. */
  get maxReplicas(): number {
    return this.view().maxReplicas;
  }

  get metricSelector(): string {
    return podMatchers(this.workload.namespace.name, podPattern(this.view()));
  }

  get metrics(): EngineMetrics {
    return scalingMetrics(this.engine, this.spec.model).metrics;
  }

  get metricsSource(): string {
    return scalingMetrics(this.engine, this.spec.model).metricsSource;
  }

  get metricsPath(): string | null {
    return this.engine.metricsPath;
  }

  /** Seconds that the start of a replica may take: its weights and its engine. */
  get startupSeconds(): number {
    return startupSeconds(this.view());
  }

  /** Replicas beside those that the autoscaler owns. */
  get floorReplicas(): number {
    return floorReplicas(this.view());
  }

  /** What the plan knows of its load; complete when the app is synthesized. */
  get load(): ScaledLoad {
    return scaledLoad(this.view());
  }

  get metricsPortName(): string {
    return metricsPortName(this.engine);
  }

  replicaHost(): string {
    const name = renderReplicaService(
      { scope: this, stack: this.stack, workload: this.workload, port: this.port },
      this.name,
      answeringPods(this.view(), this.workload),
    );
    return serviceHost(name, this.workload.namespace.name);
  }

  /** Lets every pod of a namespace call the pool, e.g. the router of another app. The network policy of that namespace must let it out. */
  admitFrom(namespace: string): void {
    const { workload, port } = this.door ?? this;
    allowFromNamespace(workload, namespace, port);
  }

  addDemand(source: DemandSource): void {
    this.demandSources.push(this.prefill === undefined ? source : decodeSource(source));
    this.prefill?.addDemand(prefillSource(source, () => this.view()));
    SynthesisRegistry.of(this).changed();
  }

  view(): PoolView {
    const registry = SynthesisRegistry.of(this);
    return registry.once(this, () => poolView(this.specNow(), { ...this.setting(), isTrial: registry.isTrying }));
  }

  /** What was asked for, or what a repair under trial would ask for. Prefill replicas have no props of their own: theirs follow from those of the pool. */
  private specNow(): InferencePoolSpec {
    const registry = SynthesisRegistry.of(this);
    const { decode, spec } = this;
    if (decode === undefined) return registry.specOf(this, spec);
    const tried = registry.specOf(decode, decode.spec);
    const props = tried === decode.spec ? undefined : prefillPool(tried);
    return props === undefined ? spec : { ...props, name: spec.name };
  }

  /** The pool whose prompts it computes; undefined of a pool of its own. */
  private get decode(): InferencePool | undefined {
    const { id, scope } = this.node;
    const isPrefill = id === PREFILL && isInferencePool(scope) && isDeployed(scope) && (scope as InferencePool).spec.prefill !== undefined;
    return isPrefill ? (scope as InferencePool) : undefined;
  }

  /** Whether the demand fits, with every term of the arithmetic. The plan adds what is not known of the engine (`doubts`). */
  verdict(): PoolVerdict {
    return this.view().verdict;
  }

  /** Its nodes, where it sends spans to, and the hub or the store where its pods load weights themselves: what they can load from they can send to. */
  dataPlace(): DataPlace {
    return poolPlace(this, loadsIntoPod(this.view()), this.spec);
  }

  /** The pool as `fleet.plan.json` holds it. */
  plan(): PoolPlan {
    return toPoolPlan(this.view(), this.tenants());
  }

  /** A child of a pool that computes its prompts on replicas of their own is those. */
  private makePrefill(): InferencePool | undefined {
    const props = prefillPool(this.spec);
    return props === undefined ? undefined : new InferencePool(this, PREFILL, { ...definedProps(props), name: prefillName(this.name) });
  }

  /** An engine that cannot split the stages has none, and the pool is refused (AF-ENG-027). */
  private makeDoor({ adapter }: PoolView): PoolDoor | undefined {
    const { prefill, stack, cluster, name, spec } = this;
    if (prefill === undefined || adapter.disaggregated === undefined) return undefined;
    const { namespace, imagePullSecrets, cpuNodePools } = spec;
    const { proxy: program } = adapter.disaggregated;
    const place = { stack, cluster, namespace, imagePullSecrets, cpuNodePools };
    return new StageProxy(this, 'stages', { ...place, pool: name, program, prefill, decode: this });
  }

  /** What else takes GPUs of the cluster. */
  private tenants(): readonly GpuTenant[] {
    return tenantsOf(this).map((tenant) => tenant.view());
  }

  private setting(): PoolSetting {
    const { cluster, prefill, decode } = this;
    return {
      ...(decode === undefined ? {} : { stage: 'prefill', decode: decode.name, decodePriority: () => decode.view().priority }),
      ...(prefill === undefined ? {} : { prefill: () => prefill.view() }),
      name: this.name,
      path: this.node.path,
      namespace: this.workload.namespace.name,
      nodes: cluster.nodes,
      environment: cluster.environment,
      storageClasses: cluster.storageClasses,
      image: (reference) => cluster.image(reference),
      classOf: (priority) => priorityClassName(this.workload.namespace, priority),
      competesWithAwaited: () => awaitedRivals(this.view(), this.tenants()).length > 0,
      demand: () => poolDemand(this.demandSources),
    };
  }

  private findings(): Finding[] {
    const found = [
      ...poolFindings(this.view()),
      ...(this.chosen === null ? [] : chosenGpuFindings(this.chosen, this.view())),
      ...absentGpuOperatorFindings(this),
      ...runImageFindings(this, this.view().engine.imageReference(this.view().spec.gpu)),
      ...startedNodeFindings(this),
      ...reachFindings(this).map((finding) => place(this.node.path, finding)),
    ];
    return found.map((finding) => inPropsOfPool(finding, this.view()));
  }

  /** Names of what is made beside the Deployment, which no other pool may have. */
  private reserveNames(view: PoolView): void {
    const names = [...(isSpread(view) ? [nodeGroupName(this.name)] : []), ...(bursts(view) ? [burstName(this.name)] : [])];
    for (const name of names) reserveWorkload(this, this.workload.namespace, name);
  }

  private register(): void {
    if (this.chosen !== null) keepChoice(this, this.chosen);
    const registry = SynthesisRegistry.of(this);
    registry.register(this, {
      findings: () => this.findings(),
      cluster: this.cluster,
      plan: () => ({ pools: [this.plan()] }),
      changeable: {
        kind: 'pool',
        name: this.name,
        changed: (changes) => (this.decode === undefined ? changedPool(this.spec, changes) : null),
        uses: (path) => path === this.prefill?.node.path,
        worth: () => ({ headroom: this.verdict().headroom }),
      },
    });
    judgeWithOthers(this);
  }
}

const isNamespace = (value: unknown): boolean => typeof value === 'string' && isDnsLabel(value);

checkMethods(InferencePool, {
  admitFrom: [thingRule('namespace', isNamespace, 'the name of a namespace', "'research'")],
  addDemand: [DEMAND_SOURCE],
});
