/** Two agents of one graph, with everything that such a fleet has: a router, a tool server, a session store, a state store and traces. The programs are in `agents/`. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Gpu,
  Guardrail,
  InferencePool,
  InternalService,
  LiteLLMRouter,
  McpServer,
  Model,
  SessionStore,
  StateStore,
  type StoreTls,
  Topology,
  Tracing,
} from 'cdktf-agent-fleet';

export interface TwoAgents {
  readonly stack: TerraformStack;
  readonly cluster: Cluster;
  readonly pool: InferencePool;
  readonly router: LiteLLMRouter;
}

/** @param tls of the session store; without it network policies alone keep others from it */
export function twoAgents(app: App, tls?: StoreTls): TwoAgents {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(app, 'pair');
  const jaeger = new InternalService({ name: 'jaeger', namespace: 'monitoring', port: 4318 });
  const tracing = Tracing.otlp(stack, 'tracing', { cluster, to: jaeger });
  const pool = new InferencePool(stack, 'model', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    replicas: 2,
    maxContextTokens: 8_192,
    tracing,
  });
  const sessionStore = new SessionStore(stack, 'sessions', { cluster, ...(tls === undefined ? {} : { tls }) });
  const stateStore = new StateStore(stack, 'state', { cluster });
  const router = new LiteLLMRouter(stack, 'router', {
    cluster,
    sessionStore,
    // Nor does the router let models be offered others.
    guardrails: { tools: Guardrail.toolScope({ allow: ['find_fact'] }) },
  });
  const facts = new McpServer(stack, 'facts', {
    cluster,
    image: 'registry.example.com/facts-mcp:1.0.0',
    port: 8000,
    // The server has more tools than the agents may call: a gate in its pods refuses the others.
    toolScopes: { agents: { allowedTools: ['find_fact'], port: 8101 } },
  });
  new AgentFleet(stack, 'pair', {
    cluster,
    topology: Topology.pipeline({ stages: ['researcher', 'writer'] }),
    concurrentWorkflows: 10,
    roles: { researcher: { pool, contextTokens: 6_000 }, writer: { pool, contextTokens: 4_000 } },
    router,
    sessionStore,
    stateStore,
    services: [facts.scope('agents'), tracing],
    runtime: {
      framework: 'langgraph',
      image: 'registry.example.com/pair:1.0.0',
      // The tables of the checkpoints are there before the first pod asks for them.
      setup: { args: ['python', 'pair.py', 'setup'] },
    },
  });
  return { stack, cluster, pool, router };
}
