/** Money as constructs plan it: published tables, shares of roles, points of a plan, and how old prices are. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  type AgentFleetProps,
  Cluster,
  Flow,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  type KubeconfigProps,
  Model,
  Scaling,
  Topology,
} from 'cdktf-agent-fleet';
import { costPerInteraction, tierGpus } from 'cdktf-agent-fleet/economics';
import * as fc from 'fast-check';
import { referenceFleet } from '../../examples/f13-reference-fleet/fleet';
import { POINTS } from '../../lib/economics/cost-points';
import type { FleetPlan } from '../../lib/plan/schema';
import { synthesize } from '../examples/support';

const RUNTIME = { framework: 'custom', image: 'registry.example.com/agents:1.0.0', replicas: 2 } as const;
const priced = (gpu: Gpu, usdPerGpuHour: number, nodes: number) => ({ gpu, nodes, usdPerGpuHour, priceAsOf: '2026-04-19' });

type Parts = { readonly stack: TerraformStack; readonly cluster: Cluster };
type Nodes = NonNullable<KubeconfigProps['nodePools']>;

function plan(nodePools: Nodes, build: (parts: Parts) => unknown, more: Partial<KubeconfigProps> = {}): FleetPlan {
  const app = (root: App) => {
    const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { ...nodePools, cpu: { nodes: 2 } }, ...more });
    build({ stack: new TerraformStack(root, 's'), cluster });
  };
  return synthesize(app, 's').plan();
}

const pool = ({ stack, cluster }: Parts, id: string, props: Partial<InferencePoolProps> = {}) =>
  new InferencePool(stack, id, { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, maxContextTokens: 8_192, ...props });

const fleet = ({ stack, cluster }: Parts, props: Pick<AgentFleetProps, 'roles' | 'topology'> & Partial<AgentFleetProps>) =>
  new AgentFleet(stack, 'f', { cluster, concurrentWorkflows: 4, sessionStore: false, stateStore: false, runtime: RUNTIME, ...props });

describe('F20–F22: 70 % of the interactions on L40S, 25 % on A100, 5 % on H100', () => {
  const TIERS = [
    { role: 'light', gpu: Gpu.L40S, share: 0.7, perGpu: 50, usd: 0.72 },
    { role: 'middle', gpu: Gpu.A100_80GB_PCIE, share: 0.25, perGpu: 75, usd: 1.04 },
    { role: 'orchestrator', gpu: Gpu.H100_PCIE, share: 0.05, perGpu: 100, usd: 2.51 },
  ] as const;

  const tiered = (concurrent: number): FleetPlan => {
    const replicas = TIERS.map(({ share, perGpu }) => tierGpus(concurrent, share, perGpu));
    const nodes = TIERS.map(({ role, gpu, usd }, index) => [role, priced(gpu, usd, replicas[index] ?? 0)] as const);
    return plan(Object.fromEntries(nodes), (parts) => {
      const pools = TIERS.map(({ role, gpu, perGpu }, index) =>
        pool(parts, `${role}-model`, { gpu, replicas: replicas[index] ?? 0, maxNumSeqs: perGpu, maxContextTokens: 2_048 }),
      );
      fleet(parts, {
        concurrentWorkflows: concurrent,
        topology: Topology.flow(Flow.route(...TIERS.map(({ role, share }) => ({ share, flow: Flow.role(role) })))),
        roles: Object.fromEntries(TIERS.map(({ role }, index) => [role, { pool: pools[index] as InferencePool, contextTokens: 950 }])),
      });
    });
  };

  test.each([
    [1_000, [700, 250, 50], [14, 4, 1], [10.08, 4.16, 2.51], 16.75, 12_060, 0.00001396],
    [10_000, [7_000, 2_500, 500], [140, 34, 5], [100.8, 35.36, 12.55], 148.71, 107_071.2, 0.00001239],
    [100_000, [70_000, 25_000, 5_000], [1_400, 334, 50], [1_008, 347.36, 125.5], 1_480.86, 1_066_219.2, 0.00001234],
  ])('%d at once', (concurrent, sessions, gpus, usd, total, month, each) => {
    const { economics, fleets } = tiered(concurrent);
    expect(fleets[0]?.roles.map((role) => role.sessions)).toEqual(sessions);
    expect(economics?.tiers.map((tier) => tier.gpus.plan)).toEqual(gpus);
    expect(economics?.tiers.map((tier) => tier.usdPerHour.plan)).toEqual(usd);
    expect(economics?.usdPerHour.plan).toBe(total);
    expect(economics?.usdPerMonth.plan).toBeCloseTo(month, 6);
    expect(costPerInteraction(economics?.usdPerHour.plan ?? 0, concurrent, 3)).toBeCloseTo(each, 8);
  });
});

describe('F13: $8.70 an hour', () => {
  const { economics, pools, fleets } = synthesize((app) => referenceFleet(app), 'research').plan();

  test('$208.80 a day, $6,264 a month, three tiers, $11.40 with all that scaling may start', () => {
    expect(economics?.usdPerHour).toEqual({ floor: 8.7, plan: 8.7, peak: 8.7, ceiling: 11.4 });
    expect(economics?.usdPerMonth.plan).toBe(6_264);
    expect(economics?.usdPerDay).toBe(208.8);
    expect(economics?.tiers.map((tier) => [tier.name, tier.usdPerHour.plan])).toEqual([
      ['H100 PCIe 80GB', 5],
      ['A100 PCIe 80GB', 2.7],
      ['L40', 1],
    ]);
  });

  test('roles bear the cache that they plan: the workers 8 : 6 : 4 of $2.70', () => {
    expect(fleets[0]?.roles.map((role) => [role.name, role.economics?.usdPerHour.plan])).toEqual([
      ['planner', 5],
      ['researcher', 1.2],
      ['coder', 0.9],
      ['reviewer', 0.6],
    ]);
    expect(fleets[0]?.economics?.usdPerHour.plan).toBe(8.7);
  });

  test('what a token costs is not known where roles do not say how often they ask', () => {
    expect(pools.map((one) => one.economics?.tokensPerHour)).toEqual([null, null, null, null]);
    expect(pools.map((one) => one.economics?.usdPerMillionTokens)).toEqual([null, null, null, null]);
    expect(fleets[0]?.economics?.workflow).toBeNull();
  });
});

test('F15: a 70B on two H100 that was measured at 3,000 tokens a second writes 2.16 M tokens for a dollar', () => {
  const nodes = { gpu: { ...priced(Gpu.H100_PCIE, 2.5, 1), gpusPerNode: 2 } };
  const { pools } = plan(nodes, (parts) =>
    pool(parts, 'planner', {
      model: Model.LLAMA_3_3_70B_INSTRUCT,
      quantization: 'fp8',
      gpu: Gpu.H100_PCIE,
      gpusPerReplica: 2,
      measured: { tokensPerSecond: 3_000 },
    }),
  );
  expect(pools[0]?.economics).toMatchObject({ tokensPerUsd: 2_160_000, writesPerSecond: 3_000, usdPerMillionTokens: null });
});

test('a workflow costs what its fleet costs while it runs', () => {
  const { fleets } = plan({ gpu: priced(Gpu.H100_SXM, 3.2, 1) }, (parts) =>
    fleet(parts, {
      topology: Topology.pipeline({ stages: ['writer', 'editor'] }),
      roles: Object.fromEntries(
        ['writer', 'editor'].map((role) => [role, { pool: shared(parts), contextTokens: 4_000, request: { outputTokens: 300 } }]),
      ),
    }),
  );
  const workflow = fleets[0]?.economics?.workflow;
  expect(workflow?.seconds).toBeGreaterThan(0.5);
  expect(workflow?.usd).toBeCloseTo(((3.2 / 4) * (workflow?.seconds ?? 0)) / 3_600, 6);
});

const SHARED = new WeakMap<TerraformStack, InferencePool>();
function shared(parts: Parts): InferencePool {
  const made = SHARED.get(parts.stack) ?? pool(parts, 'shared');
  SHARED.set(parts.stack, made);
  return made;
}

describe('a service that scales with its day', () => {
  const day = (scaling: { min: number; max: number }) =>
    plan({ gpu: priced(Gpu.L40S, 0.72, 8) }, (parts) =>
      fleet(parts, {
        topology: Topology.flat({ agents: ['assistant'] }),
        roles: {
          assistant: {
            pool: pool(parts, 'support', { gpu: Gpu.L40S, scaling: Scaling.queueDepth(scaling) }),
            contextTokens: 4_000,
            conversations: {
              perDay: 60_000,
              turns: 5,
              tokensPerTurn: 400,
              outputTokensPerTurn: 80,
              answerSeconds: 3,
              burst: 3,
              curve: 'business-hours',
            },
          },
        },
      }),
    );
  const found = day({ min: 1, max: 8 });
  const money = found.pools[0]?.economics;

  test('pays the replicas of each hour, and a conversation its part of the day', () => {
    const hours = money?.replicasByHour ?? [];
    expect(hours).toHaveLength(24);
    expect(Math.max(...hours)).toBeGreaterThan(Math.min(...hours));
    expect(hours).toEqual(found.fleets[0]?.roles[0]?.day?.replicasByHour);
    expect(money?.usdPerDay).toBeCloseTo(0.72 * hours.reduce((sum, count) => sum + count, 0), 6);
    expect(found.fleets[0]?.roles[0]?.economics?.usdPerConversation).toBeCloseTo((money?.usdPerDay ?? 0) / 60_000, 6);
  });

  test('its points are in order, and the peak needs fewer than the ceiling allows', () => {
    const { floor, plan: planned, peak, ceiling } = money?.replicas ?? { floor: 0, plan: 0, peak: 0, ceiling: 0 };
    expect([floor, planned]).toEqual([1, 1]);
    expect(peak).toBe(Math.max(...(money?.replicasByHour ?? [])));
    expect(ceiling).toBe(8);
  });

  test('tokens are those of the mean day, without its burst', () => {
    const perRequest = found.pools[0]?.peakDemand[0]?.rate;
    const requests = (60_000 * 5) / 24;
    expect(money?.tokensPerHour?.output).toBe(requests * 80);
    expect(money?.tokensPerHour?.input).toBe(requests * (perRequest?.inputTokens ?? 0));
    const tokens = requests * (80 + (perRequest?.inputTokens ?? 0));
    expect(money?.usdPerMillionTokens).toBeCloseTo(((money?.usdPerDay ?? 0) / 24 / tokens) * 1e6, 3);
    expect(money?.usdPerMillionAtFullUse).toBeCloseTo((money?.usdPerMillionTokens ?? 0) * (money?.use ?? 0), 3);
  });
});

describe('a price that nobody knows', () => {
  const { economics, pools, fleets } = plan({ gpu: { gpu: Gpu.RTX_5090, nodes: 1 } }, (parts) =>
    fleet(parts, {
      topology: Topology.flat({ agents: ['a'] }),
      roles: { a: { pool: pool(parts, 'p', { gpu: Gpu.RTX_5090 }), contextTokens: 4_000 } },
    }),
  );

  test('makes everything unknown that it is part of, and nothing free', () => {
    const unknown = { floor: null, plan: null, peak: null, ceiling: null };
    expect(economics).toMatchObject({ usdPerHour: unknown, usdPerDay: null, tiers: [{ purchase: null, usdPerHour: unknown }] });
    expect(pools[0]?.economics).toMatchObject({ usdPerHour: unknown, usdPerMillionTokens: null, tokensPerUsd: null });
    expect(fleets[0]?.roles[0]?.economics?.usdPerHour).toEqual(unknown);
  });
});

test('roles of a pool together bear the whole pool, at every point', () => {
  const roles = fc.array(fc.record({ contextTokens: fc.integer({ min: 200, max: 4_000 }), instances: fc.integer({ min: 1, max: 3 }) }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(roles, (drawn) => {
      const names = drawn.map((_, index) => `r${index}`);
      const { fleets, pools } = plan({ gpu: priced(Gpu.H100_SXM, 3.2, 4) }, (parts) => {
        const one = pool(parts, 'p', { scaling: Scaling.queueDepth({ min: 1, max: 4 }) });
        fleet(parts, {
          topology: Topology.flat({ agents: names }),
          peakWorkflows: 8,
          roles: Object.fromEntries(drawn.map((role, index) => [names[index], { pool: one, ...role }])),
        });
      });
      for (const point of POINTS) {
        const sum = fleets[0]?.roles.reduce((all, role) => all + (role.economics?.usdPerHour[point] ?? Number.NaN), 0);
        expect(sum).toBeCloseTo(pools[0]?.economics?.usdPerHour[point] ?? Number.NaN, 4);
      }
    }),
    { numRuns: 12 },
  );
});

describe('the day of a plan', () => {
  const on = (planDate: string | undefined) =>
    plan({ gpu: priced(Gpu.H100_SXM, 3.2, 1) }, (parts) => pool(parts, 'p'), planDate === undefined ? {} : { planDate });

  test('AF-COST-005: a price that is 224 days old on it', () => {
    const { findings, pools } = on('2026-11-29');
    expect(pools[0]?.price).toMatchObject({ asOf: '2026-04-19', ageDays: 224 });
    expect(findings.filter(({ code }) => code === 'AF-COST-005')).toMatchObject([
      { severity: 'warning', path: 's/p', prop: 'nodePools.gpu.priceAsOf', value: '2026-04-19' },
    ]);
  });

  test('no day, no age: the same program gives the same plan on every day', () => {
    const { findings, pools } = on(undefined);
    expect(pools[0]?.price).not.toHaveProperty('ageDays');
    expect(findings.filter(({ code }) => code === 'AF-COST-005')).toEqual([]);
  });

  test.each(['yesterday', '29.11.2026', '2026-13-01', 20261129, ''])('planDate: %p is refused', (planDate) => {
    expect(() => Cluster.fromKubeconfig({ context: 'prod', planDate } as never)).toThrow(/planDate/);
  });
});
