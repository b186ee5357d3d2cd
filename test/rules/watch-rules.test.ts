import type { ObservabilityStackSpec } from '../../lib/observability/observability-stack-props';
import type { ObservedGpuService } from '../../lib/observability/observed-gpu-service';
import type { ObservedPool } from '../../lib/observability/observed-pool';
import { WATCH_RULES, WATCHED_RULES } from '../../lib/observability/rules';
import type { WatchedPool, WatchView } from '../../lib/observability/watch-view';
import { describeRules } from './cases';

const ALERTS = {
  ttftWarningShare: 0.8,
  kvCacheWarning: 0.8,
  kvCacheCritical: 0.9,
  waitingWarning: 5,
  waitingCritical: 10,
  gpuMemoryWarning: 0.8,
  gpuMemoryCritical: 0.95,
  spendTimesBaseline: 10,
} as ObservabilityStackSpec['alerts'];
const NO_TARGETS = { latency: 'chat', ttftTargetSeconds: null, tpotTargetSeconds: null, e2eTargetSeconds: null };
const PRICED = { ...NO_TARGETS, name: 'planner', price: { usdPerGpuHour: 2 } } as unknown as ObservedPool;
const TOOL = { name: 'images', price: null, dcgm: true } as ObservedGpuService;
const UNPRICED = { ...NO_TARGETS, name: 'coder', price: null } as unknown as ObservedPool;

interface Change {
  readonly spec?: Partial<ObservabilityStackSpec>;
  readonly alerts?: Partial<ObservabilityStackSpec['alerts']>;
  readonly pools?: readonly ObservedPool[];
  readonly gpuServices?: readonly ObservedGpuService[];
  readonly floor?: number | null;
  readonly hasGpuOperator?: boolean;
}
const watch = ({
  spec = {},
  alerts = {},
  pools = [PRICED],
  gpuServices = [],
  floor = 4,
  hasGpuOperator = true,
}: Change = {}): WatchView => ({
  spec: { fleets: [], dashboards: true, alerts: { ...ALERTS, ...alerts }, ...spec } as ObservabilityStackSpec,
  pools,
  gpuServices,
  platforms: [{ path: 'platform/operators', hasGpuOperator }],
  floors: [{ name: 'planner', usdPerHour: floor }],
});
const following = (...traced: (boolean | undefined)[]) =>
  watch({ spec: { fleets: traced.map((one, index) => ({ name: `fleet-${index}`, traced: one })) } as never });
const counted = { observed: { metrics: { tokens: { series: 'tokens', clientLabel: 'key' } } } };
const routed = (router: unknown, alerts: Change['alerts'] = {}) => watch({ alerts, spec: { fleets: [{ name: 'f', router }] } as never });
const SCRAPED = { ...NO_TARGETS, name: 'planner', scraped: true, dcgm: true, price: null } as unknown as ObservedPool;
const target = (name: string) => watch({ spec: { slo: { ttftSeconds: { [name]: 1 } } } });

/** A pool with targets of its own, and what `slo` says of its first tokens. */
const promised = (change: Partial<ObservedPool>, slo?: number) =>
  watch({
    pools: [{ ...PRICED, histograms: { ttftMs: null, tpotMs: [0.01, 0.025, 0.05, 0.1], e2eMs: null }, ...change } as ObservedPool],
    ...(slo === undefined ? {} : { spec: { slo: { ttftSeconds: { planner: slo } } } }),
  });

describeRules('rules of how fleets are watched', WATCH_RULES, {
  'budget-given': {
    violated: [following(true)],
    compliant: watch({ spec: { fleets: [{ name: 'f' }], budget: { usdPerHour: 9 } } as never }),
    notApplicable: watch(),
  },
  'first-token-alert-in-time': { violated: [watch({ alerts: { ttftWarningShare: 1 } })], compliant: watch(), notApplicable: 'always' },
  'kv-cache-alert-in-time': { violated: [watch({ alerts: { kvCacheCritical: 0.95 } })], compliant: watch(), notApplicable: 'always' },
  'warning-before-critical': { violated: [watch({ alerts: { waitingWarning: 10 } })], compliant: watch(), notApplicable: 'always' },
  'target-of-watched-pool': { violated: [target('planer')], compliant: target('planner'), notApplicable: watch() },
  'target-in-buckets': {
    violated: [promised({ tpotTargetSeconds: 0.005 }), promised({ tpotTargetSeconds: 0.04 })],
    compliant: promised({ tpotTargetSeconds: 0.05 }),
    notApplicable: watch(),
  },
  'slo-within-targets': {
    violated: [promised({ askedTtftSeconds: 2 }, 3)],
    compliant: promised({ askedTtftSeconds: 2 }, 2),
    notApplicable: promised({ askedTtftSeconds: 0.5 }, 3),
  },
  'queue-shown': { violated: [watch({ spec: { dashboards: false } })], compliant: watch(), notApplicable: 'always' },
  'cost-shown-by-tier': {
    violated: [watch({ spec: { dashboards: false } })],
    compliant: watch(),
    notApplicable: watch({ pools: [UNPRICED], spec: { dashboards: false } }),
  },
  'metrics-scraped': {
    violated: [watch({ pools: [SCRAPED], hasGpuOperator: false })],
    compliant: watch({ pools: [SCRAPED, { ...SCRAPED, dcgm: false }] }),
    notApplicable: watch({ pools: [], hasGpuOperator: false }),
  },
  'spend-watched': {
    violated: [routed({ observed: undefined })],
    compliant: routed(counted),
    notApplicable: watch(),
  },
  'cost-recorded': {
    violated: [watch({ pools: [PRICED, UNPRICED] })],
    compliant: watch(),
    notApplicable: 'always',
  },
  'fleet-traced': { violated: [following(true, false)], compliant: following(true), notApplicable: following(undefined) },
  'budget-has-prices': {
    violated: [watch({ spec: { budget: { usdPerHour: 9 } }, pools: [UNPRICED] })],
    compliant: watch({ spec: { budget: { usdPerHour: 9 } } }),
    notApplicable: watch({ pools: [UNPRICED] }),
  },
  'budget-above-floor': {
    violated: [watch({ spec: { budget: { usdPerHour: 3.5 } } })],
    compliant: watch({ spec: { budget: { usdPerHour: 4 } } }),
    notApplicable: watch({ spec: { budget: { usdPerHour: 3.5 } }, floor: null }),
  },
});

const EU = { key: 'eu', name: 'eu' };
const watched = (change: Partial<WatchedPool> = {}): WatchedPool => ({
  prop: 'fleets.0',
  path: 'stack/planner',
  sameApp: true,
  cluster: { key: 'eu', name: 'another name' },
  watcher: EU,
  ...change,
});

describeRules('rules of a watched pool', WATCHED_RULES, {
  'watched-in-app': { violated: [watched({ sameApp: false })], compliant: watched(), notApplicable: 'always' },
  'watched-in-cluster': {
    violated: [watched({ cluster: { key: 'us', name: 'us' } })],
    compliant: watched(),
    notApplicable: watched({ sameApp: false, cluster: { key: 'us', name: 'us' } }),
  },
});

test('an engine without metrics, and GPUs without an exporter, are each named once', () => {
  const rule = WATCH_RULES.find(({ code }) => code === 'AF-OBS-005');
  const silent = { ...SCRAPED, name: 'local', scraped: false };
  expect(rule?.check(watch({ pools: [SCRAPED, silent], hasGpuOperator: false }))).toMatchObject([
    { prop: 'fleets', value: 'local' },
    { prop: 'cluster', value: 'platform/operators', message: expect.stringContaining('planner, local') },
  ]);
  // Cards of another vendor report by another exporter.
  expect(rule?.check(watch({ pools: [{ ...SCRAPED, dcgm: false }], hasGpuOperator: false }))).toBe('compliant');
});

test('ten times the usual tokens is the latest that is in time', () => {
  const rule = WATCH_RULES.find(({ code }) => code === 'AF-OBS-008');
  expect(rule?.check(routed(counted, { spendTimesBaseline: 10.5 }))).toMatchObject([{ prop: 'alerts.spendTimesBaseline', value: 10.5 }]);
  expect(rule?.check(routed(undefined))).toBe('compliant');
  expect(rule?.check(routed({ observed: { metrics: { tokens: null } } }))).toMatchObject([{ prop: 'fleets.0', value: 'f' }]);
});

test('tools on GPUs are paid and scraped as pools are', () => {
  const checked = (code: string, view: WatchView) => WATCH_RULES.find((rule) => rule.code === code)?.check(view);
  expect(checked('AF-OBS-005', watch({ pools: [], gpuServices: [TOOL], hasGpuOperator: false }))).toMatchObject([{ prop: 'cluster' }]);
  expect(checked('AF-OBS-007', watch({ gpuServices: [TOOL] }))).toMatchObject([{ value: 'images' }]);
  expect(checked('AF-COST-011', watch({ spec: { budget: { usdPerHour: 9 } }, gpuServices: [TOOL] }))).toMatchObject([{ value: 'images' }]);
});
