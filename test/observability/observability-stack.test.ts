import { ObservabilityStack, type ObservabilityStackProps } from 'cdktf-agent-fleet';
import type { z } from 'zod';
import { type ObservedSetting, observedSetting } from '../../e2e/alerts/observed-setting';
import { CLASS_TARGETS } from '../../lib/catalog/latency-class';
import type { observabilityStackSchema } from '../../lib/observability/observability-stack-props';
import type { AlertRule } from '../../lib/observability/rule';
import { templateOf } from '../setup/template-of';
import { problemsIn } from '../support/problems-in';
import { repairTexts } from '../support/repairs';
import { textOf } from '../support/terraform-template';

type Keys<A, B> = keyof A extends keyof B ? (keyof B extends keyof A ? true : false) : false;
const propsAndSchemaAgree: Keys<ObservabilityStackProps, z.input<typeof observabilityStackSchema>> = true;

type Props = Omit<ObservabilityStackProps, 'cluster' | 'fleets'>;

function observe(props: Props = {}, setting: ObservedSetting = observedSetting()) {
  const { stack, cluster, fleet, app } = setting;
  return { app, observability: new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], ...props }) };
}

function alertsOf(props: Props = {}, setting?: ObservedSetting): AlertRule[] {
  return observe(props, setting)
    .observability.ruleGroups()
    .flatMap((group) => [...group.rules])
    .filter((rule): rule is AlertRule => 'alert' in rule);
}

function problems(props: object, setting?: ObservedSetting) {
  return problemsIn(() => observe(props as Props, setting).app.synth());
}

const UNPRICED = { nodePools: {} };

describe('an observed fleet', () => {
  const template = templateOf(observe().app, 'research');
  const [release] = template.resources('helm_release') as { values: [string]; depends_on: string[] }[];
  const { objects } = JSON.parse(textOf(release?.values[0] ?? '')) as {
    objects: { kind: string; metadata: { name: string; namespace: string }; spec: Record<string, unknown> }[];
  };

  test('is scraped pool by pool, and at its router', () => {
    const monitors = objects.filter(({ kind }) => kind === 'PodMonitor').map(({ metadata }) => metadata);
    expect(monitors.map(({ namespace, name }) => `${namespace}/${name}`)).toEqual([
      'research/planner',
      'research/research-router',
      'research/sessions',
      'research/state',
      'research/state-pooler-rw',
      'research/tasks',
      'research/workers',
    ]);
  });

  test('has its rules in one object beside it', () => {
    const [rule] = objects.filter(({ kind }) => kind === 'PrometheusRule');
    expect(rule?.metadata).toMatchObject({ name: 'observability', namespace: 'research' });
    const groups = rule?.spec['groups'] as { name: string }[];
    expect(groups.map(({ name }) => name)).toEqual([
      'planner-series',
      'planner-alerts',
      'workers-series',
      'workers-alerts',
      'observability-capacity',
      'research-router-router',
      'research-agents-tasks',
      'sessions-store',
      'state-state-store',
      'memory-vector-store',
      'observability-cost',
    ]);
  });

  test('has a dashboard that the sidecar of Grafana finds', () => {
    template.hasResource('kubernetes_config_map_v1', {
      metadata: {
        name: 'observability-dashboard',
        namespace: 'research',
        labels: { grafana_dashboard: '1' },
        annotations: { grafana_folder: 'Agent fleets' },
      },
    });
  });

  test('waits for the namespace', () => {
    expect(release?.depends_on).toEqual([expect.stringContaining('kubernetes_namespace_v1.')]);
  });
});

describe('thresholds', () => {
  const of = (alerts: readonly AlertRule[], name: string, pool: string) =>
    alerts.filter(({ alert, labels }) => alert === `AgentFleet${name}` && labels['pool'] === pool).map(({ expr }) => expr);

  test('of the first token follow the latency class: warned at 80 % of 0.5 s, called at 0.5 s', () => {
    const series = 'agent_fleet:time_to_first_token_seconds:p95_5m{namespace="research",pool="planner"}';
    expect(of(alertsOf(), 'FirstTokenLate', 'planner')).toEqual([`${series} > 0.4`, `${series} > 0.5`]);
    expect(CLASS_TARGETS.chat.ttftMs).toBe(500);
  });

  test('of the first token do not exist without a waiting user', () => {
    expect(of(alertsOf(), 'FirstTokenLate', 'workers')).toEqual([]);
  });

  test('of the first token may be set for a pool', () => {
    const alerts = alertsOf({ slo: { ttftSeconds: { workers: 3 } } });
    expect(of(alerts, 'FirstTokenLate', 'workers').map((expr) => expr.split(' > ')[1])).toEqual(['2.4', '3']);
  });

  test('take the strictest class of several fleets on one pool', () => {
    const setting = observedSetting();
    const hotline = { ...setting.fleet, name: 'hotline', latencyOf: () => 'voice' as const };
    const stack = new ObservabilityStack(setting.stack, 'o', { cluster: setting.cluster, fleets: [setting.fleet, hotline] });
    expect(stack.pools().map(({ name, ttftTargetSeconds }) => [name, ttftTargetSeconds])).toEqual([
      ['planner', 0.2],
      ['workers', 0.2],
    ]);
  });

  test('of KV cache and queue may be tightened', () => {
    const alerts = alertsOf({ alerts: { kvCacheWarning: 0.7, kvCacheCritical: 0.8, waitingWarning: 2, waitingCritical: 4 } });
    expect(of(alerts, 'KvCacheHigh', 'planner').map((expr) => expr.split(' > ')[1])).toEqual(['0.7', '0.8']);
    expect(of(alerts, 'QueueLong', 'planner').map((expr) => expr.split(' > ')[1])).toEqual(['2', '4']);
  });

  test('of the floor exist only where one lost replica leaves another', () => {
    expect(of(alertsOf(), 'PoolBelowFloor', 'planner')).toEqual([]);
    expect(of(alertsOf(), 'PoolBelowFloor', 'workers')).toHaveLength(1);
  });
});

describe('cost', () => {
  const records = (setting?: ObservedSetting) =>
    observe({}, setting)
      .observability.ruleGroups()
      .flatMap((group) => [...group.rules])
      .flatMap((rule) => ('record' in rule ? [rule] : []));

  test('is recorded with the price, who says so, and when', () => {
    const price = records().find(({ record, labels }) => record.includes('gpu_price') && labels?.['pool'] === 'planner');
    expect(price?.expr).toBe('vector(2)');
    expect(price?.labels).toMatchObject({ provider: 'node pool h100', purchase: 'on-demand', price_as_of: '2026-11-01' });
  });

  test('of a pool without a price is not recorded as nothing', () => {
    const { fleet, ...setting } = observedSetting();
    const unpriced = { ...setting, fleet: { ...fleet, pools: () => [withoutPrice(setting)] } };
    expect(records(unpriced).filter(({ record }) => /cost|price/.test(record))).toEqual([]);
  });
});

/** The planner on a cluster that knows no price. */
function withoutPrice({ planner }: Omit<ObservedSetting, 'fleet'>) {
  const view = planner.view();
  const nodes = { ...view.nodes, price: null };
  return Object.create(planner, { view: { value: () => Object.create(view, { nodes: { value: nodes } }) } }) as typeof planner;
}

describe('findings', () => {
  test('there are none by default', () => {
    expect(problems({})).toEqual([]);
    expect(propsAndSchemaAgree).toBe(true);
  });

  test.each<[string, object, string, string, unknown]>([
    ['AF-OBS-001: a first-token warning after the fact', { alerts: { ttftWarningShare: 1 } }, 'AF-OBS-001', 'alerts.ttftWarningShare', 1],
    ['AF-OBS-002: a late KV warning', { alerts: { kvCacheWarning: 0.86 } }, 'AF-OBS-002', 'alerts.kvCacheWarning', 0.86],
    ['AF-OBS-002: a late critical KV alert', { alerts: { kvCacheCritical: 0.95 } }, 'AF-OBS-002', 'alerts.kvCacheCritical', 0.95],
    ['AF-OBS-014: a warning above its critical alert', { alerts: { waitingWarning: 10 } }, 'AF-OBS-014', 'alerts.waitingWarning', 10],
    ['AF-OBS-014: no order of KV alerts', { alerts: { kvCacheCritical: 0.8 } }, 'AF-OBS-014', 'alerts.kvCacheWarning', 0.85],
    ['AF-OBS-009: a target for nobody', { slo: { ttftSeconds: { planer: 1 } } }, 'AF-OBS-009', 'slo.ttftSeconds.planer', 'planer'],
    ['AF-SPEC-002: an unknown key', { dashboard: true }, 'AF-SPEC-002', 'dashboard', 'dashboard'],
    ['AF-SPEC-001: a budget of nothing', { budget: { usdPerHour: 0 } }, 'AF-SPEC-001', 'budget.usdPerHour', 0],
    ['AF-SPEC-001: no fleet', { fleets: [] }, 'AF-SPEC-001', 'fleets', 'a list of 0'],
    ['AF-SPEC-001: something that is no fleet', { fleets: ['research'] }, 'AF-SPEC-001', 'fleets.0', 'research'],
  ])('%s', (_, props, code, prop, value) => {
    expect(problems(props)).toEqual([expect.objectContaining({ code, prop, value, path: 'research/observability' })]);
  });

  test('a misspelt pool gets its name back', () => {
    expect(repairTexts(problems({ slo: { ttftSeconds: { planer: 1 } } })[0])).toEqual([
      'did you mean planner?',
      'leave out slo.ttftSeconds.planer',
    ]);
  });

  test('AF-OBS-003: no dashboard is a warning', () => {
    const { app } = observe({ dashboards: false });
    const template = templateOf(app, 'research');
    expect(template.plan().findings).toContainEqual(expect.objectContaining({ code: 'AF-OBS-003', severity: 'warning' }));
    expect(template.resources('kubernetes_config_map_v1')).toEqual([]);
  });

  test('AF-OBS-007 and AF-COST-011: a GPU without a price, and a budget that would not see it', () => {
    const { fleet, ...setting } = observedSetting(UNPRICED);
    const unpriced = { ...setting, fleet: { ...fleet, pools: () => [withoutPrice(setting)] } };
    expect(problems({ budget: { usdPerHour: 20 } }, unpriced)).toEqual([
      expect.objectContaining({ code: 'AF-COST-011', prop: 'budget', value: 'planner' }),
    ]);
  });

  test('AF-SPEC-021: a pool that is recorded twice would be counted twice', () => {
    const setting = observedSetting();
    observe({}, setting);
    new ObservabilityStack(setting.stack, 'again', { cluster: setting.cluster, fleets: [setting.fleet] });
    expect(() => setting.app.synth()).toThrow(/AF-SPEC-021[\s\S]*research\/planner/);
  });
});
