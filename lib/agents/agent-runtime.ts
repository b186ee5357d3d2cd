import { Construct } from 'constructs';
import { frameworkEnv } from '../catalog/framework-environment';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import { PodImages } from '../platform/pod-images';
import { settleWorkload } from '../platform/settle-workload';
import type { DepthTrigger } from '../queues/contract';
import { scaleWorkers, type WorkerBounds } from '../queues/worker-scaling';
import { isRouter } from '../routing/contract';
import type { IService } from '../security/service';
import type { Workload } from '../security/workload';
import { workloadNameFindings } from '../security/workload-name';
import { constructId } from '../terraform/construct-id';
import { definedOnly } from '../terraform/defined-only';
import type { TerraformStack } from '../terraform/engine';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { type AgentRuntimeProps, type AgentRuntimeSpec, agentRuntimeSchema } from './agent-runtime-props';
import { renderCpuPods } from './cpu-pods';
import { openNetwork, outsideEnv } from './cpu-pods-network';
import { wiredWays } from './data-ways';
import { identityFindings } from './identity-findings';
import { servicePartsFindings } from './parts-findings';
import { workerBounds } from './queue-workers';
import { podsResidencyFindings } from './residency';
import { RUNTIME_RULES } from './rules';
import { type RuntimeLoad, replicasOf } from './runtime-load';
import { startedFindings } from './started-findings';
import { wiredEnv, wiredVolumes, wiredWork } from './wiring';
import { wiringFindings } from './wiring-findings';

/** Variable in which the agents find their roles, as JSON. */
export const ROLES_VARIABLE = 'AGENT_FLEET_ROLES';

/**
 * The agents' own pods. They hold no model: every call goes through the router, every state into a store.
 *
 * @example
 * new AgentRuntime(stack, 'batch', { cluster, framework: 'custom', image: 'registry.example.com/batch:2.0.0', services: [fleet.router] });
 */
export class AgentRuntime extends Construct {
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  readonly name: string;
  readonly workload: Workload;
  readonly spec: AgentRuntimeSpec;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: AgentRuntimeProps) {
    super(scope, constructId(scope, id, 'AgentRuntime'));
    this.spec = parseProps(agentRuntimeSchema, props, { path: this.node.path, className: 'AgentRuntime' });
    this.stack = stackOf(scope, id, 'AgentRuntime');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;
    this.workload = settleWorkload(this, {
      stack: this.stack,
      cluster: this.cluster,
      component: 'agent-runtime',
      name: this.spec.name,
      namespace: this.spec.namespace,
      governance: definedOnly({ compliance: this.spec.compliance }),
    });
    this.renderPods();
    openNetwork(this.workload, { ...this.spec, services: this.services() }, this.spec.port ?? 0);
    this.work();
    SynthesisRegistry.of(this).register(this, { findings: () => this.findings() });
  }

  private renderPods(): void {
    const { name, workload, cluster } = this;
    const load = this.load();
    const scaled = this.scaled();
    const replicas = this.spec.consumes === undefined ? this.spec.replicas : Math.max(1, this.workers().min);
    const spec = { ...this.spec, replicas: load === null ? replicas : replicasOf(load) };
    const labels = { 'agent-fleet/framework': spec.framework };
    const what = { component: 'agent-runtime', container: 'agents', labels } as const;
    const images = new PodImages(cluster, workload, spec.imagePullSecrets);
    renderCpuPods({
      scope: this,
      name,
      ...what,
      partOf: this.stack.node.id,
      workload,
      spec,
      images,
      wiredVolumes: wiredVolumes(this.services()),
      providedEnv: { ...this.frameworkEnv(), ...this.providedEnv() },
      scaledTo: scaled === null ? undefined : this.workers().max,
    });
    if (scaled !== null) scaleWorkers(this.stack, workload, scaled, this.workers());
  }

  /** What the agents are wired to, their queue included. */
  private services(): readonly IService[] {
    const { services = [], consumes } = this.spec;
    return consumes === undefined || services.includes(consumes) ? services : [...services, consumes];
  }

  /** How many pods work on the queue. */
  private workers(): WorkerBounds {
    return workerBounds(this.spec.workers, this.spec.sessions ?? null, false);
  }

  /** The signal that scales the pods; null where they take nothing from a queue, or nobody can ask for its depth. */
  private scaled(): DepthTrigger | null {
    return this.spec.consumes?.depth(this.workers().tasksPerWorker) ?? null;
  }

  /** The queue learns who works on it; a fleet tells it more of the same runtime afterwards. */
  private work(): void {
    const { max, tasksPerWorker } = this.workers();
    this.spec.consumes?.consumedBy({ path: this.node.path, taskTime: () => null, tasksAtOnce: () => max * tasksPerWorker });
  }

  /** Variables that services and the fleet set. */
  providedEnv(): Record<string, string | SecretRef> {
    const roles = this.spec.roles === undefined ? {} : { [ROLES_VARIABLE]: JSON.stringify(this.spec.roles) };
    return { ...outsideEnv(this.spec, this.services(), this.workload), ...wiredEnv(this.services(), this.workload), ...roles };
  }

  /** Defaults of the framework, which `env` may set otherwise. */
  private frameworkEnv(): Record<string, string> {
    const { framework, roles = {} } = this.spec;
    return frameworkEnv(
      framework,
      Object.values(roles).map(({ model }) => model),
    );
  }

  private findings(): Finding[] {
    const { spec, workload, node } = this;
    const started = startedFindings({
      path: node.path,
      workload,
      image: spec.image,
      env: spec.env,
      args: spec.args,
      runAsUser: spec.runAsUser,
      provided: this.providedEnv(),
    });
    const identified = identityFindings(spec).map((finding) => place(node.path, finding));
    return [...started, ...identified, ...this.loadFindings(), ...this.nameFindings(), ...this.wiringFindings()];
  }

  /** Null where the number of sessions is not known: the fleet judges those of its own runtime. */
  private load(): RuntimeLoad | null {
    const { sessions, sessionsPerReplica = null, replicas: asked = null, consumes } = this.spec;
    return sessions === undefined || consumes !== undefined ? null : { prefix: '', sessions, sessionsPerReplica, asked };
  }

  private loadFindings(): Finding[] {
    const load = this.load();
    return load === null ? [] : evaluateRules(RUNTIME_RULES, load).map((finding) => place(this.node.path, finding));
  }

  /** The runtime of a fleet is wired by the fleet, which says so of its own props. */
  private wiringFindings(): Finding[] {
    const { scope } = this.node;
    if (scope !== undefined && 'runtime' in scope && scope.runtime === this) return [];
    const services = wiredWork(this.spec);
    const modelsOf = (service: IService) => (isRouter(service) ? service.modelsOf?.(this.workload) : undefined);
    const others: Record<string, string> = this.spec.roles === undefined ? {} : { [ROLES_VARIABLE]: 'roles' };
    const found = wiringFindings({ services, client: this.workload, others, environment: this.cluster.environment });
    const parts = servicePartsFindings('runtime', this, services);
    const resident = podsResidencyFindings(this, 'runtime', () => wiredWays(this.node.path, this.cluster, this.spec, modelsOf));
    return [...[...found, ...resident].map((finding) => place(this.node.path, finding)), ...parts];
  }

  private nameFindings(): Finding[] {
    const rule = { becomes: 'a Deployment', example: "new AgentRuntime(stack, 'agents', …)", isGiven: this.spec.name !== undefined };
    return workloadNameFindings(this.name, rule).map((finding) => place(this.node.path, finding));
  }
}
