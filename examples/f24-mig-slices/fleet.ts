/** An orchestrator of 7B and its embeddings on two slices of one H100: each has memory and compute of its own. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, FleetPlatform, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

export interface Slices {
  /** Workflows in flight that must always fit. */
  readonly concurrentWorkflows?: number;
  /** Format of the weights and of the KV cache of the orchestrator. */
  readonly format?: 'fp8' | 'bf16';
  /** How many slices of each profile the operator cuts out of each card. */
  readonly layout?: Readonly<Record<string, number>>;
  readonly replicas?: number;
}

/** One each of the published profiles; nobody said what the other four compute slices of the card are for. */
const LAYOUT = { '2g.20gb': 1, '1g.10gb': 1 };

export function migSlices(app: App, { concurrentWorkflows = 28, format = 'fp8', layout = LAYOUT, replicas = 1 }: Slices = {}): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      slices: { gpu: Gpu.H100_PCIE, nodes: 1, usdPerGpuHour: 2.51, priceAsOf: '2026-04-19', mig: { layout } },
      cpu: { nodes: 3 },
    },
  });
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', { cluster });

  const stack = new TerraformStack(app, 'slices');
  stack.addDependency(platform);
  const orchestrator = new InferencePool(stack, 'orchestrator', {
    cluster,
    model: Model.MISTRAL_7B_INSTRUCT_V0_3,
    ...(format === 'fp8' ? { quantization: 'fp8', kvCacheDtype: 'fp8' } : {}),
    gpu: Gpu.mig('2g.20gb', Gpu.H100_PCIE),
    replicas,
    maxContextTokens: 4_096,
  });
  const embeddings = new InferencePool(stack, 'embeddings', {
    cluster,
    model: Model.BGE_M3,
    gpu: Gpu.mig('1g.10gb', Gpu.H100_PCIE),
    maxContextTokens: 2_048,
  });
  new AgentFleet(stack, 'desk', {
    cluster,
    topology: Topology.flat({ agents: ['orchestrator'] }),
    concurrentWorkflows,
    roles: {
      orchestrator: { pool: orchestrator, contextTokens: 4_096 },
    },
    embeddings,
    runtime: { framework: 'langgraph', image: 'registry.example.com/desk:1.0.0' },
  });
}
