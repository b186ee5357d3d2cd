/** A recorded day against the plan of two pools of one model: what was measured, what it proposes, and what it says nothing about. */
import { measuredApp } from '../../e2e/measure/measured-app';
import { LOADS, type RecordedLoad, recordedMonth } from '../../e2e/measure/recorded-day';
import { type MeasureReport, measureReport, measureReportSchema } from '../../lib/measure/measure-report';
import type { Month } from '../../lib/measure/month';
import type { FleetPlan } from '../../lib/plan/schema';
import { SynthesizedApp } from '../../lib/plan/synthesized-app';

const plan: FleetPlan = (() => {
  const app = measuredApp();
  app.synth();
  return SynthesizedApp.read(app.outdir).stack('support').plan();
})();

const FROM = new Date('2026-10-01T00:00:00Z');
const month = (loads: readonly RecordedLoad[] = LOADS, hours = 720): Month => recordedMonth(FROM, hours, loads);
const report = (loads?: readonly RecordedLoad[], hours?: number): MeasureReport => measureReport([plan], month(loads, hours));
const [desk, triage] = LOADS as [RecordedLoad, RecordedLoad];
const busy = (load: RecordedLoad, change: RecordedLoad['busy']): RecordedLoad => ({ ...load, busy: { ...load.busy, ...change } });
const figure = ({ pools }: MeasureReport, what: RegExp) => pools[0]?.figures.find((one) => what.test(one.what));
const kinds = ({ proposals }: MeasureReport) => proposals.map(({ kind, pools }) => `${kind} ${pools.join('+')}`);

describe('plan against measured', () => {
  test('throughput, contexts, hits, use, queue and cost stand beside the plan', () => {
    const found = report();
    expect(measureReportSchema.safeParse(found).success).toBe(true);
    expect([found.from, found.to]).toEqual(['2026-10-01T00:00:00.000Z', '2026-10-31T00:00:00.000Z']);
    // 10 of 24 hours at 4,000 tokens a second, the others at 40: 1,690 a second.
    expect(figure(found, /prompts and answers/)?.measured).toBeCloseTo(1_690 * 3_600, -4);
    expect(figure(found, /prompt of the mean/)?.measured).toBeCloseTo(900, 0);
    expect(figure(found, /context/)?.measured).toBe(1_900);
    expect(figure(found, /prefix/)).toMatchObject({ plan: expect.any(Number), measured: 0.6 });
    expect(figure(found, /waiting per/)).toMatchObject({ plan: 0, measured: 0.5 });
    expect(figure(found, /^cost$/)).toMatchObject({ plan: 5, measured: 5 });
    expect(found.usdPerMonth).toEqual({ plan: 7_200, measured: 7_200 });
  });

  test('the hits of a quiet night weigh as little as its prompts', () => {
    const [, second] = report().pools;
    expect(second?.figures.find(({ what }) => /prefix/.test(what))?.measured).toBeCloseTo(0.1236, 3);
  });

  test('use is what the replicas wrote, over what the plan says that they can', () => {
    const writes = plan.pools[0]?.economics?.writesPerSecond ?? 0;
    const mean = (10 * 200 + 14 * 2) / 24;
    expect(figure(report(), /^use/)?.measured).toBeCloseTo(mean / writes, 3);
  });
});

describe('what to paste', () => {
  test('is what a replica wrote in the busiest hours, at the requests that ran there', () => {
    expect(report().pools[0]).toMatchObject({
      hours: 720,
      measured: { tokensPerSecond: 200, atConcurrency: 6, days: 30 },
      notMeasured: null,
    });
  });
  test('has no days below one, and 30 only after 30', () => {
    expect(report(LOADS, 20).pools[0]?.measured).toEqual({ tokensPerSecond: 200, atConcurrency: 6 });
    expect(report(LOADS, 719).pools[0]?.measured).toMatchObject({ days: 29 });
  });
  test('is nothing where less than one request ran', () => {
    const found = report([busy(desk, { running: 1 }), triage]).pools[0];
    expect(found).toMatchObject({ measured: null, notMeasured: expect.stringContaining('less than one request') });
  });
  test('is nothing where no tokens were recorded', () => {
    const silent = month();
    const pools = silent.pools.map(({ recorded: { generated: _, ...recorded }, ...pool }) => ({ ...pool, recorded }));
    const found = measureReport([plan], { ...silent, pools }).pools[0];
    expect(found).toMatchObject({ measured: null, notMeasured: 'no requests or tokens were recorded' });
    expect(found?.figures.find(({ what }) => /at full use/.test(what))?.measured).toBeNull();
  });
  test('does not count hours without a replica', () => {
    const part = month();
    const pools = part.pools.map((pool) => ({
      ...pool,
      recorded: { ...pool.recorded, replicas: (pool.recorded.replicas ?? []).map((count, hour) => (hour < 240 ? 0 : count)) },
    }));
    expect(measureReport([plan], { ...part, pools }).pools[0]).toMatchObject({ hours: 480, measured: { days: 20 } });
  });
});

describe('proposals', () => {
  test('come with the money, the largest first', () => {
    const { proposals } = report();
    const usd = proposals.map(({ usdPerMonth }) => usdPerMonth);
    expect(usd).toEqual([...usd].sort((one, other) => other - one));
    expect(usd.every((one) => one > 0)).toBe(true);
  });

  test('pools whose busy hours do not meet share replicas; two stay where users wait', () => {
    const shared = report().proposals.find(({ kind }) => kind === 'share');
    // Four replicas of $2.50 become two.
    expect(shared).toMatchObject({
      pools: ['support/desk', 'support/triage'],
      usdPerMonth: 2 * 2.5 * 720,
      change: expect.stringContaining('2 replicas'),
    });
    expect(shared?.provided).toContain('latency classes differ');
  });
  test('pools that fill their KV cache in the same hours do not', () => {
    const full = { kvCacheUsage: 0.9 };
    expect(kinds(report([busy(desk, full), { ...busy(triage, full), busyFrom: 8, busyTo: 18 }]))).not.toContain(
      'share support/desk+support/triage',
    );
    expect(kinds(report([busy(desk, full), busy(triage, full)]))).toContain('share support/desk+support/triage');
  });
  test('pools of two models do not', () => {
    const [first, second] = plan.pools as [FleetPlan['pools'][number], FleetPlan['pools'][number]];
    const other = { ...plan, pools: [first, { ...second, model: { ...second.model, huggingFaceId: 'other/model' } }] };
    expect(kinds(measureReport([other], month())).filter((one) => one.startsWith('share'))).toEqual([]);
  });

  test('a slice holds the weights and the cache that was in use', () => {
    const slice = report().proposals.find(({ kind, pools }) => kind === 'slice' && pools[0] === 'support/desk');
    expect(slice?.change).toBe("gpu: Gpu.mig('3g.40gb', Gpu.H100_PCIE) of desk, and mig of its node pool");
    expect(slice?.usdPerMonth).toBe(Math.round(2 * 2.5 * (4 / 7) * 720));
  });
  test.each<[string, RecordedLoad['busy']]>([
    ['whose KV cache was full once', { kvCacheUsage: 0.95 }],
    ['whose busiest hour needs the whole card', { generationTokens: 4_000 }],
    ['whose first token has no time to spare', { ttftP95: 0.4 }],
  ])('no slice for a pool %s', (_, change) => {
    expect(kinds(report([busy(desk, change), triage]))).not.toContain('slice support/desk');
  });
  test('nobody waits for the first token of background work', () => {
    expect(kinds(report([desk, busy(triage, { ttftP95: 4 })]))).toContain('slice support/triage');
  });
  test('no slice of a card that cannot be cut', () => {
    const uncut = { ...plan, pools: plan.pools.map((pool) => ({ ...pool, gpu: { id: 'l40s', name: 'L40S' } })) };
    expect(kinds(measureReport([uncut], month())).filter((one) => one.startsWith('slice'))).toEqual([]);
  });

  test('an API where the tokens cost less there, and none where they cost more', () => {
    expect(kinds(report())).toContain('api support/desk');
    const heavy = { generationTokens: 4_000, promptTokens: 60_000 };
    expect(kinds(report([{ ...busy(desk, heavy), busyFrom: 0, busyTo: 24 }, triage]))).not.toContain('api support/desk');
  });
  test('no API where a role has no price of one', () => {
    const fleets = plan.fleets.map((fleet) => ({
      ...fleet,
      roles: fleet.roles.map(({ economics, ...role }) => {
        const { crossover: _, ...rest } = economics ?? ({} as never);
        return { ...role, economics: rest as typeof economics };
      }),
    }));
    expect(kinds(measureReport([{ ...plan, fleets }], month())).filter((one) => one.startsWith('api'))).toEqual([]);
  });
  test('nothing without a price', () => {
    const free = { ...plan, pools: plan.pools.map((pool) => ({ ...pool, price: null })) };
    const unpaid = month();
    const pools = unpaid.pools.map(({ recorded: { usdPerHour: _, ...recorded }, ...pool }) => ({ ...pool, recorded }));
    const found = measureReport([free], { ...unpaid, pools });
    expect([found.proposals, found.usdPerMonth.measured]).toEqual([[], null]);
  });
});

test('pools of which nothing was recorded are named', () => {
  const found = report([desk]);
  expect([found.pools.map(({ name }) => name), found.unseen]).toEqual([['desk'], ['support/triage']]);
  expect(report([]).usdPerMonth).toEqual({ plan: null, measured: null });
});
