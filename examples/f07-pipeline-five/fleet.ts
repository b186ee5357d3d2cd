/** Five stages hand a document on: 100 workflows hold 100 sessions, about 20 at each stage. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

const STAGES = ['researcher', 'writer', 'editor', 'checker', 'publisher'];

export function pipelineFive(app: App): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { h100: { gpu: Gpu.H100_PCIE, nodes: 1, usdPerGpuHour: 2.01, priceAsOf: '2026-03-24' }, cpu: { nodes: 2 } },
  });
  const stack = new TerraformStack(app, 'pipeline-five');
  const pool = new InferencePool(stack, 'shared-model', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_PCIE,
    maxContextTokens: 8_192,
  });
  new AgentFleet(stack, 'pipeline-five', {
    cluster,
    topology: Topology.pipeline({ stages: STAGES }),
    concurrentWorkflows: 100,
    roles: Object.fromEntries(STAGES.map((stage) => [stage, { pool, contextTokens: 8_192 }])),
    runtime: { framework: 'langgraph', image: 'registry.example.com/pipeline-five:1.0.0' },
  });
}
