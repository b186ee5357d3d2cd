/** The fleet of docs/guides/bounds.md. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Scaling, Topology } from 'cdktf-agent-fleet';

export function boundedFleet(app: App): void {
  const stack = new TerraformStack(app, 'support');
  const cluster = Cluster.fromKubeconfig({
    context: 'prod',
    // What the plan uses at its ceiling, and room for two small pods that somebody starts by hand.
    namespaceQuota: { extra: { pods: 2, cpu: '1', memory: '2Gi' } },
    // The sidecar of the service mesh beside the images of the plan.
    admissionPolicies: { images: ['cr.l5d.io/linkerd/proxy'] },
  });
  const pool = new InferencePool(stack, 'answers', {
    cluster,
    model: Model.QWEN3_8B,
    gpu: Gpu.L40S,
    quantization: 'fp8',
    maxContextTokens: 8_192,
    scaling: Scaling.queueDepth({ min: 2, max: 4 }),
  });
  new AgentFleet(stack, 'support', {
    cluster,
    topology: Topology.flat({ agents: ['assistant'] }),
    concurrentWorkflows: 20,
    roles: { assistant: { pool, contextTokens: 6_000 } },
    runtime: { framework: 'openai-agents', image: 'registry.example.com/support:1.0.0' },
  });
}
