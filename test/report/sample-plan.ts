/** A plan in the shape of the reference fleet, written by hand so that the views are tested apart from the engine. */
import type { FleetPlan, PoolPlan } from '../../lib/plan/schema';

const planner: PoolPlan = {
  name: 'planner',
  path: 'research/planner',
  namespace: 'research',
  cluster: 'prod-eu',
  model: { id: 'llama-3.3-70b-instruct', huggingFaceId: 'meta-llama/Llama-3.3-70B-Instruct', servedName: 'llama-3.3-70b-instruct' },
  engine: { id: 'vllm', version: '0.31.0', image: 'vllm/vllm-openai:v0.31.0' },
  gpu: { id: 'h100-pcie-80', name: 'H100 PCIe 80GB' },
  gpusPerReplica: 2,
  parallelism: { pipelineStages: 1, dataParallel: 1, expertParallel: false, decodeContextParallel: 1 },
  podGpus: 2,
  replicas: { min: 1, max: 1 },
  precision: { weights: 'fp8', kvCache: 'fp8' },
  limits: { maxContextTokens: 16_384, maxNumSeqs: 32, maxNumBatchedTokens: 8_192, gpuMemoryUtilization: 0.9 },
  hostMemory: { pod: '64Gi', offloadedGiB: 0, kvTokensPerReplica: 0 },
  engineOptions: { enforceEager: false, sampler: null, hybridKvCacheManager: true, speculative: null },
  memory: {
    terms: [
      { id: 'weights', perGpuGiB: 33.83, evidence: 'exact', source: 'sum of tensors' },
      { id: 'kvCache', perGpuGiB: 33.05, evidence: 'fitted', source: 'what is left' },
    ],
    kvBytesPerToken: 163_840,
    kvFormula: '80 layers × 8 KV heads × 128 × 2 × fp8',
    kvTokensPerReplica: 433_200,
    kvGiBPerReplica: 66.1,
  },
  demand: [{ fleet: 'research', role: 'planner', sessions: 25, contextTokens: 12_000, formula: '25 workflows × 1 orchestrator' }],
  demandGiB: 45.776,
  supplyGiB: 66.1,
  headroom: 0.3075,
  verdict: 'fits',
  binding: 'KV cache',
  survivesReplicaLoss: false,
  price: { usdPerGpuHour: 2.5, provider: 'example', purchase: 'on-demand', asOf: '2026-07-03' },
  costPerHour: { floor: 5, ceiling: 5 },
};

const workers: PoolPlan = {
  ...planner,
  name: 'workers',
  path: 'research/workers',
  model: { id: 'llama-3.1-8b-instruct', huggingFaceId: 'meta-llama/Llama-3.1-8B-Instruct', servedName: 'llama-3.1-8b-instruct' },
  gpu: { id: 'a100-pcie-80', name: 'A100 PCIe 80GB' },
  gpusPerReplica: 1,
  podGpus: 1,
  replicas: { min: 2, max: 8 },
  precision: { weights: 'checkpoint', kvCache: 'auto' },
  memory: {
    ...planner.memory,
    terms: [{ id: 'weights', perGpuGiB: 14.96, evidence: 'exact', source: 'sum of tensors' }],
  },
  demandGiB: 93.4,
  supplyGiB: 104.2,
  headroom: 0.1036,
  verdict: 'tight',
  price: { usdPerGpuHour: 1.35, provider: 'example', purchase: 'on-demand', asOf: '2026-06-30' },
  costPerHour: { floor: 2.7, ceiling: 10.8 },
};

export const SAMPLE_PLAN: FleetPlan = {
  schemaVersion: 1,
  stack: 'research',
  pools: [planner, workers],
  fleets: [
    {
      name: 'research',
      path: 'research/research',
      topology: { kind: 'hierarchical', description: 'an orchestrator and 3 workers' },
      concurrentWorkflows: 25,
      peakWorkflows: null,
      roles: [
        {
          name: 'planner',
          pool: 'planner',
          poolPath: 'research/planner',
          modelAlias: 'planner',
          sessions: 25,
          contextTokens: 12_000,
          latency: 'chat',
          formula: '25 workflows × 1 orchestrator',
        },
        {
          name: 'researcher',
          pool: 'workers',
          poolPath: 'research/workers',
          modelAlias: 'researcher',
          sessions: 25,
          contextTokens: 8_000,
          latency: null,
          formula: '25 workflows × 1 worker',
        },
      ],
    },
  ],
  costPerHour: { floor: 7.7, ceiling: 15.8, unpriced: [], pricesAsOf: ['2026-06-30', '2026-07-03'] },
  findings: [
    {
      code: 'AF-CAP-014',
      severity: 'warning',
      path: 'research/workers',
      message: 'one lost replica leaves 52.1 GiB for 93.4 GiB of demand; sessions beyond that wait or are recomputed until the pod is back',
      repairs: [{ change: 'replicas: 3', costPerHour: 4.05, costDeltaPerHour: 1.35, headroom: 0.4 }],
    },
  ],
};
