/** Rows of a fleet, each a fleet of its own, and of a role, all roles of one fleet. */
import {
  type AgentFleetProps,
  ContextStrategy,
  ExternalModel,
  Flow,
  type IInferencePool,
  InternalService,
  type IRouter,
  type ISessionStore,
  MessageSchema,
  type RoleProps,
  SecretRef,
  type StateStore,
  Topology,
} from 'cdktf-agent-fleet';
import { ANOTHER_CLUSTER, type Rows } from './row';

/** What the fleets share. */
export interface FleetParts {
  readonly pool: IInferencePool;
  /** Admits longer requests. */
  readonly longPool: IInferencePool;
  readonly embedder: IInferencePool;
  readonly reranker: IInferencePool;
  readonly router: IRouter;
  readonly sessions: ISessionStore;
  readonly state: StateStore;
}

const TASK = MessageSchema.of({ type: 'object', required: ['task'], properties: { task: { type: 'string' } } });
const MESSAGES = { schemas: { task: TASK }, signingKey: SecretRef.existing('messages', 'key'), payloads: 'inline' } as const;

/** A role that an external model answers; its key is that of the router's other external models. */
const JUDGE = {
  model: ExternalModel.openAi({
    model: 'judge-1',
    key: SecretRef.existing('openai', 'key'),
    maxContextTokens: 8_000,
    cidrs: ['203.0.113.0/24'],
  }),
  contextTokens: 2_000,
};

const IMAGE = 'registry.example.com/crew:1.0.0';
export const RUNTIME = { framework: 'custom', image: IMAGE, replicas: 1 } as const;

export function fleetRows({ pool, embedder, reranker, router, sessions, state }: FleetParts): Rows<AgentFleetProps> {
  const role: RoleProps = { pool, contextTokens: 2_000 };
  const asked: RoleProps = { ...role, request: { outputTokens: 50 } };
  const two = { roles: { worker: role, writer: role } };
  return {
    cluster: ANOTHER_CLUSTER,
    name: { after: { name: 'fleet-renamed' } },
    topology: {
      before: { ...two, topology: Topology.flat({ agents: ['worker', 'writer'] }) },
      after: { ...two, topology: Topology.hierarchical({ orchestrator: 'worker', workers: ['writer'] }) },
    },
    concurrentWorkflows: { after: { concurrentWorkflows: 3 } },
    peakWorkflows: { after: { peakWorkflows: 4 } },
    workflowLatency: {
      before: { roles: { worker: asked } },
      after: {
        roles: { worker: asked },
        workflowLatency: { latency: 'background', budgetMs: 120_000, hopMs: 20, flow: Flow.role('worker') },
      },
    },
    // One role goes, another comes.
    roles: {
      before: { topology: Topology.flat({ agents: ['worker', 'writer'] }), ...two },
      after: { topology: Topology.flat({ agents: ['worker', 'critic'] }), roles: { worker: role, critic: role } },
    },
    apiRoles: {
      before: { ...two, topology: Topology.flat({ agents: ['worker', 'writer'] }) },
      after: { topology: Topology.flat({ agents: ['worker', 'judge'] }), roles: { worker: role }, apiRoles: { judge: JUDGE } },
    },
    runtime: { after: { runtime: { ...RUNTIME, image: 'registry.example.com/crew:2.0.0', replicas: 2 } } },
    embeddings: { after: { embeddings: embedder } },
    reranker: { after: { reranker } },
    router: { before: {}, after: { router } },
    sessionStore: { after: { sessionStore: sessions } },
    stateStore: { after: { stateStore: state } },
    messages: {
      before: { messages: MESSAGES },
      after: { messages: { ...MESSAGES, maxBytes: 4_096, schemas: { task: TASK, done: TASK } } },
    },
    services: { after: { services: [new InternalService({ name: 'vectors', namespace: 'qdrant', port: 6333 })] } },
    dataResidency: { elsewhere: 'it decides what is refused and changes no object: held by test/residency' },
    budget: { before: { budget: { usdPerHour: 1_000 } }, after: { budget: { usdPerHour: 2_000, usdPerMonth: 900_000 } } },
    maxTokensPerWorkflow: { before: { maxTokensPerWorkflow: 1_000_000 }, after: { maxTokensPerWorkflow: 2_000_000 } },
    compliance: { before: { compliance: ['gdpr'] }, after: { compliance: ['gdpr', 'ai-act'] } },
    namespace: { after: { namespace: 'agents-elsewhere' } },
  };
}

const GROWTH = { baseTokens: 500, turns: 5, tokensPerTurn: 200 };
const DAY = { perDay: 500, turns: 5, tokensPerTurn: 200, outputTokensPerTurn: 80, answerSeconds: 2 };

export function roleRows({ pool, longPool }: FleetParts): Rows<RoleProps> {
  const context = { contextTokens: 2_000 };
  return {
    pool: { before: { ...context, pool }, after: { ...context, pool: longPool } },
    furtherPools: {
      before: { ...context, pool },
      after: { ...context, pool, furtherPools: [longPool] },
    },
    rollout: { before: context, after: { ...context, rollout: { to: longPool, share: 0.1 } } },
    contextTokens: { before: context, after: { contextTokens: 3_000 } },
    growth: { before: context, after: { growth: GROWTH } },
    contextStrategy: {
      before: { growth: { ...GROWTH, turns: 60 }, contextStrategy: ContextStrategy.slidingWindow({ limitTokens: 4_000 }) },
      after: { growth: { ...GROWTH, turns: 60 }, contextStrategy: ContextStrategy.longPool({ capTokens: 4_000, pool: longPool }) },
    },
    measuredContext: { before: context, after: { measuredContext: { p50Tokens: 1_000, p95Tokens: 2_500 } } },
    adapter: { elsewhere: 'it changes the name of a model in the configuration of the router: held by test/agents/role-adapters' },
    sharedPrefixTokens: { before: context, after: { ...context, sharedPrefixTokens: 512 } },
    instances: { before: context, after: { ...context, instances: 2 } },
    apiAlternative: {
      before: context,
      after: { ...context, apiAlternative: { name: 'an API', input: 0.4, output: 1.6, asOf: '2026-11-01' } },
    },
    conversations: { before: { growth: GROWTH }, after: { growth: GROWTH, conversations: DAY } },
    request: { before: context, after: { ...context, request: { outputTokens: 100 } } },
    dataResidency: { elsewhere: 'it decides what is refused and changes no object: held by test/residency' },
    executesCode: { elsewhere: 'it decides what is refused and changes no object: held by test/agents/tool-sandbox' },
    embeddingCalls: {
      elsewhere: 'it asks a pool of a fleet that has one, and changes no object of its own: held by test/agents/encoder-calls',
    },
    rerankCalls: { elsewhere: 'as embeddingCalls: held by test/agents/encoder-calls' },
    latency: { before: context, after: { ...context, latency: 'chat' } },
    latencyTargets: {
      before: { ...context, latency: 'chat' },
      after: { ...context, latency: 'chat', latencyTargets: { ttftMs: 2_000, tpotMs: 80, e2eMs: 60_000 } },
    },
  };
}
