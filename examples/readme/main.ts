import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, FleetPlatform, Gpu, InferencePool, Model, ObservabilityStack, Scaling, Topology } from 'cdktf-agent-fleet';

const app = new App();
const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', region: 'eu-north' });

const platform = new TerraformStack(app, 'platform'); // operators, once per cluster
new FleetPlatform(platform, 'operators', { cluster });

const stack = new TerraformStack(app, 'research'); // one per fleet
stack.addDependency(platform);

const planner = new InferencePool(stack, 'planner', {
  cluster,
  model: Model.LLAMA_3_3_70B_INSTRUCT,
  quantization: 'fp8',
  gpu: Gpu.H100_PCIE,
  gpusPerReplica: 2,
  maxContextTokens: 16_384,
});
const workers = new InferencePool(stack, 'workers', {
  cluster,
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.A100_80GB_PCIE,
  maxContextTokens: 8_192,
  scaling: Scaling.queueDepth({ min: 2, max: 8 }),
});

const fleet = new AgentFleet(stack, 'research', {
  cluster,
  topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['researcher', 'coder', 'reviewer'] }),
  concurrentWorkflows: 25,
  roles: {
    planner: { pool: planner, contextTokens: 12_000, latency: 'chat', request: { outputTokens: 300, cachedTokens: 11_200 } },
    researcher: { pool: workers, contextTokens: 8_000 },
    coder: { pool: workers, contextTokens: 6_000 },
    reviewer: { pool: workers, contextTokens: 4_000 },
  },
  runtime: { framework: 'langgraph', image: 'registry.example.com/research-agents:1.4.2' },
});
new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
app.synth();
