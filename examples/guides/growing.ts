/** One fleet at three stages: one GPU, replicas by load, a planner of its own. Ids stay, so what runs keeps running. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  Gpu,
  InferencePool,
  Model,
  type NodePoolProps,
  ObservabilityStack,
  Scaling,
  Topology,
} from 'cdktf-agent-fleet';

const clusterWith = (nodePools: Readonly<Record<string, NodePoolProps>>) =>
  Cluster.fromEnvironment({ context: 'prod', nodePools: { ...nodePools, cpu: { nodes: 3 } } });

const runtime = { framework: 'langgraph', image: 'registry.example.com/assistant:1.0.0', sessionsPerReplica: 20 } as const;
const workers = { model: Model.QWEN3_8B, quantization: 'fp8', gpu: Gpu.L40S, maxContextTokens: 8_192 } as const;

/** Stage 1: one model on one GPU, one agent. */
export function stageOne(app: App): void {
  const cluster = clusterWith({ l40s: { gpu: Gpu.L40S, nodes: 1 } });
  const stack = new TerraformStack(app, 'assistant');
  const pool = new InferencePool(stack, 'workers', { cluster, ...workers });
  new AgentFleet(stack, 'assistant', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 10,
    roles: { writer: { pool, contextTokens: 6_000 } },
    runtime,
  });
}

/** Stage 2: the same pool has as many replicas as wait for it, and somebody watches. */
export function stageTwo(app: App): void {
  const cluster = clusterWith({ l40s: { gpu: Gpu.L40S, nodes: 4 } });
  const stack = new TerraformStack(app, 'assistant');
  const pool = new InferencePool(stack, 'workers', { cluster, ...workers, scaling: Scaling.queueDepth({ min: 2, max: 4 }) });
  const fleet = new AgentFleet(stack, 'assistant', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 25,
    peakWorkflows: 50,
    roles: { writer: { pool, contextTokens: 6_000 } },
    runtime,
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
}

/** Stage 3: a planner on larger cards hands work to the pool, which has a role more. */
export function stageThree(app: App): void {
  const cluster = clusterWith({ l40s: { gpu: Gpu.L40S, nodes: 8 }, h100: { gpu: Gpu.H100_PCIE, gpusPerNode: 2, nodes: 2 } });
  const stack = new TerraformStack(app, 'assistant');
  const pool = new InferencePool(stack, 'workers', { cluster, ...workers, scaling: Scaling.queueDepth({ min: 3, max: 8 }) });
  const planner = new InferencePool(stack, 'planner', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    gpu: Gpu.H100_PCIE,
    gpusPerReplica: 2,
    replicas: 2,
    maxContextTokens: 16_384,
  });
  const fleet = new AgentFleet(stack, 'assistant', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['writer', 'reviewer'] }),
    concurrentWorkflows: 20,
    roles: {
      planner: { pool: planner, contextTokens: 10_000 },
      writer: { pool, contextTokens: 6_000 },
      reviewer: { pool, contextTokens: 4_000 },
    },
    runtime,
  });
  new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
}
