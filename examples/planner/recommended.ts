/** The program that fleetCode writes for the planner and the workers of docs/guides/planning.md. */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, FleetPlatform, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'my-cluster',
  nodePools: {
    h100: { gpu: Gpu.H100_PCIE, gpusPerNode: 8, nodes: 1 },
    a100: { gpu: Gpu.A100_80GB_PCIE, gpusPerNode: 8, nodes: 1 },
    l40: { gpu: Gpu.L40, gpusPerNode: 8, nodes: 1 },
    cpu: { nodes: 3 },
  },
});

const platform = new TerraformStack(app, 'platform');
new FleetPlatform(platform, 'operators', { cluster });

const stack = new TerraformStack(app, 'research');
stack.addDependency(platform);

const llama3370bInstruct = new InferencePool(stack, 'llama-3-3-70b-instruct', {
  cluster,
  model: Model.LLAMA_3_3_70B_INSTRUCT,
  quantization: 'fp8',
  gpu: Gpu.H100_PCIE,
  gpusPerReplica: 2,
  nodePool: 'h100',
  maxContextTokens: 12_000,
});
const llama318bInstruct = new InferencePool(stack, 'llama-3-1-8b-instruct', {
  cluster,
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.A100_80GB_PCIE,
  nodePool: 'a100',
  maxContextTokens: 8_000,
});
const llama318bInstruct2 = new InferencePool(stack, 'llama-3-1-8b-instruct-2', {
  cluster,
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.L40,
  nodePool: 'l40',
  maxContextTokens: 4_000,
});

new AgentFleet(stack, 'research', {
  cluster,
  topology: Topology.flat({ agents: ['planner', 'researcher', 'reviewer'] }),
  concurrentWorkflows: 25,
  roles: {
    planner: {
      pool: llama3370bInstruct,
      contextTokens: 12_000,
      request: { cachedTokens: 11_200, outputTokens: 300 },
      latency: 'chat',
    },
    researcher: { pool: llama318bInstruct, contextTokens: 8_000, instances: 2 },
    reviewer: { pool: llama318bInstruct2, contextTokens: 4_000, sharedPrefixTokens: 1_000 },
  },
  runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' },
});
app.synth();
