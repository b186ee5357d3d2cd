/** Fifty pools and ten fleets in one stack: what a platform team of a large house deploys in one apply. Generated, not an example to read. */
import { App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, ObservabilityStack, Scaling, Topology } from 'cdktf-agent-fleet';

const POOLS = 50;
const FLEETS = 10;

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'scale',
  nodePools: { gpu: { gpu: Gpu.A100_80GB_PCIE, nodes: POOLS }, cpu: { nodes: FLEETS } },
});
const stack = new TerraformStack(app, 'scale');
const pools = Array.from(
  { length: POOLS },
  (_, index) =>
    new InferencePool(stack, `pool-${index}`, {
      cluster,
      model: Model.LLAMA_3_1_8B_INSTRUCT,
      gpu: Gpu.A100_80GB_PCIE,
      maxContextTokens: 8_192,
      scaling: Scaling.queueDepth({ min: 1, max: 4 }),
    }),
);
const fleets = Array.from({ length: FLEETS }, (_, index) => {
  const own = pools.filter((_pool, at) => at % FLEETS === index);
  const roles = Object.fromEntries(own.map((pool, at) => [`agent-${at}`, { pool, contextTokens: 4_000 }]));
  return new AgentFleet(stack, `fleet-${index}`, {
    cluster,
    topology: Topology.flat({ agents: Object.keys(roles) }),
    concurrentWorkflows: 10,
    roles,
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' },
  });
});
new ObservabilityStack(stack, 'observability', { cluster, fleets });
app.synth();
