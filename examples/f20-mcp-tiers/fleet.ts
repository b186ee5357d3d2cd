/**
 * Three layers: orchestrators on the GPU with the least latency, tools as MCP servers on CPU nodes, and shared pools to which agents and tools send their calls:
 * 1,000 interactions on 19 GPUs. A tool that calls a model holds no GPU: it asks the router, by a key of its own.
 */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  ExternalHost,
  Flow,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  McpServer,
  Model,
  ObservabilityStack,
  SessionStore,
  StateStore,
  Topology,
} from 'cdktf-agent-fleet';

/** Tools that read a database, the web, and answers of the shared model. */
function toolsOf(stack: TerraformStack, cluster: Cluster, router: LiteLLMRouter): McpServer[] {
  const records = new StateStore(stack, 'records', { cluster });
  const search = new ExternalHost({ name: 'search', host: 'search.example.com', cidrs: ['203.0.113.0/24'] });
  const image = (name: string) => `registry.example.com/mcp-${name}:1.0.0`;
  return [
    new McpServer(stack, 'query', { cluster, image: image('query'), port: 8000, services: [records] }),
    new McpServer(stack, 'web', { cluster, image: image('web'), port: 8000, services: [search] }),
    new McpServer(stack, 'parse', { cluster, image: image('parse'), port: 8000, keepsSessions: false }),
    new McpServer(stack, 'summarize', { cluster, image: image('summarize'), port: 8000, services: [router] }),
  ];
}

/** @param orchestrators cards of the orchestrators: the published fleet has one, and with it nothing takes over */
export function mcpTiers(app: App, orchestrators = 1): void {
  const priceAsOf = '2026-04-19';
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      l40s: { gpu: Gpu.L40S, nodes: 14, usdPerGpuHour: 0.72, priceAsOf },
      a100: { gpu: Gpu.A100_80GB_PCIE, nodes: 4, usdPerGpuHour: 1.04, priceAsOf },
      h100: { gpu: Gpu.H100_PCIE, nodes: 2, usdPerGpuHour: 2.51, priceAsOf },
      cpu: { nodes: 8 },
    },
  });
  const stack = new TerraformStack(app, 'tiers');
  const pool = { cluster, quantization: 'fp8', maxContextTokens: 4_096 } as const;
  const light = new InferencePool(stack, 'light', { ...pool, model: Model.QWEN3_8B, gpu: Gpu.L40S, replicas: 14 });
  const middle = new InferencePool(stack, 'middle', { ...pool, model: Model.QWEN3_14B, gpu: Gpu.A100_80GB_PCIE, replicas: 4 });
  const lead = new InferencePool(stack, 'lead', { ...pool, model: Model.QWEN3_32B, gpu: Gpu.H100_PCIE, replicas: orchestrators });
  const sessionStore = new SessionStore(stack, 'sessions', { cluster, memoryGiB: 4 });
  const router = new LiteLLMRouter(stack, 'router', {
    cluster,
    sessionStore,
    replicas: 4,
    clientKeys: { summarize: { models: ['light'] } },
  });
  const fleet = new AgentFleet(stack, 'interactions', {
    cluster,
    topology: Topology.flow(
      Flow.route(
        { share: 0.7, flow: Flow.role('light') },
        { share: 0.25, flow: Flow.role('middle') },
        { share: 0.05, flow: Flow.role('lead') },
      ),
    ),
    concurrentWorkflows: 1_000,
    // 600 tokens in and 350 out, and four calls of tools.
    roles: {
      light: { pool: light, contextTokens: 2_950, request: { inputTokens: 600, outputTokens: 350 } },
      middle: { pool: middle, contextTokens: 2_950, request: { inputTokens: 600, outputTokens: 350 } },
      lead: { pool: lead, contextTokens: 2_950, request: { inputTokens: 600, outputTokens: 350 }, latency: 'chat' },
    },
    router,
    sessionStore,
    runtime: { framework: 'langgraph', image: 'registry.example.com/interactions:1.0.0', sessionsPerReplica: 100 },
    services: toolsOf(stack, cluster, router),
  });
  // Above what two cards of the orchestrators cost.
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], budget: { usdPerHour: 20 } });
}
