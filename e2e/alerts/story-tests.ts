/** A fleet of two pools and a router in which everything goes wrong once: each alert fires in its trouble, for its owner alone, and clears. */
import { Gpu } from '../../lib/catalog/gpu';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import type { AlertRule, RecordingRule, RuleGroup } from '../../lib/observability/rule';
import { observedSetting } from './observed-setting';
import { type Check, firing, type RuleTest, withWhatItReads } from './promtool';
import { inputOf, SCENARIOS, type Scenario } from './scenarios';
import { timelineOf } from './series';

const HOURLY_BUDGET = 15;

export function storyGroups(): RuleGroup[] {
  const { stack, cluster, fleet } = observedSetting();
  return new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], hourlyBudgetUsd: HOURLY_BUDGET }).ruleGroups();
}

/** Pool, `router` or `observability`. */
export const ownerOf = ({ labels }: AlertRule | RecordingRule): string =>
  labels?.['pool'] ?? (labels?.['router'] === undefined ? 'observability' : 'router');

export function storyTests(owner: Scenario['pool'], groups: readonly RuleGroup[] = storyGroups()): RuleTest[] {
  return SCENARIOS.filter(({ pool }) => pool === owner).map((scenario) => storyTest(scenario, groups));
}

function storyTest(scenario: Scenario, groups: readonly RuleGroup[]): RuleTest {
  const { alert, severity, silent, pool } = scenario;
  const { before, trouble, after, stepSeconds } = timelineOf(scenario.minutes, scenario.before);
  const last = stepSeconds / 60;
  const of = (level: string, at: number, value: number) =>
    firing(`,alertname="AgentFleet${alert}",severity="${level}"${ownerMatcher(scenario)}`, at, value);
  const name = `AgentFleet${alert}`;
  return {
    name: `${alert} ${severity} ${pool}`,
    groups: withWhatItReads(groups, (rule) => 'alert' in rule && rule.alert === name && ownerOf(rule) === pool),
    stepSeconds,
    input: inputOf(scenario),
    checks: [
      of(severity, before - last, 0),
      of(severity, before + trouble - last, 1),
      ...(silent === undefined ? [] : [of(silent, before + trouble - last, 0)]),
      of(severity, before + trouble + after - last, 0),
    ],
  };
}

function ownerMatcher({ pool }: Scenario): string {
  return pool === 'router' || pool === 'observability' ? '' : `,pool="${pool}"`;
}

/** 1 GPU × $2.00 and 2 GPUs × $1.50; 1,000 tokens per second and replica. */
export function costTest(): RuleTest {
  const place = (pool: string) => `namespace="research",pool="${pool}"`;
  const figure = (expr: string, value: number): Check => ({ expr: `round(sum(${expr}), 0.0001)`, atMinutes: 14, value });
  return {
    name: 'what a fleet costs',
    groups: storyGroups(),
    stepSeconds: 30,
    input: inputOf(SCENARIOS[0] as Scenario),
    checks: [
      figure(`agent_fleet:gpus:sum{${place('workers')}}`, 2),
      figure(
        `agent_fleet:cost_usd_per_hour:sum{${place('planner')},gpu="${Gpu.H100_PCIE.name}",latency="chat",price_as_of="2026-11-01"}`,
        2,
      ),
      figure(`agent_fleet:cost_usd_per_hour:sum{${place('workers')}}`, 3),
      figure('agent_fleet:total_cost_usd_per_hour:sum', 5),
      // $2.00 ÷ 3.6 million tokens an hour.
      figure(`agent_fleet:cost_usd_per_million_tokens:ratio_rate5m{${place('planner')}}`, 0.5556),
      figure(`agent_fleet:prefix_cache_hits:ratio_rate5m{${place('planner')}}`, 0.5),
      figure(`agent_fleet:gpu_engine_active:avg{${place('workers')}}`, 0.8),
      figure(`agent_fleet:replicas_up:count{${place('workers')}}`, 2),
    ],
  };
}
