/** A planner and its workers, as a plan: what is given changes one thing of it. */
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Scaling, Topology } from '../../lib';
import type { FleetPlan } from '../../lib/plan/schema';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';
import { TerraformStack, Testing } from '../../lib/terraform/engine';

export interface SimulatedApp {
  readonly replicas?: number;
  readonly max?: number;
  readonly concurrentWorkflows?: number;
  /** Whether the roles say what they ask. */
  readonly isDeclared?: boolean;
}

export function planOf({ replicas = 2, max, concurrentWorkflows = 25, isDeclared = true }: SimulatedApp = {}): FleetPlan {
  const app = Testing.app();
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: { h100: { gpu: Gpu.H100_SXM, nodes: 4, usdPerGpuHour: 2.5, priceAsOf: '2026-11-01' }, cpu: { nodes: 2 } },
  });
  const stack = new TerraformStack(app, 'research');
  const workers = new InferencePool(stack, 'workers', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.H100_SXM,
    maxContextTokens: 8_192,
    ...(max === undefined ? { replicas } : { scaling: Scaling.queueDepth({ min: replicas, max }) }),
  });
  const request = isDeclared ? { request: { outputTokens: 200, cachedTokens: 2_000 } } : {};
  new AgentFleet(stack, 'agents', {
    cluster,
    topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['coder', 'reviewer'] }),
    concurrentWorkflows,
    roles: {
      planner: { pool: workers, contextTokens: 4_000, ...request, ...(isDeclared ? { latency: 'chat' } : {}) },
      coder: { pool: workers, contextTokens: 4_000, ...request },
      reviewer: { pool: workers, contextTokens: 4_000, ...request },
    },
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' },
  });
  app.synth();
  return SynthesizedApp.read(app.outdir).stack('research').plan();
}
