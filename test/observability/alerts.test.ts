/** Every alert has a story of how it fires, and says what to do. `npm run e2e -- --only alerts` tells the stories to a real Prometheus. */
import { observedSetting } from '../../e2e/alerts/observed-setting';
import { SCENARIOS } from '../../e2e/alerts/scenarios';
import { ownerOf, storyGroups, storyTests } from '../../e2e/alerts/story-tests';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import type { AlertRule } from '../../lib/observability/rule';
import { ruleGroups } from '../../lib/observability/rule-groups';
import type { Thresholds } from '../../lib/observability/thresholds';
import type { IScraped } from '../../lib/security/scraped';
import { observedBy } from '../../lib/stores/store-metrics';

const alerts = storyGroups()
  .flatMap((group) => [...group.rules])
  .filter((rule): rule is AlertRule => 'alert' in rule);

test('every alert has a story of how it fires and clears', () => {
  const told = SCENARIOS.map(({ alert, severity, pool }) => `AgentFleet${alert} ${severity} ${pool}`);
  const keys = alerts.map((rule) => `${rule.alert} ${rule.labels.severity} ${ownerOf(rule)}`);
  expect([...new Set(keys)].sort()).toEqual([...new Set(told)].sort());
});

test('every story asks the rule that it is about, with what that reads', () => {
  for (const owner of ['planner', 'workers', 'router', 'tasks', 'store', 'state', 'observability'] as const) {
    for (const { name, groups } of storyTests(owner)) {
      const rules = groups.flatMap((group) => [...group.rules]);
      const asked = rules
        .filter((rule) => 'alert' in rule)
        .map((rule) => `${(rule as AlertRule).alert.replace('AgentFleet', '')} ${ownerOf(rule)}`);
      const [alert, , pool] = name.split(' ');
      expect({ name, asked: [...new Set(asked)] }).toEqual({ name, asked: [`${alert} ${pool}`] });
      const recorded = rules.flatMap((rule) => ('record' in rule ? [rule.record] : []));
      for (const series of rules.flatMap(({ expr }) => expr.match(/agent_fleet:\w+:\w+/g) ?? [])) expect(recorded).toContain(series);
    }
  }
});

test('every alert says in a sentence what is wrong and in another what to do', () => {
  for (const { annotations } of alerts) {
    expect(annotations.summary).toMatch(/^[a-z0-9/-]+: \S/);
    expect(annotations.description.length).toBeGreaterThan(40);
  }
});

describe('failed steps of a router that says what was asked for', () => {
  const { stack, cluster, fleet } = observedSetting(undefined, true);
  const rules = new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] })
    .ruleGroups()
    .flatMap((group) => [...group.rules]);
  const failed = rules.filter((rule) => 'record' in rule && rule.record === 'agent_fleet:failed_steps:rate5m');
  const capacityOf = (pool: string | undefined) =>
    failed.find(({ labels }) => labels?.['pool'] === pool && labels?.['cause'] === 'capacity')?.expr;

  test('are held against the pool behind the alias alone', () => {
    expect(failed.map(({ labels }) => `${labels?.['pool'] ?? 'none'} ${labels?.['cause']}`)).toEqual(
      ['planner', 'workers', 'none'].flatMap((pool) => ['orchestration', 'router', 'capacity', 'model'].map((cause) => `${pool} ${cause}`)),
    );
    expect(capacityOf('planner')).toContain('requested_model=~"planner"');
    expect(capacityOf('planner')).toContain('pool=~"planner"');
    expect(capacityOf('planner')).not.toContain('workers');
  });
  test('what no pool answers is short of nothing', () => {
    expect(capacityOf(undefined)).toContain('requested_model!~"planner|workers"');
    expect(capacityOf(undefined)).toMatch(/\* vector\(0\)$/);
  });
  test('letters of patterns in names stand for themselves', () => {
    const dotted = fleet.router?.observed;
    const aliases = () => [{ alias: 'gpt-4.1', pools: [{ namespace: 'research', name: 'planner', route: 'gpt-4.1.research.planner' }] }];
    const named = { ...fleet, router: { observed: { ...dotted, aliases } } } as typeof fleet;
    const groups = new ObservabilityStack(stack, 'dotted', { cluster, fleets: [named] }).ruleGroups();
    expect(JSON.stringify(groups.flatMap(({ rules: all }) => all.map(({ expr }) => expr)))).toContain(
      'requested_model=~\\"gpt-4\\\\\\\\.1\\"',
    );
  });
});

test('stores of two namespaces that are called alike have groups of their own', () => {
  const stores = ['prod', 'staging'].map((name) => observedBy({ workload: { name: 'sessions', namespace: { name } } } as IScraped));
  const groups = ruleGroups('watch', [], [], [], { stores, stateStores: [], vectorStores: [] }, [], { alerts: {} as Thresholds });
  expect(groups.map(({ name }) => name)).toEqual(['sessions-store', 'sessions-store-2']);
  expect(groups.map(({ rules }) => rules[0]?.labels?.['namespace'])).toEqual(['prod', 'staging']);
});
