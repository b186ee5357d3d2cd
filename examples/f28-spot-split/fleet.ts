/** A graph with checkpoints: the node that a user waits for runs on demand, research in the background on spot nodes. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, SessionStore, TaskQueue, Topology } from 'cdktf-agent-fleet';

/** @param keepsState whether the graph has a store for its checkpoints */
export function spotSplit(app: App, keepsState = true): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      steady: { gpu: Gpu.L40S, nodes: 2, usdPerGpuHour: 0.72, priceAsOf: '2026-04-19', labels: { purchase: 'on-demand' } },
      spot: { gpu: Gpu.L40S, nodes: 3, purchase: 'spot', usdPerGpuHour: 0.4, priceAsOf: '2026-04-19', labels: { purchase: 'spot' } },
      cpu: { nodes: 3 },
    },
  });
  const stack = new TerraformStack(app, 'assistants');
  const model = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, quantization: 'fp8', gpu: Gpu.L40S, maxContextTokens: 8_192 } as const;
  const front = new InferencePool(stack, 'front-model', { ...model, nodePool: 'steady', replicas: 2 });
  const research = new InferencePool(stack, 'research-model', { ...model, nodePool: 'spot', replicas: 2 });
  const runtime = { framework: 'langgraph', image: 'registry.example.com/assistants:1.0.0' } as const;
  const sessions = new SessionStore(stack, 'sessions', { cluster });
  const questions = TaskQueue.redisStream(stack, 'questions', { cluster, store: sessions });
  new AgentFleet(stack, 'front', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 40,
    roles: { assistant: { pool: front, contextTokens: 4_000, latency: 'chat', request: { outputTokens: 350, cachedTokens: 3_000 } } },
    runtime: { ...runtime, port: 8080, callers: ['ingress'] },
    sessionStore: sessions,
    services: [questions],
  });
  new AgentFleet(stack, 'research', {
    cluster,
    topology: Topology.flat({ agents: ['searcher', 'reader', 'checker'] }),
    concurrentWorkflows: 20,
    roles: Object.fromEntries(
      ['searcher', 'reader', 'checker'].map((role) => [role, { pool: research, contextTokens: 4_000, latency: 'background' as const }]),
    ),
    runtime: { ...runtime, consumes: questions },
    sessionStore: sessions,
    ...(keepsState ? {} : { stateStore: false as const }),
  });
}
