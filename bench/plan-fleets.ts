/** How long a plan takes: 20 roles, 200 roles, and the published tiers of 100,000 agents. */
import { Gpu } from '../lib/catalog/gpu';
import { Model } from '../lib/catalog/model';
import { type FleetToPlanProps, planFleet, type RoleToPlanProps } from '../lib/planner';
import { recommendLines } from './peers/recommend-duel';

const INVENTORY: FleetToPlanProps['inventory'] = {
  l40s: { gpu: Gpu.L40S },
  l40: { gpu: Gpu.L40 },
  a100: { gpu: Gpu.A100_80GB_PCIE },
  h100: { gpu: Gpu.H100_PCIE },
  sxm: { gpu: Gpu.H100_SXM },
  h200: { gpu: Gpu.H200_SXM },
};

const MODELS: RoleToPlanProps['models'][] = [
  [Model.LLAMA_3_1_8B_INSTRUCT],
  [Model.QWEN3_8B, Model.LLAMA_3_1_8B_INSTRUCT],
  [Model.QWEN3_14B],
  [{ model: Model.LLAMA_3_3_70B_INSTRUCT, quantizations: ['fp8'] }],
  [Model.QWEN3_32B],
];

/** The same roles in each run. */
function mixed(count: number): FleetToPlanProps {
  const roles = Array.from({ length: count }, (_, index): [string, RoleToPlanProps] => [
    `role-${index}`,
    {
      sessions: 4 + ((index * 37) % 90),
      contextTokens: 2_048 * (1 + ((index * 7) % 8)),
      models: MODELS[index % MODELS.length] ?? [],
      ...(index % 4 === 0 ? { latency: 'chat' as const, request: { outputTokens: 300, cachedTokens: 1_024 } } : {}),
    },
  ]);
  // The limit is in time that passes, and what is printed is time of the processor: a busy machine has the same answer.
  return { roles: Object.fromEntries(roles), inventory: INVENTORY, timeLimitMs: 60_000 };
}

const tier = (sessions: number, sessionsPerGpu: number, gpu: Gpu): RoleToPlanProps => ({
  sessions,
  sessionsPerGpu,
  contextTokens: 950,
  models: [{ model: Model.LLAMA_3_1_8B_INSTRUCT, quantizations: ['checkpoint'] }],
  gpus: [gpu],
});

const TIERS: FleetToPlanProps = {
  roles: { light: tier(70_000, 50, Gpu.L40S), middle: tier(25_000, 75, Gpu.A100_80GB_PCIE), orchestrator: tier(5_000, 100, Gpu.H100_PCIE) },
  inventory: INVENTORY,
};

/** Small models on cards that may be cut and shared, on nodes that are paid whole. */
const divided = (count: number): FleetToPlanProps => ({
  roles: Object.fromEntries(
    Array.from({ length: count }, (_, index): [string, RoleToPlanProps] => [
      `role-${index}`,
      {
        sessions: 2 + ((index * 5) % 12),
        contextTokens: 2_048 * (1 + (index % 4)),
        models: SMALL[index % SMALL.length] ?? [],
        dedicated: index % 2 === 0,
      },
    ]),
  ),
  inventory: { l40s: { gpu: Gpu.L40S, sharing: true }, h100: { gpu: Gpu.H100_PCIE, mig: true, gpusPerNode: 4, wholeNodes: true } },
  timeLimitMs: 60_000,
});

const SMALL: RoleToPlanProps['models'][] = [[Model.BGE_M3], [Model.LLAMA_3_1_8B_INSTRUCT], [Model.QWEN3_8B], [Model.QWEN3_EMBEDDING_0_6B]];

const QUESTIONS: readonly (readonly [name: string, question: FleetToPlanProps, limit: string])[] = [
  ['20 roles', mixed(20), '0.5 s, proven'],
  ['200 roles', mixed(200), '5 s, gap 1 %'],
  ['10 small roles on parts', divided(10), '1 s, proven'],
  ['tiers of 100,000 agents', TIERS, '1 s, proven'],
];

export function planSection(samples: number): string {
  const rows = QUESTIONS.map(([name, question, limit]) => {
    const runs = Array.from({ length: Math.max(1, Math.min(samples, 3)) }, () => timed(question));
    const [{ plan }] = runs as [ReturnType<typeof timed>];
    const best = Math.min(...runs.map(({ ms }) => ms));
    const proof = plan.proof.isOptimal ? 'proven' : `gap ${(100 * plan.proof.gap).toFixed(2)} %`;
    return `  ${name.padEnd(24)} ${best.toFixed(0).padStart(6)} ms   ${proof}, ${plan.pools.length} pools, $${plan.usdPerHour.toFixed(2)} an hour   (goal: ${limit})`;
  });
  return ['The cheapest fleet, fastest of the runs:', ...rows, 'GPUs for a rate of requests, beside others:', ...recommendLines()].join(
    '\n',
  );
}

function timed(question: FleetToPlanProps) {
  const started = process.cpuUsage();
  const plan = planFleet(question);
  const { user, system } = process.cpuUsage(started);
  return { plan, ms: (user + system) / 1e3 };
}
