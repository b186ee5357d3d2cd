/** Answers for users and digests of the night on the same four nodes: the digests take what is free, and give it back. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, GpuService, InferencePool, Model, PodPriority, Scaling, Topology } from 'cdktf-agent-fleet';

export function sharedNodes(app: App): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 4 } } });
  const stack = new TerraformStack(app, 'support');
  const onL40s = {
    cluster,
    gpu: Gpu.L40S,
    quantization: 'fp8',
    maxContextTokens: 8_192,
    scaling: Scaling.queueDepth({ min: 1, max: 3 }),
  } as const;
  const answers = new InferencePool(stack, 'answers', { ...onL40s, model: Model.QWEN3_8B });
  const digests = new InferencePool(stack, 'digests', { ...onL40s, model: Model.QWEN3_14B });
  new AgentFleet(stack, 'support', {
    cluster,
    topology: Topology.flat({ agents: ['assistant', 'digester'] }),
    concurrentWorkflows: 10,
    roles: {
      assistant: { pool: answers, contextTokens: 6_000, latency: 'chat' },
      digester: { pool: digests, contextTokens: 6_000, latency: 'background' },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/support:1.0.0' },
  });
  // Nobody knows the roles of a tool: it says itself that it can wait.
  new GpuService(stack, 'images', {
    cluster,
    image: 'registry.example.com/flux-server:1.3.0',
    port: 8188,
    gpu: Gpu.L40S,
    memoryGiBPerGpu: 34,
    callers: ['support-web'],
    podPriority: PodPriority.BACKGROUND,
  });
}
