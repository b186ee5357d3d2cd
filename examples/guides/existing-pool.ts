/** A fleet on a pool that another team runs, beside one of its own. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, SecretRef, Topology } from 'cdktf-agent-fleet';

export function onPoolOfOthers(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });
  const stack = new TerraformStack(app, 'support');
  const chat = InferencePool.fromExisting(stack, 'chat', {
    cluster,
    url: 'http://chat.ml-platform.svc.cluster.local:8000/v1',
    namespace: 'ml-platform',
    servedName: 'llama-3.3-70b',
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    maxContextTokens: 32_768,
    // What the team that runs it promises to this fleet.
    capacity: { kvTokens: 200_000, requests: 20 },
    measured: { ttftMs: 320, tpotMs: 22 },
    // Its key, in the namespace of the router, and what that team charges.
    key: SecretRef.existing('ml-platform-key', 'key'),
    costPerMillionTokens: { input: 0.2, output: 0.6, asOf: '2026-11-01' },
  });
  const own = new InferencePool(stack, 'summaries', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  new AgentFleet(stack, 'support', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'assistant', workers: ['summarizer'] }),
    concurrentWorkflows: 10,
    roles: { assistant: { pool: chat, contextTokens: 16_000, latency: 'chat' }, summarizer: { pool: own, contextTokens: 6_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/support:3.1.0' },
  });
}
