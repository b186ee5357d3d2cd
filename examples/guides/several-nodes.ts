/** A 405B model in 16 bit: 16 H100 over two nodes, a stage on each. */
import type { App } from 'cdktf';
import { TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Engine,
  FleetPlatform,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  Model,
  Topology,
  Weights,
} from 'cdktf-agent-fleet';

/** Eight adapters of 400 Gbit/s on each node; its RDMA device plugin offers each of them as `rdma/ib`. */
const cluster = Cluster.fromKubeconfig({
  context: 'prod',
  nodePools: {
    h100: {
      gpu: Gpu.H100_SXM,
      gpusPerNode: 8,
      nodes: 4,
      fabric: { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } },
    },
    cpu: { nodes: 3 },
  },
});

/** Tensor parallel inside each node, one pipeline stage on each: per step, the network carries one hidden state. */
export const BY_STAGES: InferencePoolProps = {
  cluster,
  model: Model.LLAMA_3_1_405B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  gpusPerReplica: 16,
  nodesPerReplica: 2,
  parallelism: { pipeline: 2 },
  maxContextTokens: 16_384,
  weights: Weights.claim({ storageClass: 'shared-rwx' }),
};

/** One group over both nodes: every layer waits for the network, which has to carry RDMA. */
export const BY_LAYERS: InferencePoolProps = { ...BY_STAGES, engine: Engine.sglang(), parallelism: { tensor: 16 } };

export function onTwoNodes(app: App, props: InferencePoolProps = BY_STAGES): void {
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster, leaderWorkerSet: {} });
  const stack = new TerraformStack(app, 'review');
  stack.addDependency(platform);
  const pool = new InferencePool(stack, 'giant', props);
  new AgentFleet(stack, 'review', {
    cluster,
    topology: Topology.flat({ agents: ['reviewer'] }),
    concurrentWorkflows: 8,
    roles: { reviewer: { pool, contextTokens: 12_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/review:1.0.0' },
  });
}
