/** Props of a fleet: who works together, how many at once, with how much context, on which pools. */
import { z } from 'zod';
import { Topology } from '../capacity/demand/topology';
import type { LatencyClass } from '../catalog/latency-class';
import { branded, wholeNumber } from '../core/schema';
import type { InferencePool } from '../inference/inference-pool';
import { isInferencePool } from '../inference/pool-brand';
import { Cluster } from '../platform/cluster';
import { LiteLLMRouter } from '../routing/litellm-router';
import { isService } from '../security/network-client';
import type { ISessionStore, IStateStore } from '../stores/contract';
import { type AgentRuntimeOptions, agentRuntimeOptionsSchema } from './agent-runtime-props';

export interface RoleProps {
  /** Pool that serves this role. Several roles, and several fleets, may share one. */
  readonly pool: InferencePool;
  /** Context that one session of this role holds at its longest, tokens: prompt, history, tool results and answer. */
  readonly contextTokens: number;
  /**
   * Agents of this role at work in each workflow.
   * @default 1
   */
  readonly instances?: number;
  /**
   * Who waits for the answer.
   * @default 'background'
   */
  readonly latency?: LatencyClass;
}

export interface AgentFleetProps {
  /** Cluster the fleet runs on. */
  readonly cluster: Cluster;
  /** Shape of a workflow, e.g. `Topology.hierarchical({ orchestrator: 'planner', workers: ['coder'] })`. */
  readonly topology: Topology;
  /** Workflows in flight at the same time that must always fit, without waiting for a scaler. */
  readonly concurrentWorkflows: number;
  /**
   * Workflows in flight at the peak; they must fit once every pool has scaled to its ceiling.
   * @default - the same as concurrentWorkflows
   */
  readonly peakWorkflows?: number;
  /** The roles of the topology by name. */
  readonly roles: Readonly<Record<string, RoleProps>>;
  /** The agents' own pods. */
  readonly runtime: AgentRuntimeOptions;
  /**
   * Pool that serves embeddings; the agents ask the router for `embeddings`.
   * @default - none
   */
  readonly embeddings?: InferencePool;
  /**
   * Router between agents and pools; fleets may share one.
   * @default - an own LiteLLMRouter
   */
  readonly router?: LiteLLMRouter;
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
}

const roleName = z.string().regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, { error: 'expected lower-case letters, digits and dashes' });

const roleSchema = z.strictObject({
  pool: branded<InferencePool>(isInferencePool, 'an InferencePool'),
  contextTokens: wholeNumber(1),
  instances: wholeNumber(1).optional(),
  latency: z.enum(['voice', 'chat', 'background']).optional(),
});

function isStore(kind: string): (value: unknown) => boolean {
  return (value) => isService(value) && 'kind' in value && value.kind === kind;
}

export const agentFleetSchema = z
  .strictObject({
    cluster: branded<Cluster>(Cluster.isCluster, 'a Cluster, e.g. Cluster.fromKubeconfig({ context })'),
    topology: branded<Topology>((value) => value instanceof Topology, "a Topology, e.g. Topology.flat({ agents: ['writer'] })"),
    concurrentWorkflows: wholeNumber(1),
    peakWorkflows: wholeNumber(1).optional(),
    roles: z.record(roleName, roleSchema),
    runtime: agentRuntimeOptionsSchema,
    embeddings: branded<InferencePool>(isInferencePool, 'an InferencePool').optional(),
    router: branded<LiteLLMRouter>((value) => value instanceof LiteLLMRouter, 'a LiteLLMRouter').optional(),
    sessionStore: z
      .union([z.literal(false), branded<ISessionStore>(isStore('session-store'), 'a SessionStore, SessionStore.fromExisting(…) or false')])
      .optional(),
    stateStore: z
      .union([z.literal(false), branded<IStateStore>(isStore('state-store'), 'a StateStore, StateStore.fromExisting(…) or false')])
      .optional(),
  })
  .refine((props) => props.peakWorkflows === undefined || props.peakWorkflows >= props.concurrentWorkflows, {
    error: 'expected at least concurrentWorkflows',
    path: ['peakWorkflows'],
  });

export type AgentFleetSpec = z.output<typeof agentFleetSchema>;
