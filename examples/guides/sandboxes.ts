/** Agents that write code and run it: in pods of gVisor, on nodes of their own, with a mirror of packages as the only way out. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, InternalService, Model, ToolSandbox, Topology } from 'cdktf-agent-fleet';

export function withSandbox(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      l40s: { gpu: Gpu.L40S, nodes: 2 },
      cpu: { nodes: 3 },
      sandboxes: {
        nodes: 2,
        runtimeClasses: ['gvisor'],
        podPidsLimit: 512,
        labels: { 'sandbox.gke.io/runtime': 'gvisor' },
        taints: [{ key: 'sandbox.gke.io/runtime', value: 'gvisor', effect: 'NoSchedule' }],
      },
    },
  });
  const stack = new TerraformStack(app, 'analysts');
  const pool = new InferencePool(stack, 'coder-model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  const packages = new InternalService({ name: 'packages', namespace: 'mirror', port: 8081, podLabels: { app: 'pypi-mirror' } });
  const sandbox = new ToolSandbox(stack, 'python', {
    cluster,
    image: 'registry.example.com/python-sandbox:1.0.0',
    port: 8080,
    runtimeClass: 'gvisor',
    taskSeconds: 60,
    resources: { cpu: '2', memory: '2Gi' },
    services: [packages],
  });
  new AgentFleet(stack, 'analysts', {
    cluster,
    topology: Topology.flat({ agents: ['analyst'] }),
    concurrentWorkflows: 10,
    roles: { analyst: { pool, contextTokens: 6_000, executesCode: true } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/analysts:1.0.0' },
    services: [sandbox],
  });
}
