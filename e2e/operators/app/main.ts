/** What an operator makes the pods of: a pool of Ray Serve, one of groups over two nodes, a database with its pooler, and a broker, in namespaces with the quota and the admission policies of their plans. */
import { App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Engine,
  FleetPlatform,
  Gpu,
  InferencePool,
  Model,
  Scaling,
  StateStore,
  TaskQueue,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'e2e',
  nodePools: {
    // Two replicas, and two more while another Ray cluster comes up beside the first.
    single: { gpu: Gpu.A100_80GB_PCIE, nodes: 4 },
    grouped: {
      gpu: Gpu.H100_SXM,
      gpusPerNode: 8,
      nodes: 6,
      fabric: { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } },
    },
    cpu: { nodes: 3 },
  },
  namespaceQuota: 'planned',
  admissionPolicies: 'planned',
});
new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', {
  cluster,
  rayOperator: {},
  leaderWorkerSet: {},
  rabbitmqOperator: 'existing',
});

const onRay = new TerraformStack(app, 'on-ray');
const house = new InferencePool(onRay, 'house', {
  cluster,
  model: Model.QWEN3_8B,
  gpu: Gpu.A100_80GB_PCIE,
  maxContextTokens: 16_384,
  engine: Engine.rayServe(),
  replicas: 2,
});
new AgentFleet(onRay, 'desk', {
  cluster,
  topology: Topology.flat({ agents: ['clerk'] }),
  concurrentWorkflows: 8,
  roles: { clerk: { pool: house, contextTokens: 8_000 } },
  runtime: { framework: 'langgraph', image: 'registry.example.com/desk:1.0.0' },
});

const grouped = new TerraformStack(app, 'grouped');
const giant = new InferencePool(grouped, 'giant', {
  cluster,
  model: Model.LLAMA_3_1_405B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  gpusPerReplica: 16,
  nodesPerReplica: 2,
  parallelism: { pipeline: 2 },
  maxContextTokens: 16_384,
  weights: Weights.claim({ storageClass: 'shared-rwx' }),
  scaling: Scaling.queueDepth({ min: 2, max: 3 }),
});
new AgentFleet(grouped, 'review', {
  cluster,
  topology: Topology.flat({ agents: ['reviewer'] }),
  concurrentWorkflows: 8,
  roles: { reviewer: { pool: giant, contextTokens: 12_000 } },
  runtime: { framework: 'langgraph', image: 'registry.example.com/review:1.0.0' },
});

const stores = new TerraformStack(app, 'stores');
const state = new StateStore(stores, 'state', { cluster, pooler: { mode: 'session' } });
state.addDatabase('litellm', { vector: true });
TaskQueue.rabbitMq(stores, 'broker', { cluster });
app.synth();
