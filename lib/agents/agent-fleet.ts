/**
 * A fleet: roles that work together on workflows, their runtime, their router and stores. It turns topology × workflows ×
 * context into demand on the pools; whether that fits is judged when the app is synthesized.
 */
import { Construct } from 'constructs';
import { planDemand } from '../capacity/demand/plan-demand';
import type { RoleDemand } from '../capacity/types';
import type { LatencyClass } from '../catalog/latency-class';
import { parseProps } from '../core/schema';
import type { InferencePool } from '../inference/inference-pool';
import type { IObservedFleet } from '../observability/observed-fleet';
import type { Cluster } from '../platform/cluster';
import { LiteLLMRouter } from '../routing/litellm-router';
import type { IService } from '../security/network-client';
import type { ISessionStore, IStateStore } from '../stores/contract';
import { SessionStore } from '../stores/session-store';
import { StateStore } from '../stores/state-store';
import type { TerraformStack } from '../terraform/engine';
import { Ledger } from '../terraform/ledger';
import { stackOf } from '../terraform/stack-of';
import { type AgentFleetProps, type AgentFleetSpec, agentFleetSchema, type RoleProps } from './agent-fleet-props';
import { AgentRuntime } from './agent-runtime';
import type { AgentRuntimeOptions } from './agent-runtime-props';
import { fleetFindings } from './fleet-findings';
import { toFleetPlan } from './fleet-plan';

/** Alias under which the agents ask for embeddings. */
export const EMBEDDINGS_ALIAS = 'embeddings';

/** From the class that waits least to the one that waits longest. */
const LATENCY_ORDER: readonly LatencyClass[] = ['voice', 'chat', 'background'];

export class AgentFleet extends Construct implements IObservedFleet {
  readonly cluster: Cluster;
  readonly stack: TerraformStack;
  readonly name: string;
  readonly spec: AgentFleetSpec;
  /** Router through which the agents reach every pool. */
  readonly router: LiteLLMRouter;
  readonly sessionStore: ISessionStore | undefined;
  readonly stateStore: IStateStore | undefined;
  readonly runtime: AgentRuntime;

  /**
   * @throws FleetSpecError when a prop is malformed. Whether the fleet fits is judged when the app is synthesized, together
   * with every other problem of every stack.
   */
  constructor(scope: Construct, id: string, props: AgentFleetProps) {
    super(scope, id);
    this.spec = parseProps(agentFleetSchema, props, { path: this.node.path, className: 'AgentFleet' });
    this.stack = stackOf(scope, id, 'AgentFleet');
    this.cluster = this.spec.cluster;
    this.name = id;

    this.sessionStore = this.ownOrGiven(this.spec.sessionStore, () => new SessionStore(this, `${id}-sessions`, { cluster: this.cluster }));
    this.stateStore = this.ownOrGiven(this.spec.stateStore, () => new StateStore(this, `${id}-state`, { cluster: this.cluster }));
    this.router = this.spec.router ?? this.ownRouter();
    this.addRoutes();
    this.runtime = new AgentRuntime(this, `${id}-agents`, {
      ...(this.spec.runtime as AgentRuntimeOptions),
      cluster: this.cluster,
      services: [this.router, this.sessionStore, this.stateStore].filter((service) => service !== undefined),
      roles: this.runtimeRoles(),
    });
    this.addDemand();
    this.enrol();
  }

  /** The roles by name. */
  get roles(): Readonly<Record<string, RoleProps>> {
    return this.spec.roles as Readonly<Record<string, RoleProps>>;
  }

  /** Pools that serve the roles and the embeddings, each once. */
  pools(): readonly InferencePool[] {
    const serving = Object.values(this.roles).map((role) => role.pool);
    return [...new Set([...serving, ...(this.spec.embeddings === undefined ? [] : [this.spec.embeddings])])];
  }

  /** The strictest latency class of the roles on a pool. */
  latencyOf(pool: InferencePool): LatencyClass {
    const classes = Object.values(this.roles)
      .filter((role) => role.pool === pool)
      .map((role) => role.latency ?? 'background');
    return LATENCY_ORDER.find((latency) => classes.includes(latency)) ?? 'background';
  }

  /** Sessions by role at a number of concurrent workflows. */
  demandAt(concurrentWorkflows: number): RoleDemand[] {
    return planDemand({ fleet: this.name, topology: this.spec.topology, concurrentWorkflows, roles: this.roles });
  }

  private ownOrGiven<T extends IService>(given: T | false | undefined, make: () => T): T | undefined {
    if (given === false) return undefined;
    return given ?? make();
  }

  /** Replicas of a router share their counters through the session store of the fleet, where it has one. */
  private ownRouter(): LiteLLMRouter {
    const shared = this.sessionStore === undefined ? {} : { sessionStore: this.sessionStore };
    return new LiteLLMRouter(this, `${this.name}-router`, { cluster: this.cluster, ...shared });
  }

  private addRoutes(): void {
    for (const [role, { pool }] of Object.entries(this.roles)) this.router.addRoute({ alias: role, pool, owner: this.node.path });
    if (this.spec.embeddings !== undefined) {
      this.router.addRoute({ alias: EMBEDDINGS_ALIAS, pool: this.spec.embeddings, owner: this.node.path });
    }
  }

  private runtimeRoles() {
    return Object.fromEntries(Object.entries(this.roles).map(([role, { contextTokens }]) => [role, { model: role, contextTokens }]));
  }

  /** Demands are asked for at synthesis; each pool gets the roles that name it. */
  private addDemand(): void {
    for (const pool of this.pools()) {
      const onPool = (demands: RoleDemand[]) => demands.filter((demand) => this.roles[demand.role]?.pool === pool);
      pool.addDemand({
        planned: () => onPool(this.demandAt(this.spec.concurrentWorkflows)),
        peak: () => (this.spec.peakWorkflows === undefined ? [] : onPool(this.demandAt(this.spec.peakWorkflows))),
      });
    }
  }

  private enrol(): void {
    const ledger = Ledger.of(this);
    ledger.claim('fleet', this.name, this);
    ledger.enrol(this, { findings: () => fleetFindings(this), plan: () => ({ fleets: [toFleetPlan(this)] }) });
  }
}
