import { Construct } from 'constructs';
import type { RoleDemand } from '../capacity/demand/role-demand';
import type { LatencyClass } from '../catalog/latency-class';
import type { HeldTargets } from '../catalog/latency-targets';
import { brand, hasBrand } from '../core/brand';
import { place, type UnplacedFinding } from '../core/finding';
import { checkMethods, thingRule } from '../core/method-arguments';
import { isLabel, MAX_SCALED_OBJECT, physicalName } from '../core/names';
import { parseProps } from '../core/schema';
import { deployedPools, type IInferencePool, isInferencePool } from '../inference/contract';
import { ObservabilityStack } from '../observability/observability-stack';
import type { ApiInstead, IObservedFleet, ObservedAgents } from '../observability/observed-fleet';
import type { Cluster } from '../platform/cluster';
import type { IRouter } from '../routing/contract';
import { defaultRouter } from '../routing/default-router';
import type { IService } from '../security/service';
import type { ISessionStore, IStateStore, ObservedStateStore, ObservedStore, ObservedVectorStore } from '../stores/contract';
import { SessionStore } from '../stores/session-store';
import { StateStore } from '../stores/state-store';
import { constructId } from '../terraform/construct-id';
import { definedOnly } from '../terraform/defined-only';
import type { TerraformStack } from '../terraform/engine';
import { givenName } from '../terraform/reserved-names';
import { stackOf } from '../terraform/stack-of';
import { SynthesisRegistry } from '../terraform/synthesis-registry';
import { type ITracing, isTracing } from '../tracing/contract';
import { type AgentFleetProps, type AgentFleetSpec, agentFleetSchema } from './agent-fleet-props';
import { agentLimits, limitsService } from './agent-limits';
import { AgentRuntime } from './agent-runtime';
import { changedFleet } from './changed-props';
import { clientLoad } from './client-load';
import { fleetFindings } from './fleet-findings';
import { messagesService } from './fleet-messages';
import { toFleetPlan } from './fleet-plan';
import { longRoles, poolsOfFleet, strictestLatency, strictestTargetsOn } from './fleet-pools';
import { addRoutes } from './fleet-routes';
import { runtimeProps, runtimeRoles } from './fleet-runtime';
import { fleetWiringFindings, servicesOfFleet, type WiredFleet } from './fleet-services';
import { type FleetView, fleetView } from './fleet-view';
import { governancePlan } from './governance-plan';
import { GpuService } from './gpu-service';
import { guardFindings } from './guarded-fleet';
import { haveDay, laterDemand } from './later-demand';
import { partsFindings } from './parts-findings';
import { fillsItself, queueConsumer } from './queue-workers';
import { reachedServices } from './reached-services';
import { type ResidentFleet, residencyFindings } from './residency';
import { longAlias } from './role-context';
import { apiInsteadOn } from './role-crossover';
import type { RoleProps } from './role-props';
import { routerAnswers } from './router-answers';
import { watchedStores } from './watched-stores';
import type { WiredService } from './wiring';

/** Longest names of what a fleet makes for itself; a longer one is cut and distinguished by a hash. */
const PART_NAMES = { sessions: 52, state: 50, router: 52, agents: 63 } as const;

/**
 * A fleet: roles that work together on workflows, their runtime, their router and stores. It turns topology × workflows × context into demand
 * on the pools; whether that fits is judged when the app is synthesized.
 *
 * @example
 * new AgentFleet(stack, 'research', {
 *   cluster,
 *   topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['researcher'] }),
 *   concurrentWorkflows: 25,
 *   roles: { planner: { pool: planner, contextTokens: 12_000 }, researcher: { pool: workers, contextTokens: 8_000 } },
 *   runtime: { framework: 'langgraph', image: 'registry.example.com/research-agents:1.4.2' },
 * });
 */
export class AgentFleet extends Construct implements IObservedFleet {
  /** Recognises fleets by their brand, so that two copies of the library agree. */
  static isAgentFleet(value: unknown): value is AgentFleet {
    return hasBrand(value, 'AgentFleet');
  }

  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  readonly name: string;
  /** Router through which the agents reach every pool. */
  readonly router: IRouter;
  readonly sessionStore: ISessionStore | undefined;
  readonly stateStore: IStateStore | undefined;
  readonly runtime: AgentRuntime;
  private readonly given: AgentFleetSpec;

  /**
   * @throws FleetSpecError when a prop is malformed. Whether the fleet fits is judged when the app is synthesized, together
   * with every other problem of every stack.
   */
  constructor(scope: Construct, id: string, props: AgentFleetProps) {
    super(scope, constructId(scope, id, 'AgentFleet'));
    brand(this, 'AgentFleet');
    this.given = parseProps(agentFleetSchema, props, { path: this.node.path, className: 'AgentFleet' });
    this.stack = stackOf(scope, id, 'AgentFleet');
    this.cluster = this.spec.cluster;
    this.name = this.spec.name ?? id;

    this.sessionStore = this.ownOrGiven(this.spec.sessionStore, () => new SessionStore(this, `${id}-sessions`, this.part('sessions')));
    this.stateStore = this.ownOrGiven(this.spec.stateStore, () => new StateStore(this, `${id}-state`, this.part('state')));
    this.router = this.spec.router ?? this.ownRouter(id);
    addRoutes(this.router, { name: this.name, owner: this.node.path, roles: this.roles, spec: this.spec, view: () => this.view() });
    for (const tracing of this.tracings()) this.router.traceTo?.(tracing);
    this.runtime = new AgentRuntime(this, `${id}-agents`, {
      ...this.part('agents'),
      ...runtimeProps(this.spec, () => this.view()),
      ...definedOnly({ compliance: this.spec.compliance }),
      services: this.runtimeServices(),
      roles: runtimeRoles(this.view(), this.router),
    });
    this.addDemand();
    this.router.expectLoad?.(this.runtime.workload, () => clientLoad(this.view()));
    this.work();
    this.register();
  }

  /** What was asked for, with defaults. */
  get spec(): AgentFleetSpec {
    return SynthesisRegistry.of(this).specOf(this, this.given);
  }

  /** Its agents, as dashboards show them. */
  get agents(): ObservedAgents {
    const { name, namespace } = this.runtime.workload;
    const { consumes } = this.spec.runtime;
    const scaledObject = consumes === undefined ? null : physicalName([name], MAX_SCALED_OBJECT);
    const queue = consumes === undefined ? null : (consumes.observed ?? { name: consumes.name, mostTasks: () => null, dead: null });
    return { name, namespace: namespace.name, scaledObject, queue };
  }

  /** Stores of sessions and tasks that serve metrics: its own, and those that its agents reach through MCP servers and sandboxes. */
  get stores(): readonly ObservedStore[] {
    const ofTasks = this.agents.queue?.store;
    return [...watchedStores(this.reached()).stores, ...(ofTasks === undefined ? [] : [ofTasks])];
  }

  /** State stores that serve metrics: its own, and those that its agents reach through MCP servers and sandboxes. */
  get stateStores(): readonly ObservedStateStore[] {
    return watchedStores(this.reached()).stateStores;
  }

  /** Vector stores that are watched, which its agents use themselves or through MCP servers and sandboxes. */
  get vectorStores(): readonly ObservedVectorStore[] {
    return watchedStores(this.reached()).vectorStores;
  }

  /** Tools on GPUs that its agents use, themselves or through MCP servers and sandboxes. */
  get gpuServices(): readonly GpuService[] {
    return this.reached().filter(GpuService.isGpuService);
  }

  /** The roles by name. */
  get roles(): Readonly<Record<string, RoleProps>> {
    return this.spec.roles as Readonly<Record<string, RoleProps>>;
  }

  /** Pools that serve the roles, the embeddings and the reranking, each once. */
  pools(): readonly IInferencePool[] {
    return poolsOfFleet(this.roles, this.spec);
  }

  /** The strictest latency class of the roles on a pool. */
  latencyOf(pool: IInferencePool): LatencyClass {
    return strictestLatency(this.roles, pool);
  }

  /** The API of the one role that asks a pool, at the price of its mix of tokens; null where none is named or several roles share it. */
  apiInsteadOf(pool: IInferencePool): ApiInstead | null {
    return apiInsteadOn(this.view(), pool.node.path);
  }

  /** Of each latency target the strictest that a role on a pool asks, itself or by its class. */
  latencyTargetsOf(pool: IInferencePool): HeldTargets {
    return strictestTargetsOn(this.roles, pool);
  }

  /** Sessions by role at a number of concurrent workflows; roles that are known by their conversations at their quietest hour. */
  demandAt(concurrentWorkflows: number): RoleDemand[] {
    return this.view().demandAt(concurrentWorkflows);
  }

  /** The fleet as plain values. One view holds until something is added to the app. */
  view(): FleetView {
    return SynthesisRegistry.of(this).once(this, () =>
      fleetView(this.spec, {
        name: this.name,
        path: this.node.path,
        nodes: this.cluster.nodes,
        environment: this.cluster.environment,
        hasStateStore: this.stateStore !== undefined,
        hasSessionStore: this.sessionStore !== undefined,
        isWatched: () => this.isWatched(),
        isTraced: () => this.traced,
        poolOf: (pool) => pool.view(),
        ...routerAnswers(this.router, () => this.runtime.workload),
      }),
    );
  }

  /** Whether the steps of its agents can be followed. */
  get traced(): boolean {
    return this.tracings().length > 0;
  }

  private isWatched(): boolean {
    const watching = SynthesisRegistry.of(this).registered(ObservabilityStack.isObservabilityStack);
    return watching.some(({ spec }) => spec.fleets.includes(this));
  }

  private tracings(): ITracing[] {
    return (this.spec.services ?? []).filter(isTracing);
  }

  /** Cluster, namespace and name of what the fleet makes for itself. */
  private part(suffix: keyof typeof PART_NAMES, given?: string) {
    const { cluster, namespace } = this.spec;
    const name = given ?? physicalName([this.name, suffix], PART_NAMES[suffix]);
    // A part whose name is not valid reports it itself, for its id.
    return { cluster, ...(isLabel(name) ? { name } : {}), ...(namespace === undefined ? {} : { namespace }) };
  }

  private ownOrGiven<T extends IService>(given: T | false | undefined, make: () => T): T | undefined {
    if (given === false) return undefined;
    return given ?? make();
  }

  /** Replicas of a router share their counters through the session store of the fleet, where it has one. */
  private ownRouter(id: string): IRouter {
    const shared = this.sessionStore === undefined ? {} : { sessionStore: this.sessionStore };
    const router = defaultRouter(this, `${id}-router`, { ...this.part('router'), ...shared });
    for (const [role] of longRoles(this.roles)) router.fallback({ alias: role, to: [longAlias(role)], when: 'context-window' });
    return router;
  }

  /** What the agents call, each with the prop that names it. */
  private wired(): WiredService[] {
    return servicesOfFleet(this.spec, this);
  }

  private reached(): IService[] {
    return reachedServices(this.wired().map(({ service }) => service));
  }

  /** The same, and what the agents are told of limits and messages. */
  private runtimeServices(): IService[] {
    const { messages } = this.spec;
    const told = messages === undefined ? [] : [messagesService({ scope: this, partOf: this.stack.node.id }, this.name, messages)];
    return [...this.wired().map(({ service }) => service), limitsService(() => agentLimits(this.view())), ...told];
  }

  private wiredFleet(): WiredFleet {
    const { spec, cluster, runtime, node } = this;
    return { path: node.path, spec, services: this.wired(), client: runtime.workload, environment: cluster.environment };
  }

  private guardFindings(): UnplacedFinding[] {
    return guardFindings(
      this.spec,
      this.router,
      this.wired().map(({ service }) => service),
    );
  }

  private residentFleet(): ResidentFleet {
    const { cluster, spec, router, runtime } = this;
    return { cluster, spec, router, runtime, services: this.wired().map(({ service }) => service) };
  }

  /** The queue learns how long its tasks take, and whether the agents fill it themselves. */
  private work(): void {
    const { runtime, services } = this.spec;
    const fills = fillsItself({ ...runtime, services });
    runtime.consumes?.consumedBy(queueConsumer(this.runtime.node.path, fills, () => this.view()));
  }

  /** Demands are asked for at synthesis; each pool gets the roles that name it. */
  private addDemand(): void {
    for (const pool of this.pools()) {
      pool.addDemand(laterDemand(() => this.view().demandOn(pool.node.path), haveDay(this.roles)));
    }
  }

  private register(): void {
    const registry = SynthesisRegistry.of(this);
    // Demands on a pool and sections of a plan are told apart by it.
    const words = givenName(this.spec.name);
    registry.names.reserve(`fleet of cluster ${this.cluster.name}`, this.name, this, words);
    registry.names.reserve(`fleet of stack ${this.stack.node.path}`, this.name, this, words);
    registry.register(this, {
      findings: () => [
        ...fleetFindings(this.view()),
        ...partsFindings(this),
        ...fleetWiringFindings(this.wiredFleet()),
        ...[...residencyFindings(this.residentFleet()), ...this.guardFindings()].map((finding) => place(this.node.path, finding)),
      ],
      cluster: this.cluster,
      plan: () => ({ fleets: [toFleetPlan(this.view(), this.wired(), governancePlan(this.residentFleet()))] }),
      changeable: {
        kind: 'fleet',
        name: this.name,
        changed: (changes) => changedFleet(this.given, changes),
        uses: (path) => [...this.pools(), ...deployedPools(this.pools())].some((pool) => pool.node.path === path),
      },
    });
  }
}

/** More than any fleet has at once, few enough to compute with. */
const MOST_WORKFLOWS = 1e9;
const isCount = (value: unknown) => typeof value === 'number' && value >= 0 && value <= MOST_WORKFLOWS;

checkMethods(AgentFleet, {
  latencyOf: [thingRule('pool', isInferencePool, 'an InferencePool', 'pool')],
  apiInsteadOf: [thingRule('pool', isInferencePool, 'an InferencePool', 'pool')],
  latencyTargetsOf: [thingRule('pool', isInferencePool, 'an InferencePool', 'pool')],
  demandAt: [thingRule('concurrentWorkflows', isCount, 'a number from 0', '25')],
});
