/** Five agents work on every request at the same time: 100 workflows hold 500 sessions. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

const AGENTS = ['researcher', 'searcher', 'coder', 'reviewer', 'summarizer'];

export function parallelFive(app: App, replicas: number): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { h100: { gpu: Gpu.H100_PCIE, nodes: 5, usdPerGpuHour: 2.01, priceAsOf: '2026-03-24' }, cpu: { nodes: 2 } },
  });
  const stack = new TerraformStack(app, 'parallel-five');
  const pool = new InferencePool(stack, 'shared-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_PCIE,
    maxContextTokens: 8_192,
    replicas,
  });
  new AgentFleet(stack, 'parallel-five', {
    cluster,
    topology: Topology.flat({ agents: AGENTS }),
    concurrentWorkflows: 100,
    roles: Object.fromEntries(AGENTS.map((agent) => [agent, { pool, contextTokens: 8_192 }])),
    runtime: { framework: 'langgraph', image: 'registry.example.com/parallel-five:1.0.0' },
  });
}
