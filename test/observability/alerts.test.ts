/** Every alert has a story of how it fires, and says what to do. `npm run e2e -- --only alerts` tells the stories to a real Prometheus. */
import { SCENARIOS } from '../../e2e/alerts/scenarios';
import { ownerOf, storyGroups, storyTests } from '../../e2e/alerts/story-tests';
import type { AlertRule } from '../../lib/observability/rule';

const alerts = storyGroups()
  .flatMap((group) => [...group.rules])
  .filter((rule): rule is AlertRule => 'alert' in rule);

test('every alert has a story of how it fires and clears', () => {
  const told = SCENARIOS.map(({ alert, severity, pool }) => `AgentFleet${alert} ${severity} ${pool}`);
  const keys = alerts.map((rule) => `${rule.alert} ${rule.labels.severity} ${ownerOf(rule)}`);
  expect([...new Set(keys)].sort()).toEqual([...new Set(told)].sort());
});

test('every story asks the rule that it is about, with what that reads', () => {
  for (const owner of ['planner', 'workers', 'router', 'observability'] as const) {
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
