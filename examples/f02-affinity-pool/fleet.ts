/** The smallest fleet replicated: 250 sessions of many turns, each of which comes back to the replica that holds its KV cache. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, LiteLLMRouter, Model, SessionStore, Topology } from 'cdktf-agent-fleet';

/** @param replicas four, so that three hold all sessions when one is lost */
export function affinityPool(app: App, replicas = 4): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { h100: { gpu: Gpu.H100_PCIE, nodes: 4, usdPerGpuHour: 2.01, priceAsOf: '2026-03-24' }, cpu: { nodes: 3 } },
  });
  const stack = new TerraformStack(app, 'conversations');
  const pool = new InferencePool(stack, 'model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_PCIE,
    maxContextTokens: 8_192,
    replicas,
  });
  // What the agents remember, and what the instances of the router count.
  const sessionStore = new SessionStore(stack, 'sessions', { cluster });
  const router = new LiteLLMRouter(stack, 'router', { cluster, sessionStore, sessionAffinity: { header: 'x-session-id' } });
  new AgentFleet(stack, 'conversations', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 250,
    roles: { assistant: { pool, contextTokens: 8_192 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/conversations:1.0.0' },
    router,
    sessionStore,
  });
}
