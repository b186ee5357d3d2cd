import { Construct } from 'constructs';
import { frameworkEnv } from '../catalog/framework-environment';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { parseProps } from '../core/schema';
import type { SecretRef } from '../core/secret-ref';
import type { Cluster } from '../platform/cluster';
import type { DepthTrigger } from '../queues/contract';
import { existingQueueFindings } from '../queues/existing/existing-queue-findings';
import { scaleWorkers, type WorkerBounds } from '../queues/worker-scaling';
import { isRouter } from '../routing/contract';
import type { IService } from '../security/service';
import type { Workload } from '../security/workload';
import { keepsState } from '../stores/contract';
import type { StateKeeper } from '../stores/state-keepers';
import { constructId } from '../terraform/construct-id';
import { definedOnly } from '../terraform/defined-only';
import type { TerraformStack } from '../terraform/engine';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { type AgentRuntimeProps, type AgentRuntimeSpec, agentRuntimeSchema } from './agent-runtime-props';
import { toolsAsked } from './asked-sleepers';
import { keepState } from './kept-state';
import { fillsItself, longestRequestOf, workerBounds } from './queue-workers';
import { RUNTIME_RULES, SLEEPER_RULES, WORKER_RULES } from './rules';
import { DEFAULT_REPLICAS, type RuntimeLoad, replicasOf } from './runtime-load';
import { LEAST_GRACE_SECONDS, servingGraceSeconds, workerGraceSeconds } from './stop-grace';
import { WiredPods, type WiredPodsKind } from './wired-pods';

const KIND: WiredPodsKind = {
  className: 'AgentRuntime',
  component: 'agent-runtime',
  kind: 'runtime',
  becomes: 'a Deployment',
  example: "new AgentRuntime(stack, 'agents', …)",
};

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
  private readonly pods: WiredPods;

  /** @throws FleetSpecError when a prop is malformed. */
  constructor(scope: Construct, id: string, props: AgentRuntimeProps) {
    super(scope, constructId(scope, id, 'AgentRuntime'));
    this.spec = parseProps(agentRuntimeSchema, props, { path: this.node.path, className: 'AgentRuntime' });
    const { cluster, compliance } = this.spec;
    this.pods = new WiredPods(this, this.spec, { ...KIND, governance: definedOnly({ compliance }) });
    this.cluster = cluster;
    this.stack = this.pods.stack;
    this.name = this.pods.name;
    this.workload = this.pods.workload;
    this.renderPods();
    this.pods.openNetwork();
    this.pods.prepare();
    this.tellStores();
    keepState(this.pods.services, this.workload, () => this.keeper());
    this.work();
    SynthesisRegistry.of(this).register(this, { findings: () => this.findings(), cluster: this.cluster });
  }

  private renderPods(): void {
    const scaled = this.scaled();
    const settings = { ...this.spec, replicas: this.replicas() };
    const rendered = {
      container: 'agents',
      labels: { 'agent-fleet/framework': this.spec.framework },
      providedEnv: { ...this.frameworkEnv(), ...this.providedEnv() },
      scaledTo: scaled === null ? undefined : this.workers().max,
      graceSeconds: () => this.graceSeconds(),
    };
    this.pods.render(rendered, settings);
    if (scaled !== null) scaleWorkers(this.stack, this.workload, scaled, this.workers());
  }

  /** Pods that run where nobody scales them. */
  private replicas(): number {
    const load = this.load();
    if (load !== null) return replicasOf(load);
    return this.spec.consumes === undefined ? (this.spec.replicas ?? DEFAULT_REPLICAS) : Math.max(1, this.workers().min);
  }

  /** What a stopped pod has to finish what it has begun. */
  private graceSeconds(): number {
    const { graceSeconds, consumes, port } = this.spec;
    if (graceSeconds !== undefined) return graceSeconds;
    if (consumes !== undefined) return workerGraceSeconds(consumes.delivery?.());
    return port === undefined ? LEAST_GRACE_SECONDS : servingGraceSeconds(longestRequestOf(this.pods.services, this.workload));
  }

  /** How many pods work on the queue. */
  private workers(): WorkerBounds {
    return workerBounds(this.spec.workers, this.spec.sessions ?? null, false);
  }

  /** The signal that scales the pods; null where they take nothing from a queue, or nobody can ask for its depth. */
  private scaled(): DepthTrigger | null {
    return this.spec.consumes?.depth(this.workers().tasksPerWorker) ?? null;
  }

  /** State stores learn how many connections the pods open: while they are replaced there is one more. */
  private tellStores(): void {
    const { databaseConnections } = this.spec;
    if (databaseConnections === undefined) return;
    const pods = this.scaled() === null ? this.replicas() : this.workers().max;
    const stores = this.pods.services.filter(keepsState);
    for (const store of stores) store.expectConnections?.(this.workload, () => (pods + 1) * databaseConnections);
  }

  private keeper(): StateKeeper {
    const { framework, image } = this.spec;
    const fleet = this.fleet();
    return {
      path: fleet?.path ?? this.node.path,
      name: fleet?.name ?? this.name,
      framework,
      image,
      fleet: fleet?.name ?? null,
      stack: this.stack.node.path,
    };
  }

  /** Null for a runtime by itself. */
  private fleet(): { readonly name: string; readonly path: string } | null {
    const { scope } = this.node;
    if (scope === undefined || !isOfFleet(this)) return null;
    return { name: 'name' in scope ? String(scope.name) : scope.node.id, path: scope.node.path };
  }

  /** The queue learns who works on it; a fleet tells it more of the same runtime afterwards. */
  private work(): void {
    const { max, tasksPerWorker } = this.workers();
    this.spec.consumes?.consumedBy({
      path: this.node.path,
      taskTime: () => null,
      tasksAtOnce: () => max * tasksPerWorker,
      fills: fillsItself(this.spec),
      requestSeconds: () => longestRequestOf(this.pods.services, this.workload),
    });
  }

  /** Variables that services and the fleet set. */
  providedEnv(): Record<string, string | SecretRef> {
    const roles = this.spec.roles === undefined ? {} : { [ROLES_VARIABLE]: JSON.stringify(this.spec.roles) };
    return { ...this.pods.providedEnv(), ...roles };
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
    return [...this.pods.startFindings(this.providedEnv()), ...this.loadFindings(), ...this.queueFindings(), ...this.wiringFindings()];
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

  /** What is no construct says nothing by itself; the first of those who work on it says it once. */
  private queueFindings(): Finding[] {
    const { consumes } = this.spec;
    if (consumes === undefined) return [];
    const delivery = consumes.delivery?.();
    const { path, prefix } = this.said();
    const ended = {
      prefix,
      graceSeconds: this.graceSeconds(),
      taskTime: delivery?.taskTime ?? null,
      maxAttempts: delivery?.maxAttempts ?? null,
    };
    const cut = evaluateRules(WORKER_RULES, ended).map((finding) => place(path, finding));
    return [...existingQueueFindings(consumes, this.node.path), ...cut];
  }

  /** Where its props stand: the runtime of a fleet has them from the fleet. */
  private said(): { readonly path: string; readonly prefix: '' | 'runtime.' } {
    const { scope } = this.node;
    return isOfFleet(this) && scope !== undefined ? { path: scope.node.path, prefix: 'runtime.' } : { path: this.node.path, prefix: '' };
  }

  /** The runtime of a fleet is wired by the fleet, which says so of its own props. */
  private wiringFindings(): Finding[] {
    if (isOfFleet(this)) return [];
    const modelsOf = (service: IService) => (isRouter(service) ? service.modelsOf?.(this.workload) : undefined);
    const others = this.spec.roles === undefined ? {} : { [ROLES_VARIABLE]: 'roles' };
    return [...this.pods.wiringFindings(others, modelsOf), ...this.toolFindings()];
  }

  private toolFindings(): Finding[] {
    const asking = { services: this.pods.services, serves: this.spec.port !== undefined };
    return toolsAsked(asking).flatMap((asked) => evaluateRules(SLEEPER_RULES, asked).map((finding) => place(this.node.path, finding)));
  }
}

/** Its fleet made it. */
function isOfFleet(runtime: AgentRuntime): boolean {
  const { scope } = runtime.node;
  return scope !== undefined && 'runtime' in scope && scope.runtime === runtime;
}
