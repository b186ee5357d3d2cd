/** What is recommended for published fleets, at their prices. docs/fleets.md says which fleet a number means. */
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { planFleet, type RoleToPlanProps, recommendFleet } from '../../lib/planner';
import { as, JULY, L8, L70 } from './support';

const APRIL = {
  l40s: { gpu: Gpu.L40S, usdPerGpuHour: 0.72, priceAsOf: '2026-04-19' },
  a100: { gpu: Gpu.A100_80GB_PCIE, usdPerGpuHour: 1.04, priceAsOf: '2026-04-19' },
  h100: { gpu: Gpu.H100_PCIE, usdPerGpuHour: 2.51, priceAsOf: '2026-04-19' },
} as const;

describe('F13: a 70B planner and three 8B workers, 25 workflows', () => {
  const worker = (contextTokens: number, ...formats: Parameters<typeof as> extends [unknown, ...infer F] ? F : never): RoleToPlanProps => ({
    sessions: 25,
    contextTokens,
    models: [as(L8, ...formats)],
  });
  const planner: RoleToPlanProps = {
    sessions: 25,
    contextTokens: 12_000,
    latency: 'chat',
    models: [as(L70, 'fp8')],
    request: { outputTokens: 300, cachedTokens: 11_200 },
  };
  const fleet = (...formats: ('checkpoint' | 'fp8')[]) =>
    planFleet({
      roles: { planner, researcher: worker(8_000, ...formats), coder: worker(6_000, ...formats), reviewer: worker(4_000, ...formats) },
      inventory: JULY,
    });

  test('weights as published: one shared pool for the workers, and less than the published $7.70 without the encoders', () => {
    const { pools, usdPerHour, proof } = fleet('checkpoint');
    expect(proof.isOptimal).toBe(true);
    expect(usdPerHour).toBeLessThanOrEqual(7.7);
    expect(pools.map(({ roles }) => roles)).toEqual([['planner'], ['researcher', 'coder', 'reviewer']]);
    expect(pools[1]).toMatchObject({ quantization: 'checkpoint', usdPerHour: 2, gpu: 'l40' });
  });

  test('weights in fp8 halve the workers: one A100 in place of two', () => {
    expect(fleet('checkpoint', 'fp8').pools[1]).toMatchObject({ gpu: 'a100-pcie-80', gpusPerReplica: 1, replicas: 1, usdPerHour: 1.35 });
  });
});

describe('F20–F22: tiers with a measured number of interactions on one GPU', () => {
  const tier = (sessions: number, sessionsPerGpu: number, model: Model, gpu?: Gpu): RoleToPlanProps => ({
    sessions,
    sessionsPerGpu,
    contextTokens: 950,
    models: [as(model, 'checkpoint')],
    ...(gpu === undefined ? {} : { gpus: [gpu] }),
  });
  const tiers = (concurrent: number) =>
    planFleet({
      roles: {
        light: tier(0.7 * concurrent, 50, Model.MISTRAL_7B_INSTRUCT_V0_3, Gpu.L40S),
        middle: tier(0.25 * concurrent, 75, L8, Gpu.A100_80GB_PCIE),
        orchestrator: tier(0.05 * concurrent, 100, Model.QWEN3_8B, Gpu.H100_PCIE),
      },
      inventory: APRIL,
    });

  test.each([
    [1_000, { l40s: 14, a100: 4, h100: 1 }, 16.75],
    [10_000, { l40s: 140, a100: 34, h100: 5 }, 148.71],
    [100_000, { l40s: 1_400, a100: 334, h100: 50 }, 1_480.86],
  ])('%d agents on the published cards: the published GPUs and price', (concurrent, gpus, usdPerHour) => {
    const plan = tiers(concurrent);
    expect(plan.gpus).toEqual(gpus);
    expect(plan.usdPerHour).toBe(usdPerHour);
    expect(plan.proof.isOptimal).toBe(true);
  });

  test('a hundred thousand agents are planned within a second of processor time', () => {
    const started = process.cpuUsage();
    tiers(100_000);
    const { user, system } = process.cpuUsage(started);
    expect((user + system) / 1e6).toBeLessThan(1);
  });

  test('on any card the ten thousand cost less', () => {
    const free = planFleet({
      roles: { light: tier(7_000, 50, L8), middle: tier(2_500, 75, L8), orchestrator: tier(500, 100, L8) },
      inventory: APRIL,
    });
    expect(free.usdPerHour).toBeLessThan(148.71);
    expect(free.gpus).toEqual({ l40s: 179 });
  });
});

test('F34: an orchestrator and three sub-agents on the same 7B model: one shared pool on one L40S', () => {
  const role: RoleToPlanProps = { sessions: 10, contextTokens: 4_096, models: [as(Model.MISTRAL_7B_INSTRUCT_V0_3, 'checkpoint')] };
  const plan = planFleet({ roles: { orchestrator: role, a: role, b: role, c: role }, inventory: { l40s: APRIL.l40s, h100: APRIL.h100 } });
  expect(plan.pools).toMatchObject([
    { roles: ['orchestrator', 'a', 'b', 'c'], gpu: 'l40s', gpusPerReplica: 1, replicas: 1, usdPerHour: 0.72 },
  ]);
});

test('F36: two models of three agents: the 7B ones share a card, the 13B has its own, both cheaper than one H100', () => {
  const role = (model: Model): RoleToPlanProps => ({ sessions: 4, contextTokens: 4_096, models: [as(model, 'checkpoint')] });
  const small = Model.MISTRAL_7B_INSTRUCT_V0_3;
  const plan = planFleet({
    roles: { orchestrator: role(small), coder: role(Model.QWEN2_5_14B_INSTRUCT), reviewer: role(small) },
    inventory: { l40s: APRIL.l40s, h100: APRIL.h100 },
  });
  expect(plan.pools.map(({ roles, gpu }) => [roles, gpu])).toEqual([
    [['orchestrator', 'reviewer'], 'l40s'],
    [['coder'], 'l40s'],
  ]);
  expect(plan.usdPerHour).toBe(1.44);
});

test('F34 and F36 on cards that may be shared: still one pool of the same model; two models share one card where both fit it', () => {
  const small = Model.MISTRAL_7B_INSTRUCT_V0_3;
  const role = (model: Model, sessions: number): RoleToPlanProps => ({
    sessions,
    contextTokens: 4_096,
    models: [as(model, 'checkpoint')],
  });
  const l40s = { ...APRIL.l40s, sharing: true };
  const h100 = { ...APRIL.h100, sharing: true, mig: true };
  const same = planFleet({
    roles: { orchestrator: role(small, 10), a: role(small, 10), b: role(small, 10), c: role(small, 10) },
    inventory: { l40s, h100 },
  });
  expect(same.pools).toMatchObject([{ roles: ['orchestrator', 'a', 'b', 'c'], nodePool: 'l40s', enginesPerCard: 1, usdPerHour: 0.72 }]);
  const crew = { orchestrator: role(small, 4), coder: role(Model.QWEN2_5_14B_INSTRUCT, 4), reviewer: role(small, 4) };
  const two = planFleet({ roles: crew, inventory: { h100 } });
  expect(two.pools.map(({ roles, nodePool }) => [roles, nodePool])).toEqual([
    [['orchestrator', 'reviewer'], 'h100-2x3g-40gb'],
    [['coder'], 'h100-2x3g-40gb'],
  ]);
  expect(two.nodePools).toMatchObject([{ offer: 'h100', gpus: 1, mig: { layout: { '3g.40gb': 2 } }, usdPerHour: 2.51, idleUsdPerHour: 0 }]);
  const onL40s = planFleet({ roles: crew, inventory: { l40s } });
  expect(onL40s.pools.map(({ enginesPerCard }) => enginesPerCard)).toEqual([1, 1]);
});

test('a router of 8B and its encoders are proposed on slices of one card: F24, and cheaper than a card for each', () => {
  const roles = {
    router: { sessions: 5, contextTokens: 4_096, models: [as(L8, 'fp8')] },
    embedder: { sessions: 4, contextTokens: 2_048, models: [Model.BGE_M3] },
  };
  const offer = { gpu: Gpu.H100_PCIE, usdPerGpuHour: 2.51, priceAsOf: '2026-04-19' };
  const { pools, nodePools, usdPerHour } = planFleet({ roles, inventory: { h100: { ...offer, mig: true } } });
  expect(usdPerHour).toBe(2.51);
  expect(pools.map(({ slice }) => slice)).not.toContain(null);
  expect(nodePools).toHaveLength(1);
  expect(planFleet({ roles, inventory: { h100: offer } }).usdPerHour).toBe(5.02);
  const { answers, savings } = recommendFleet({ roles, inventory: { h100: offer } });
  expect(answers[0]?.plan.usdPerHour).toBe(5.02);
  expect(savings).toContainEqual({ role: null, prop: 'inventory.h100.mig', change: 'inventory.h100.mig: true', usdPerHour: 2.51 });
});

test('nodes that are paid whole: what is left idle is part of the price, and decides for the node that is filled', () => {
  const roles = { worker: { sessions: 20, contextTokens: 4_096, models: [as(L8, 'checkpoint')] } };
  const eight = { ...APRIL.l40s, gpusPerNode: 8, wholeNodes: true };
  const { usdPerHour, nodePools } = planFleet({ roles, inventory: { eight } });
  expect(usdPerHour).toBe(5.76);
  expect(nodePools).toMatchObject([{ gpus: 1, nodes: 1, usdPerHour: 5.76, idleUsdPerHour: 5.04 }]);
  const { gpus } = planFleet({ roles, inventory: { eight, h100: { ...APRIL.h100, gpusPerNode: 1, wholeNodes: true } } });
  expect(gpus).toEqual({ h100: 1 });
});

test('F41: a router of 8B goes to the smallest card that holds it, heavy reasoning to the large one', () => {
  const priced = { priceAsOf: '2026-11-01' };
  const plan = planFleet({
    roles: {
      router: {
        sessions: 12,
        contextTokens: 4_096,
        latency: 'chat',
        models: [as(L8, 'fp8')],
        request: { outputTokens: 20, cachedTokens: 3_500 },
      },
      reasoning: { sessions: 8, contextTokens: 16_384, models: [as(L70, 'fp8')] },
    },
    inventory: {
      'rtx-4090': { gpu: Gpu.RTX_4090, usdPerGpuHour: 0.4, gpusPerNode: 1, ...priced },
      'rtx-5090': { gpu: Gpu.RTX_5090, usdPerGpuHour: 0.7, gpusPerNode: 1, ...priced },
      h100: { gpu: Gpu.H100_PCIE, usdPerGpuHour: 2.5, ...priced },
    },
  });
  expect(plan.pools.map(({ roles, gpu, gpusPerReplica }) => [roles, gpu, gpusPerReplica])).toEqual([
    [['router'], 'rtx-4090', 1],
    [['reasoning'], 'h100-pcie-80', 2],
  ]);
});

describe('F42: ten thousand conversations a day', () => {
  const support: RoleToPlanProps = {
    conversations: { perDay: 10_000, turns: 5, tokensPerTurn: 200, outputTokensPerTurn: 120, answerSeconds: 4 },
    contextTokens: 1_500,
    latency: 'chat',
    models: [L8],
    apis: ['small'],
  };
  const fleet = (usdPerMTokens: number) =>
    planFleet({ roles: { support }, inventory: { h100: JULY.h100 }, apis: { small: { usdPerMTokens } } });

  test('at $0.40 for a million tokens the API is cheaper than any GPU', () => {
    const { pools, roles, usdPerHour } = fleet(0.4);
    expect(pools).toEqual([]);
    expect(roles).toMatchObject([{ name: 'support', api: 'small', pool: null }]);
    expect(usdPerHour).toBeLessThan(2.5);
    expect(roles[0]?.breakEven).toMatchObject({ api: 'small', gpuUsdPerHour: 2.5 });
  });

  test('above the break-even price one H100 is', () => {
    const times = fleet(0.4).roles[0]?.breakEven?.atTimesThePlan ?? 0;
    expect(times).toBeGreaterThan(1);
    expect(fleet(0.41 * times).pools).toMatchObject([{ roles: ['support'], gpu: 'h100-pcie-80', replicas: 1 }]);
    expect(fleet(0.39 * times).pools).toEqual([]);
  });
});
