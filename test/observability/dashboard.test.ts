import * as fs from 'node:fs';
import * as path from 'node:path';
import { observedSetting } from '../../e2e/alerts/observed-setting';
import { measuredApp } from '../../e2e/measure/measured-app';
import { DASHBOARD_KINDS } from '../../lib/observability/dashboard-config-map';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import { SERIES } from '../../lib/observability/pool-series';
import { templateOf } from '../setup/template-of';

interface Panel {
  readonly title: string;
  readonly description: string;
  readonly type: string;
  readonly datasource: { readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number };
  readonly targets: readonly { readonly refId: string; readonly expr: string; readonly legendFormat: string }[];
  readonly fieldConfig: {
    readonly defaults: { readonly unit: string; readonly thresholds?: { readonly steps: { readonly value: number | null }[] } };
  };
}

interface Dashboard {
  readonly uid: string;
  readonly editable: boolean;
  readonly title: string;
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
  readonly panels: readonly Panel[];
}

const { stack, cluster, fleet } = observedSetting();
const observability = new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
const dashboard = JSON.parse(observability.dashboardJson()) as Dashboard;
const panel = (title: string) => dashboard.panels.find((candidate) => candidate.title.startsWith(title)) as Panel;

test('the queue stands beside the GPUs', () => {
  const [queue, gpus] = dashboard.panels as [Panel, Panel];
  expect(queue.targets[0]?.expr).toBe(`${SERIES.waitingPerReplica}{namespace=~"research",pool=~"planner|workers"}`);
  expect(gpus.targets[0]?.expr).toContain(SERIES.gpus);
  expect(gpus.gridPos.y).toBe(queue.gridPos.y);
  expect([queue.gridPos.x, gpus.gridPos.x]).toEqual([0, 12]);
});

test('nobody edits in Grafana what the next deployment takes back', () => {
  expect(dashboard.editable).toBe(false);
});

test('every question has its panel', () => {
  expect(dashboard.panels.map(({ title }) => title)).toEqual([
    'Waiting requests per replica',
    'GPUs held',
    'Time to first token, 95 of 100 requests',
    'KV cache in use, fullest replica',
    'Cost per hour by tier',
    'Cost per million tokens',
    'GPU engine active',
    'Failed requests of router research-router',
    'Failed steps of router research-router by cause',
    'Tokens per second',
    'Prefix cache hits',
  ]);
});

test('every panel asks series that the rules record', () => {
  const recorded = observability.ruleGroups().flatMap((group) => group.rules.flatMap((rule) => ('record' in rule ? [rule.record] : [])));
  const asked = dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr.slice(0, expr.indexOf('{'))));
  expect(asked.length).toBeGreaterThanOrEqual(dashboard.panels.length);
  for (const series of asked) expect(recorded).toContain(series);
});

test('the lines are those of the alerts', () => {
  const lines = (title: string) => panel(title).fieldConfig.defaults.thresholds?.steps.map(({ value }) => value);
  expect(lines('KV cache')).toEqual([null, 0.85, 0.9]);
  expect(lines('Waiting')).toEqual([null, 5, 10]);
  expect(lines('Time to first token')).toEqual([null, 0.4, 0.5]);
});

test('prices carry their date', () => {
  expect(panel('Cost per hour').description).toContain('2026-11-01');
  expect(panel('Cost per hour').targets[0]?.legendFormat).toBe('{{pool}} ({{gpu}}, {{latency}})');
});

test('the data source is chosen in Grafana', () => {
  expect(dashboard.templating.list).toEqual([expect.objectContaining({ name: 'datasource', type: 'datasource' })]);
  for (const { datasource } of dashboard.panels) expect(datasource.uid).toBe('$datasource');
});

test('the identity of the dashboard follows its construct, not the clock', () => {
  expect(dashboard.uid).toMatch(/^agent-fleet-[0-9a-f]{8}$/);
  expect(observability.dashboardJson()).toBe(observability.dashboardJson());
});

/** Files of the library that are loaded with this one: types are not, nor what a function requires when it is called. */
function loadedWith(file: string, loaded = new Set<string>()): ReadonlySet<string> {
  if (loaded.has(file)) return loaded;
  loaded.add(file);
  for (const [, from = ''] of fs.readFileSync(file, 'utf8').matchAll(/^(?:import|export)(?! type\b)[^;]*? from '(\.[^']+)';$/gm)) {
    const beside = path.resolve(path.dirname(file), from);
    loadedWith([`${beside}.ts`, path.join(beside, 'index.ts')].find((one) => fs.existsSync(one)) ?? beside, loaded);
  }
  return loaded;
}

test('importing the room does not load the builders of Grafana', () => {
  const room = path.join(__dirname, '../../lib/observability');
  const builders = path.join(room, 'dashboard/grafana-sdk.ts');
  const loaded = loadedWith(path.join(room, 'observability-stack.ts'));
  expect(loaded.size).toBeGreaterThan(300);
  expect(loaded).not.toContain(builders);
  const importing = [...loaded].filter((file) =>
    /^(?:import|export)(?! type\b)[^;]*grafana-foundation-sdk/m.test(fs.readFileSync(file, 'utf8')),
  );
  expect(importing).toEqual([]);
  // The search finds them where they are imported.
  expect(loadedWith(path.join(room, 'dashboard/dashboard-json.ts'))).toContain(builders);
});

describe('the other dashboards', () => {
  const others = DASHBOARD_KINDS.map((kind) => [kind, JSON.parse(observability.dashboardJson(kind)) as Dashboard] as const);
  const of = (kind: (typeof DASHBOARD_KINDS)[number]) => Object.fromEntries(others)[kind] as Dashboard;

  test('each has an identity of its own, a data source to choose, and no panel without a query', () => {
    expect(new Set(others.map(([, { uid }]) => uid)).size).toBe(DASHBOARD_KINDS.length);
    expect(others.map(([, { title }]) => title)).toEqual([
      'Agent fleet: research',
      'Agents and queues: research',
      'Plan against measured: research',
      'Nodes and cold starts: research',
    ]);
    for (const [, { panels }] of others) {
      expect(panels.length).toBeGreaterThan(3);
      for (const { targets, description, datasource } of panels) {
        expect([targets.length > 0, description.length > 15, datasource.uid]).toEqual([true, true, '$datasource']);
      }
    }
  });

  test('agents: their pods, their queue, their tokens and why steps fail', () => {
    const asked = of('agents').panels.flatMap(({ targets }) => targets.map(({ expr }) => expr));
    expect(asked).toContain(
      'sum(kube_pod_status_ready{namespace="research",pod=~"research-agents-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}",condition="true"})',
    );
    expect(
      asked.some((expr) => expr.includes('keda_scaler_metrics_value{scaledObject="research-agents",exported_namespace="research"}')),
    ).toBe(true);
    expect(asked).toContain('agent_fleet:failed_steps:rate5m{namespace="research",router="research-router"}');
  });

  test('nodes: a start stands beside what the plan expects', () => {
    const start = of('nodes').panels.find(({ title }) => title.startsWith('Start of')) as Panel;
    expect(start.targets.map(({ legendFormat }) => legendFormat)).toEqual(['planner', 'workers', 'planner, plan', 'workers, plan']);
    expect(start.targets[2]?.expr).toMatch(/^vector\(\d+\)$/);
  });

  test('plan: the lines are the numbers of fleet.plan.json', () => {
    const template = templateOf(measuredApp(), 'support');
    const [desk] = template.plan().pools;
    const map = template.manifests().find(({ metadata }) => metadata.name === 'observability-plan-dashboard') as unknown as {
      data: Record<string, string>;
    };
    const { panels } = JSON.parse(map.data['observability-plan.json'] ?? '{}') as Dashboard;
    const line = (title: string, legend: string) =>
      panels.find((one) => one.title === `desk: ${title}`)?.targets.find(({ legendFormat }) => legendFormat === legend)?.expr;
    const rounded = (value: number) => `vector(${Number(value.toPrecision(6))})`;
    expect(line('replicas', 'plan')).toBe('vector(2)');
    expect(line('cost per hour', 'plan')).toBe(rounded(desk?.economics?.usdPerHour.plan ?? 0));
    const share = Number(/[\d.]+/.exec(line('KV cache in use, fullest replica', 'plan') ?? '')?.[0]);
    expect(share).toBeCloseTo((desk?.demandGiB ?? 0) / (desk?.supplyGiB ?? 1), 5);
    expect(line('tokens written per second', 'all that the replicas of the plan can')).toBe(
      rounded(2 * (desk?.economics?.writesPerSecond ?? 0)),
    );
    expect(line('prefix cache hits', 'plan')).toMatch(/^vector\(0\.\d+\)$/);
  });
});
