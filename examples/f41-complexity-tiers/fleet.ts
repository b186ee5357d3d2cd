/** Tiers by difficulty: an 8B answers every workflow on a small card, and hands five of a hundred on to a 70B on H100s. */
import { type App, TerraformStack } from 'cdktf';
import { AgentFleet, Cluster, Gpu, InferencePool, Model, Topology } from 'cdktf-agent-fleet';

/** Published prices of April 2026, USD per GPU and hour. Nobody published one of an RTX 4090: what it costs stays unknown. */
const PRICES = [
  { gpu: Gpu.RTX_4090 },
  { gpu: Gpu.L40S, usdPerGpuHour: 0.72, priceAsOf: '2026-04-19' },
  { gpu: Gpu.H100_PCIE, usdPerGpuHour: 2.51, priceAsOf: '2026-04-19' },
];

export interface Tiers {
  readonly gpu: Gpu;
  readonly replicas: number;
  readonly concurrentWorkflows?: number;
  readonly maxNumSeqs?: number;
}

/** @param first the cards of the model that sees every workflow; without them the 70B does all the work */
export function complexityTiers(app: App, first: Tiers | undefined): void {
  const cluster = Cluster.fromKubeconfig({
    context: 'prod-eu',
    nodePools: {
      ...Object.fromEntries(PRICES.map((pool) => [pool.gpu.id, { ...pool, gpusPerNode: 8, nodes: 1 }])),
      cpu: { nodes: 3 },
    },
  });
  const stack = new TerraformStack(app, 'tiers');
  const concurrentWorkflows = first?.concurrentWorkflows ?? 300;
  const runtime = { framework: 'langgraph', image: 'registry.example.com/tiers:1.0.0' } as const;
  const large = new InferencePool(stack, 'large', {
    cluster,
    model: Model.LLAMA_3_3_70B_INSTRUCT,
    quantization: 'fp8',
    kvCacheDtype: 'fp8',
    gpu: Gpu.H100_PCIE,
    gpusPerReplica: 2,
    maxContextTokens: 4_096,
    replicas: first === undefined ? 4 : 1,
  });
  const expert = { pool: large, contextTokens: 4_096 };
  if (first === undefined) {
    new AgentFleet(stack, 'tickets', {
      cluster,
      topology: Topology.flat({ agents: ['expert'] }),
      concurrentWorkflows,
      roles: { expert },
      runtime,
    });
    return;
  }
  const small = new InferencePool(stack, 'small', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    quantization: 'fp8',
    kvCacheDtype: 'fp8',
    gpu: first.gpu,
    maxContextTokens: 4_096,
    replicas: first.replicas,
    ...(first.maxNumSeqs === undefined ? {} : { maxNumSeqs: first.maxNumSeqs }),
  });
  new AgentFleet(stack, 'tickets', {
    cluster,
    topology: Topology.escalation({ first: 'triage', to: { expert: 0.05 } }),
    concurrentWorkflows,
    roles: { triage: { pool: small, contextTokens: 4_096 }, expert },
    runtime,
  });
}
