/** Which GPUs for these roles? Run it with `npx tsx examples/planner/main.ts`. */
import { Gpu, Model, planFleet } from 'cdktf-agent-fleet/planner';

const worker = { sessions: 25, models: [Model.LLAMA_3_1_8B_INSTRUCT] };

export const plan = planFleet({
  roles: {
    planner: {
      sessions: 25,
      contextTokens: 12_000,
      latency: 'chat',
      request: { outputTokens: 300, cachedTokens: 11_200 },
      models: [{ model: Model.LLAMA_3_3_70B_INSTRUCT, quantizations: ['fp8'] }],
    },
    researcher: { ...worker, contextTokens: 8_000 },
    reviewer: { ...worker, contextTokens: 4_000 },
    classifier: {
      sessions: 5,
      contextTokens: 2_000,
      request: { outputTokens: 50, perMinute: 2 },
      models: [Model.QWEN3_8B],
      apis: ['small'],
    },
  },
  inventory: {
    h100: { gpu: Gpu.H100_PCIE, nodes: 2 },
    a100: { gpu: Gpu.A100_80GB_PCIE },
    l40: { gpu: Gpu.L40, usdPerGpuHour: 0.95, priceAsOf: '2026-11-01' },
  },
  apis: { small: { usdPerMTokens: 0.4 } },
});

for (const { roles, quantization, gpusPerReplica, gpu, replicas, usdPerHour } of plan.pools)
  console.log(`${roles.join(', ')}: ${replicas} × ${gpusPerReplica} ${gpu}, ${quantization}, $${usdPerHour.toFixed(2)}/h`);
console.log(`$${plan.usdPerHour.toFixed(2)}/h, ${plan.proof.isOptimal ? 'proven' : `at most ${plan.proof.gap * 100} % too much`}`);
