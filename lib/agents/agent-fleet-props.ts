import { z } from 'zod';
import { flowSchema } from '../capacity/demand/check-flow';
import { type FlowNode, Topology } from '../capacity/demand/topology';
import { MOST } from '../capacity/limits';
import type { LatencyClass } from '../catalog/latency-class';
import { type Region, regionSchema } from '../catalog/region';
import { dnsLabel } from '../core/kubernetes/dns-label';
import { alsoCalled } from '../core/meant';
import { takesProps } from '../core/prop-homes';
import { branded, wholeNumber } from '../core/schema';
import { type Budget, budgetSchema } from '../economics/budget';
import { type IInferencePool, isInferencePool } from '../inference/contract';
import { Cluster } from '../platform/cluster';
import { type IRouter, isRouter } from '../routing/contract';
import { ROUTER_EXAMPLE } from '../routing/default-router';
import { type Compliance, complianceSchema } from '../security/governance/governance';
import { type Namespace, namespaceSchema } from '../security/namespace';
import type { IService } from '../security/service';
import { type ISessionStore, type IStateStore, isSessionStore, isStateStore } from '../stores/contract';
import { type FleetRuntimeProps, fleetRuntimeSchema } from './agent-runtime-props';
import { type ApiRoleProps, apiRoleSchema } from './api-role-props';
import { type FleetMessagesProps, fleetMessagesSchema } from './fleet-messages-props';
import { type RoleProps, roleSchema } from './role-props';
import { serviceSchema } from './wiring';

/** How long a workflow may take until its last answer. */
export interface WorkflowLatencyProps {
  /**
   * Who waits for the whole workflow: `chat` leaves it 2 s, `voice` 200 ms.
   * @default 'chat'
   */
  readonly latency?: LatencyClass;
  /**
   * Your own limit, milliseconds.
   * @default - that of the class
   */
  readonly budgetMs?: number;
  /**
   * One hand-over between two agents, milliseconds; 5 to 50 over HTTP or a queue.
   * @default 16
   */
  readonly hopMs?: number;
  /**
   * The workflow as it happens in time, from the parts of `Flow`.
   * @default - the topology; a hierarchical one as orchestrator, workers side by side, orchestrator; a router before its targets; roles of an escalation one after the other
   */
  readonly flow?: FlowNode;
}

/** Props of a fleet: who works together, how many at once, with how much context, on which pools. */
export interface AgentFleetProps {
  /** Cluster the fleet runs on. */
  readonly cluster: Cluster;
  /**
   * Name of the fleet in plans and metrics, and beginning of the names of its own router, stores and runtime, independent of the id of the construct: with a
   * name the id can change and everything on the cluster keeps its name.
   * @default - the id of the construct
   */
  readonly name?: string;
  /** Shape of a workflow, e.g. `Topology.hierarchical({ orchestrator: 'planner', workers: ['coder'] })`. */
  readonly topology: Topology;
  /**
   * Workflows in flight at the same time that must always fit, without waiting for a scaler.
   * @default - needed, unless every role has `conversations`
   */
  readonly concurrentWorkflows?: number;
  /**
   * Workflows in flight at the peak; they must fit once every pool has scaled to its ceiling.
   * @default - the same as concurrentWorkflows
   */
  readonly peakWorkflows?: number;
  /**
   * Users wait for the whole workflow, not for one answer. Every role of it needs its `request`.
   * @default - no user waits for a whole workflow; what comes before a stage that is chat or voice may take as long as an answer of that class
   */
  readonly workflowLatency?: WorkflowLatencyProps;
  /**
   * Most that the fleet may cost: its roles' parts of their pools, and the pool of its embeddings. What must always fit is refused beyond it (AF-COST-007), and
   * what scaling may start is a warning; a price that is not known is one, too (AF-COST-008). It changes no resource.
   * @default - no bound
   */
  readonly budget?: Budget;
  /**
   * Tokens, prompts and answers together, that one workflow may spend over all its roles. Agents read it as `maxTokens` of the workflow in `AGENT_FLEET_LIMITS` and
   * have to keep it; a plan that spends more is refused (AF-CPU-044).
   * @default - no bound
   */
  readonly maxTokensPerWorkflow?: number;
  /** The roles of the topology by name, but for those of `apiRoles`. */
  readonly roles: Readonly<Record<string, RoleProps>>;
  /**
   * Roles of the topology that an external model answers, without a pool: for work that is rare, bursty or needs a model that you do not serve. Their sessions
   * run in the runtime, their tokens are in the cost, and agents ask the router for them by name.
   * @default {} - every role has a pool
   */
  readonly apiRoles?: Readonly<Record<string, ApiRoleProps>>;
  /** The agents' own pods. */
  readonly runtime: FleetRuntimeProps;
  /**
   * Pool that serves embeddings; the agents ask the router for `embeddings`.
   * @default - none
   */
  readonly embeddings?: IInferencePool;
  /**
   * Pool that ranks documents; the agents ask the router for `reranker` (`/rerank`).
   * @default - none
   */
  readonly reranker?: IInferencePool;
  /**
   * Router between agents and pools; fleets may share one.
   * @default - an own LiteLLMRouter
   */
  readonly router?: IRouter;
  /**
   * Short-term memory. `false` for agents that keep none.
   * @default - an own SessionStore
   */
  readonly sessionStore?: ISessionStore | false;
  /**
   * Durable state and checkpoints. `false` for agents that keep none.
   * @default - an own StateStore
   */
  readonly stateStore?: IStateStore | false;
  /**
   * What else the agents call: `InternalService`, `ExternalHost`, MCP servers or services of your own. Their variables are set and the network is opened, to
   * nothing else.
   * @default - none
   */
  readonly services?: readonly IService[];
  /**
   * What agents send each other: a JSON Schema for each type, a key to sign with, and what becomes of long payloads. Agents read it in `AGENT_FLEET_MESSAGES`.
   * @default - nothing is said of messages, which is a hint where roles hand work to each other (AF-SEC-004)
   */
  readonly messages?: FleetMessagesProps;
  /**
   * Region that data may not leave, e.g. `Region.EU`: pools, fallbacks, stores, traces, queues and services that the data of its roles can reach lie inside, or the synthesis
   * fails with the path that leaves (AF-RES-001).
   * @default - that of the cluster
   */
  readonly dataResidency?: Region;
  /**
   * Laws and standards that you say the fleet keeps, in place of those of its cluster: labels of its agents, and in plan and report.
   * @default - those of the cluster
   */
  readonly compliance?: readonly Compliance[];
  /**
   * Namespace of the runtime and of the fleet's own router and stores: a name makes it, `Namespace.existing(…)` uses one.
   * @default - the id of the stack
   */
  readonly namespace?: string | Namespace;
}

export const workflowLatencySchema = z.strictObject({
  latency: z.enum(['voice', 'chat', 'background']).optional(),
  budgetMs: z.number().positive().max(MOST).optional(),
  hopMs: z.number().nonnegative().max(MOST).optional(),
  flow: flowSchema.optional(),
});

export const agentFleetSchema = z
  .strictObject({
    cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
    name: dnsLabel.optional(),
    topology: branded<Topology>(Topology.isTopology, "a Topology, e.g. Topology.flat({ agents: ['writer'] })"),
    concurrentWorkflows: alsoCalled(wholeNumber(1, MOST).optional(), 'workflows', 'concurrency', 'maxConcurrency'),
    peakWorkflows: wholeNumber(1, MOST).optional(),
    workflowLatency: workflowLatencySchema.optional(),
    budget: budgetSchema.optional(),
    maxTokensPerWorkflow: wholeNumber(1, MOST).optional(),
    roles: z.record(dnsLabel, roleSchema),
    apiRoles: z.record(dnsLabel, apiRoleSchema).default({}),
    runtime: fleetRuntimeSchema,
    embeddings: branded<IInferencePool>(isInferencePool, "an InferencePool, e.g. new InferencePool(stack, 'planner', …)").optional(),
    reranker: branded<IInferencePool>(isInferencePool, "an InferencePool, e.g. new InferencePool(stack, 'reranker', …)").optional(),
    router: branded<IRouter>(isRouter, `a router, e.g. ${ROUTER_EXAMPLE}`).optional(),
    sessionStore: z
      .union([z.literal(false), branded<ISessionStore>(isSessionStore, 'a SessionStore, SessionStore.fromExisting(…) or false')])
      .optional(),
    stateStore: z
      .union([z.literal(false), branded<IStateStore>(isStateStore, 'a StateStore, StateStore.fromExisting(…) or false')])
      .optional(),
    services: z.array(serviceSchema).optional(),
    messages: fleetMessagesSchema.optional(),
    dataResidency: regionSchema.optional(),
    compliance: complianceSchema.optional(),
    namespace: namespaceSchema.optional(),
  })
  .refine(
    (props) =>
      props.concurrentWorkflows !== undefined ||
      (Object.keys(props.apiRoles).length === 0 && Object.values(props.roles).every((role) => role.conversations !== undefined)),
    {
      error: 'expected workflows in flight, or conversations for every role',
      path: ['concurrentWorkflows'],
    },
  )
  .refine((props) => props.peakWorkflows === undefined || props.peakWorkflows >= (props.concurrentWorkflows ?? Number.POSITIVE_INFINITY), {
    error: 'expected at least concurrentWorkflows',
    path: ['peakWorkflows'],
  })
  .superRefine(({ roles, apiRoles }, context) => {
    for (const name of Object.keys(apiRoles).filter((role) => Object.hasOwn(roles, role))) {
      const message = 'expected another name: `roles` has a role of this name, which its pool answers';
      context.addIssue({ code: 'custom', input: name, message, path: ['apiRoles', name] });
    }
  });
takesProps('AgentFleet', agentFleetSchema);

/** `AgentFleetProps` after its checks, with defaults filled in. */
export interface AgentFleetSpec extends z.output<typeof agentFleetSchema> {}
