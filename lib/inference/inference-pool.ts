/**
 * One model on one kind of GPU, served by identical replicas. Roles of fleets demand from it; what it can supply is computed,
 * and the engine gets exactly the limits that the computation used.
 */
import { Construct } from 'constructs';
import type { RoleDemand } from '../capacity/demand/role-demand';
import { judgePool } from '../capacity/fit/judge';
import type { ClassifiedRole } from '../capacity/fit/mixed-latency';
import type { PoolInput } from '../capacity/fit/pool-input';
import type { PoolVerdict } from '../capacity/fit/pool-verdict';
import { requestsInFlight } from '../capacity/fit/requests-in-flight';
import { GPUS_PER_NODE } from '../capacity/fit/rules/tensor-parallel-in-node';
import { Engine } from '../catalog/engines/engine';
import type { EngineMetrics } from '../catalog/engines/engine-metrics';
import type { Gpu } from '../catalog/gpu';
import type { Finding } from '../core/finding';
import { parseProps } from '../core/schema';
import type { PoolPlan } from '../plan/schema';
import type { Cluster } from '../platform/cluster';
import type { NodePool } from '../platform/node-pool';
import { settleWorkload } from '../platform/settle-workload';
import { allowFromNamespace, allowInternet } from '../security/network-edges';
import { type IReachable, serviceHost, type Workload } from '../security/workload';
import { definedOnly } from '../terraform/defined-only';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import type { EngineAdapter } from './engines/adapter';
import { adapterOf } from './engines/registry';
import { type InferencePoolProps, type InferencePoolSpec, inferencePoolSchema } from './inference-pool-props';
import { copiesOf } from './pod-shape';
import { brandPool, isInferencePool } from './pool-brand';
import { poolFindings } from './pool-findings';
import { toPoolPlan } from './pool-plan';
import type { PoolReplica } from './pool-replica';
import { loadsIntoPod, renderPool } from './pool-resources';
import { replicaSpecOf } from './replica-spec';
import type { IScalable } from './scaling-policy';
import { metricsPortName } from './serving-ports';

/** What a fleet asks of a pool; asked for when the app is synthesized, because roles may still be added. */
export interface DemandSource {
  planned(): readonly RoleDemand[];
  /** Demand at the declared peak; empty when the plan is the peak. */
  peak(): readonly RoleDemand[];
  /** Latency classes that its roles on this pool declare. */
  classes?(): readonly ClassifiedRole[];
}

export class InferencePool extends Construct implements IReachable, IScalable {
  static isInferencePool(value: unknown): value is InferencePool {
    return isInferencePool(value);
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
  readonly scaleTarget = { apiVersion: 'apps/v1', kind: 'Deployment' } as const;
  /** Engine and its version. */
  readonly engine: Engine;
  /** What the user asked for, with defaults. */
  readonly spec: InferencePoolSpec;
  private readonly adapter: EngineAdapter;
  private readonly demandSources: DemandSource[] = [];
  private judged: { readonly sources: number; readonly verdict: PoolVerdict } | undefined;

  /**
   * @throws FleetSpecError when a prop is malformed. Whether the model fits is judged when the app is synthesized, together
   * with every other problem of every stack.
   */
  constructor(scope: Construct, id: string, props: InferencePoolProps) {
    super(scope, id);
    brandPool(this);
    this.spec = parseProps(inferencePoolSchema, props, { path: this.node.path, className: 'InferencePool' });
    this.stack = stackOf(scope, id, 'InferencePool');
    this.cluster = this.spec.cluster;
    this.engine = this.spec.engine ?? Engine.vllm();
    this.adapter = adapterOf(this.engine, this.node.path);
    this.name = id;
    this.servedName = this.spec.model.id;
    this.workload = settleWorkload(this, {
      stack: this.stack,
      cluster: this.cluster,
      component: 'inference',
      namespace: this.spec.namespace,
    });
    this.host = serviceHost(this.name, this.workload.namespace.name);
    this.port = this.engine.port;

    renderPool(this, this.adapter);
    if (this.metricsPath !== null) allowFromNamespace(this.workload, this.cluster.monitoringNamespace, this.engine.metricsPort);
    if (loadsIntoPod(this, this.adapter)) allowInternet(this.workload);
    this.spec.scaling?.bind(this);
    this.register();
  }

  /** OpenAI-compatible address inside the cluster. */
  get url(): string {
    return `http://${this.host}:${this.port}/v1`;
  }

  /** Image of the engine as the cluster pulls it. Where its release has none for the GPU, the pool is refused (AF-ENG-028). */
  get image(): string {
    return this.cluster.image(this.engine.imageReference(this.spec.gpu) ?? `${this.engine.id}:none`);
  }

  /** Replicas that are always there. */
  get minReplicas(): number {
    return this.spec.scaling?.minReplicas ?? this.spec.replicas ?? 1;
  }

  /** Replicas the scaler may reach. */
  get maxReplicas(): number {
    return this.spec.scaling?.maxReplicas ?? this.minReplicas;
  }

  /** Pod names have one or two more parts; anything after the name would take the pods of a sibling such as `planner-long`, too. */
  get metricSelector(): string {
    return `namespace="${this.workload.namespace.name}",pod=~"${this.name}-[^-]+(-[^-]+)?"`;
  }

  get metrics(): EngineMetrics {
    return this.engine.metrics;
  }

  get metricsSource(): string {
    return this.engine.name;
  }

  get metricsPath(): string | null {
    return this.engine.metricsPath;
  }

  get metricsPortName(): string {
    return metricsPortName(this.engine);
  }

  /** Adds what a fleet asks of this pool. Demands of several fleets add up. */
  addDemand(source: DemandSource): void {
    this.demandSources.push(source);
  }

  /** What all fleets together plan to ask. */
  demands(): RoleDemand[] {
    return this.demandSources.flatMap((source) => source.planned());
  }

  /** What all fleets together ask at their peak; empty when none declares one. A fleet without a peak has its plan there, too. */
  peakDemands(): RoleDemand[] {
    const peaks = this.demandSources.map((source) => ({ peak: source.peak(), planned: source.planned() }));
    if (peaks.every(({ peak }) => peak.length === 0)) return [];
    return peaks.flatMap(({ peak, planned }) => (peak.length === 0 ? planned : peak));
  }

  /** Latency classes that roles on this pool declare. */
  classes(): ClassifiedRole[] {
    return this.demandSources.flatMap((source) => source.classes?.() ?? []);
  }

  /** Requests that run on one replica at once, at the floor or at the peak, whichever is more. */
  requestsInFlight(): number {
    return requestsInFlight(this.capacityInput());
  }

  /** Whether the demand fits, with every term of the arithmetic. */
  verdict(): PoolVerdict {
    if (this.judged?.sources !== this.demandSources.length) {
      this.judged = { sources: this.demandSources.length, verdict: judgePool(this.capacityInput()) };
    }
    return this.judged.verdict;
  }

  /** The pool as it stands in `fleet.plan.json`. */
  plan(): PoolPlan {
    return toPoolPlan(this);
  }

  /** One replica as the capacity engine sees it. */
  get replica(): PoolReplica {
    const nvlinkBridge = this.nodePoolsFor(this.spec.gpu).some((pool) => pool.nvlinkBridge);
    return replicaSpecOf(this.spec, this.engine, { nvlinkBridge, gpusPerNode: this.gpusPerNode(this.spec.gpu) ?? undefined });
  }

  /** The pool as the capacity laws read it. Copies of the attention within a replica count as replicas there. */
  capacityInput(): PoolInput {
    const { replica } = this;
    const measured = this.spec.measured;
    return {
      name: this.name,
      replica,
      replicas: this.minReplicas * copiesOf(replica),
      maxReplicas: this.maxReplicas * copiesOf(replica),
      mostGpusPerReplica: Math.floor((replica.gpusPerNode ?? GPUS_PER_NODE) / copiesOf(replica)),
      gpusPerNodeOf: (gpu) => this.gpusPerNode(gpu),
      demands: this.demands(),
      peakDemands: this.peakDemands(),
      pricePerGpuHour: this.priceFor(this.spec.gpu),
      prices: (gpu) => this.priceFor(gpu),
      ...(measured === undefined ? {} : { measured: definedOnly(measured) }),
    };
  }

  /** GPUs of the largest node with a card, of the largest server that is sold where the cluster declares none; null where nobody knows. */
  private gpusPerNode(gpu: Gpu): number | null {
    const nodePools = this.nodePoolsFor(gpu);
    return nodePools.length === 0 ? gpu.facts.largestServer : Math.max(...nodePools.map((pool) => pool.gpusPerNode));
  }

  /** Where replicas on a GPU may run: on its own one only in the node pool that the user pinned; another GPU means another node pool. */
  private nodePoolsFor(gpu: Gpu): readonly NodePool[] {
    return this.cluster.nodePoolsFor(gpu, this.pinnedFor(gpu));
  }

  private priceFor(gpu: Gpu): number | null {
    return this.cluster.priceFor(gpu, this.pinnedFor(gpu))?.usdPerGpuHour ?? null;
  }

  private pinnedFor(gpu: Gpu): string | undefined {
    return gpu.id === this.spec.gpu.id ? this.spec.nodePool : undefined;
  }

  private register(): void {
    SynthesisRegistry.of(this).register(this, {
      findings: (): Finding[] => poolFindings(this, this.adapter),
      plan: () => ({ pools: [this.plan()] }),
    });
  }
}
