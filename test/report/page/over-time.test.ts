import { CLASS_TARGETS } from '../../../lib/catalog/latency-class';
import { renderHtml } from '../../../lib/report/html/page';
import { reportView } from '../../../lib/report/view/report-view';
import { SAMPLE_PLAN } from '../sample-plan';
import { attribute, elementsOf, textOf } from './read-page';

type Plan = typeof SAMPLE_PLAN;
type Role = Plan['fleets'][number]['roles'][number];
const [fleet] = SAMPLE_PLAN.fleets as [Plan['fleets'][number]];
const [planner, researcher] = fleet.roles as [Role, Role];
const withRoles = (...roles: Role[]): Plan => ({ ...SAMPLE_PLAN, fleets: [{ ...fleet, roles }] });

const replicasByHour = Array.from({ length: 24 }, (_, hour) => (hour < 12 ? 2 : 3));
const day = {
  ...{ conversations: 10_000, peakHour: 14, quietHour: 3, peakSessions: 80, replicasByHour },
  ...{ sessionsByHour: replicasByHour.map((count) => count * 20), gpuHours: 60, gpuHoursAtPeak: 72 },
};
const textsOf = (plan: Plan, tag: string) =>
  elementsOf(renderHtml(reportView([plan])))
    .filter(({ tagName }) => tagName === tag)
    .map(textOf);

describe('the day of a role', () => {
  const view = reportView([withRoles({ ...researcher, day })]);

  test('costs each hour what its replicas cost, and less than the peak all day', () => {
    expect(view.days).toHaveLength(1);
    expect(view.days[0]?.usdByHour.map((usd) => usd?.toFixed(2))).toEqual(replicasByHour.map((count) => (count * 1.35).toFixed(2)));
    expect(view.days[0]?.usd).toBeCloseTo(60 * 1.35, 9);
    expect(view.days[0]?.usdAtPeak).toBeCloseTo(72 * 1.35, 9);
  });

  test('is drawn in columns whose heights are its numbers', () => {
    const charts = elementsOf(renderHtml(view)).filter((element) => attribute(element, 'class') === 'columns');
    const heights = charts.map((chart) =>
      chart.childNodes.flatMap((node) => ('tagName' in node && node.tagName === 'rect' ? [Number(attribute(node, 'height'))] : [])),
    );
    expect(heights[0]).toEqual(day.sessionsByHour.map((count) => Number(((64 * count) / 60).toFixed(2))));
    expect(heights[1]).toEqual(replicasByHour.map((count) => Number(((40 * count) / 3).toFixed(2))));
  });

  test('an hour that the ceiling does not carry has no cost, and the day has no sum', () => {
    const short = { ...day, replicasByHour: [null, ...replicasByHour.slice(1)], gpuHours: null, gpuHoursAtPeak: null };
    const plan = withRoles({ ...researcher, day: short });
    const [one] = reportView([plan]).days;
    expect([one?.usdByHour[0], one?.usd, one?.usdAtPeak]).toEqual([null, null, null]);
    expect(textsOf(plan, 'td')).toContain('more than the ceiling');
  });

  test('without a price the replicas are shown and the cost is unknown', () => {
    const pools = SAMPLE_PLAN.pools.map((pool) => ({ ...pool, price: null }));
    const [one] = reportView([{ ...withRoles({ ...researcher, day }), pools }]).days;
    expect(one?.usdByHour).toEqual(replicasByHour.map(() => null));
  });
});

describe('latency', () => {
  const asked = (latency: string | null) => reportView([withRoles({ ...planner, latency })]).latency[0];

  test('a chat is measured by its first token, a voice by its whole answer, background work by nothing', () => {
    expect(asked('chat')).toMatchObject({
      measured: 'first token',
      limitMs: CLASS_TARGETS.chat.ttftMs,
      asked: { likely: 329, low: 197, high: 526 },
    });
    const voice = asked('voice');
    expect(voice).toMatchObject({ measured: 'whole answer', limitMs: CLASS_TARGETS.voice.e2eMs });
    expect(voice?.asked.likely).toBeCloseTo(329 + 299 * 47.2, 6);
    expect(voice?.asked.high).toBeCloseTo(526 + 299 * 73.7, 6);
    expect(asked('background')?.limitMs).toBeNull();
    expect(asked(null)?.limitMs).toBeNull();
  });

  test('a range is drawn to scale, its colour says on which side of the limit it is', () => {
    const chart = (firstToken: { likely: number; low: number; high: number }) => {
      const estimate = { ...(planner.estimate as NonNullable<Role['estimate']>), firstToken };
      const page = renderHtml(reportView([withRoles({ ...planner, estimate })]));
      const svg = elementsOf(page).find((element) => attribute(element, 'class')?.startsWith('range '));
      const spread = elementsOf(page).find((element) => attribute(element, 'class') === 'spread');
      return { side: attribute(svg as never, 'class'), x: attribute(spread as never, 'x'), words: attribute(svg as never, 'aria-label') };
    };
    expect(chart({ likely: 329, low: 197, high: 526 })).toEqual({
      ...{ side: 'range maybe', x: `${Number(((197 / (526 * 1.05)) * 100).toFixed(3))}%` },
      words: 'planner, first token: 329 ms, 197 to 526, asked at most 500',
    });
    expect(chart({ likely: 100, low: 80, high: 120 }).side).toBe('range soon');
    expect(chart({ likely: 600, low: 400, high: 700 }).side).toBe('range late');
  });

  test('a role without an estimate has no row, and a plan without one no section', () => {
    expect(reportView([withRoles(researcher)]).latency).toEqual([]);
    expect(textsOf(withRoles(researcher), 'h2')).not.toContain('Latency');
    expect(textsOf(withRoles(planner), 'h2')).toContain('Latency');
  });
});

describe('what was assumed', () => {
  test('each line of the memory that is no arithmetic, with all pools that it is about', () => {
    const { assumptions } = reportView([SAMPLE_PLAN]);
    expect(assumptions).toEqual([
      { kind: 'fitted', what: 'kvCache', source: 'what is left', about: ['planner'] },
      { kind: 'price', what: 'H100 PCIe 80GB, on-demand', source: 'example, 2026-07-03', about: ['planner'] },
      { kind: 'price', what: 'A100 PCIe 80GB, on-demand', source: 'example, 2026-06-30', about: ['workers'] },
    ]);
  });

  test('what is missing comes first: facts, prices; answers of unknown length are assumed', () => {
    const pools = SAMPLE_PLAN.pools.map((pool) => ({ ...pool, missing: ['sampler'], price: null }));
    const pass = { hops: [], fallbacks: [], attempts: 1, waitSeconds: 1, isAssumed: true, clientTimeoutSeconds: 1 };
    const { assumptions } = reportView([{ ...withRoles({ ...planner, requestPass: pass }), pools }]);
    expect(assumptions.map(({ kind, what, about }) => [kind, what, about])).toEqual([
      ['missing', 'sampler', ['planner', 'workers']],
      ['missing', 'price', ['planner', 'workers']],
      ['assumed', 'longest answer', ['planner']],
      ['fitted', 'kvCache', ['planner']],
    ]);
  });
});

test('a refused synthesis is told before everything else, with its problems', () => {
  const refusal = { refusedAt: '2026-07-05T10:00:00.000Z', problems: [{ code: 'AF-CAP-001', path: 'research/planner' }] };
  const page = renderHtml(reportView([SAMPLE_PLAN], { refusal }));
  const note = elementsOf(page).find((element) => attribute(element, 'role') === 'note');
  expect(textOf(note as never).replace(/\s+/g, ' ')).toContain(
    'refused The last synthesis, of 2026-07-05 10:00 UTC, was refused: this page shows the one before. AF-CAP-001 research/planner',
  );
  expect(renderHtml(reportView([SAMPLE_PLAN]))).not.toContain('role="note"');
});
