/** One pool of four replicas behind a router: the sessions that stay on their replica. */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'e2e',
  nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 4, nodes: 1 }, cpu: { nodes: 2 } },
});
const stack = new TerraformStack(app, 'sessions');
const pool = new InferencePool(stack, 'engine', {
  cluster,
  model: Model.QWEN3_8B,
  gpu: Gpu.L40S,
  maxContextTokens: 8_192,
  replicas: 4,
});
new AgentFleet(stack, 'crew', {
  cluster,
  topology: Topology.flat({ agents: ['worker'] }),
  concurrentWorkflows: 20,
  roles: { worker: { pool, contextTokens: 6_000 } },
  runtime: { framework: 'openai-agents', image: 'registry.example.com/crew:1.0.0' },
  sessionStore: false,
  stateStore: false,
});
app.synth();
