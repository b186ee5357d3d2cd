import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { Gpu } from '../../lib/catalog/gpu';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import { SERIES } from '../../lib/observability/pool-series';
import type { AlertRule, RecordingRule, RuleGroup } from '../../lib/observability/rule';
import { inputOf, SCENARIOS, type Scenario } from './alert-scenarios';
import { promtool } from './promtool';
import { timelineOf } from './series';
import { observedSetting } from './support';

const HOURLY_BUDGET = 15;

function groups(): RuleGroup[] {
  const { stack, cluster, fleet } = observedSetting();
  return new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], hourlyBudgetUsd: HOURLY_BUDGET }).ruleGroups();
}

const ownerOf = ({ labels }: AlertRule | RecordingRule) =>
  labels?.['pool'] ?? (labels?.['router'] === undefined ? 'observability' : 'router');
const isAlert = (rule: object): rule is AlertRule => 'alert' in rule;
const keyOf = (rule: AlertRule) => `${rule.alert} ${rule.labels.severity} ${ownerOf(rule)}`;

describe('every alert', () => {
  const alerts = groups()
    .flatMap((group) => [...group.rules])
    .filter(isAlert);

  test('has a story of how it fires and clears', () => {
    const told = SCENARIOS.map(({ alert, severity, pool }) => `AgentFleet${alert} ${severity} ${pool}`);
    expect([...new Set(alerts.map(keyOf))].sort()).toEqual([...new Set(told)].sort());
  });

  test('says in a sentence what is wrong and in another what to do', () => {
    for (const { annotations } of alerts) {
      expect(annotations.summary).toMatch(/^[a-z0-9/-]+: \S/);
      expect(annotations.description.length).toBeGreaterThan(40);
    }
  });
});

interface Story {
  readonly pool: Scenario['pool'];
  readonly stepSeconds: number;
}

const STORIES: readonly Story[] = [
  { pool: 'planner', stepSeconds: 30 },
  { pool: 'workers', stepSeconds: 30 },
  { pool: 'router', stepSeconds: 30 },
  { pool: 'observability', stepSeconds: 30 },
  { pool: 'planner', stepSeconds: 300 },
  { pool: 'workers', stepSeconds: 300 },
];

const real = promtool === undefined ? test.skip : test;

/** `promtool` is part of Prometheus; where it is installed, it evaluates the rules over time. */
describe('in Prometheus itself', () => {
  real('the rules load', () => {
    const result = spawnSync(promtool as string, ['check', 'rules', rulesFile(folder())], { encoding: 'utf8' });
    expect(result.stderr).toBe('');
    expect(result.stdout).toContain('SUCCESS');
  });

  real.each(STORIES)('every alert of $pool fires in its trouble, not before, and clears after it ($stepSeconds s apart)', (story) => {
    const dir = folder();
    const file = path.join(dir, 'tests.json');
    const tests = scenariosOf(story).map(promtoolTest);
    const interval = `${story.stepSeconds}s`;
    fs.writeFileSync(file, JSON.stringify({ rule_files: [rulesFile(dir, story)], evaluation_interval: interval, tests }));
    const result = spawnSync(promtool as string, ['test', 'rules', file], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
    expect(tests.length).toBeGreaterThan(0);
    expect(`${result.stdout}${result.stderr}`).toContain('SUCCESS');
  });

  real('a pool costs what its GPUs cost, and a million tokens what they share of it', () => {
    const dir = folder();
    const file = path.join(dir, 'tests.json');
    fs.writeFileSync(file, JSON.stringify({ rule_files: [rulesFile(dir)], evaluation_interval: '30s', tests: [healthyTest()] }));
    const result = spawnSync(promtool as string, ['test', 'rules', file], { encoding: 'utf8' });
    expect(`${result.stdout}${result.stderr}`).toContain('SUCCESS');
  });
});

function folder(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'fleet-rules-'));
}

/** Rules of one owner alone: a day of every rule would take a minute to evaluate. */
function rulesFile(dir: string, story?: Story): string {
  const file = path.join(dir, 'rules.json');
  const kept = groups().map((group) => ({
    ...group,
    interval: `${story?.stepSeconds ?? 30}s`,
    rules: group.rules.filter((rule) => story === undefined || belongs(rule, story)),
  }));
  fs.writeFileSync(file, JSON.stringify({ groups: kept }));
  return file;
}

function belongs(rule: AlertRule | RecordingRule, { pool, stepSeconds }: Story): boolean {
  if (pool !== 'observability' && ownerOf(rule) !== pool) return false;
  return stepSeconds === 30 || (isAlert(rule) ? rule.alert === 'AgentFleetPoolUnderused' : rule.record === SERIES.gpuActive);
}

function scenariosOf({ pool, stepSeconds }: Story): Scenario[] {
  return SCENARIOS.filter((scenario) => scenario.pool === pool && timelineOf(scenario.minutes).stepSeconds === stepSeconds);
}

function promtoolTest(scenario: Scenario) {
  const { alert, severity, silent } = scenario;
  const { before, trouble, after, stepSeconds } = timelineOf(scenario.minutes);
  const last = stepSeconds / 60;
  const firing = (level: string, at: number, expected: number) => ({
    expr: `count(ALERTS{alertname="AgentFleet${alert}",severity="${level}",alertstate="firing"${ownerMatcher(scenario)}}) or vector(0)`,
    eval_time: `${at * 60}s`,
    exp_samples: [{ labels: '{}', value: expected }],
  });
  const quiet = [firing(severity, before - last, 0), firing(severity, before + trouble + after - last, 0)];
  return {
    name: `${alert} ${severity} ${scenario.pool}`,
    interval: `${stepSeconds}s`,
    input_series: inputOf(scenario),
    promql_expr_test: [
      ...quiet,
      firing(severity, before + trouble - last, 1),
      ...(silent === undefined ? [] : [firing(silent, before + trouble - last, 0)]),
    ],
  };
}

function ownerMatcher({ pool }: Scenario): string {
  return pool === 'router' || pool === 'observability' ? '' : `,pool="${pool}"`;
}

/** 1 GPU × $2.00 and 2 GPUs × $1.50; 1,000 tokens per second and replica. */
function healthyTest() {
  const at = '14m';
  const place = (pool: string) => `namespace="research",pool="${pool}"`;
  const sample = (expr: string, value: number) => ({
    expr: `round(sum(${expr}), 0.0001)`,
    eval_time: at,
    exp_samples: [{ labels: '{}', value }],
  });
  return {
    interval: '30s',
    input_series: inputOf(SCENARIOS[0] as Scenario),
    promql_expr_test: [
      sample(`agent_fleet:gpus:sum{${place('workers')}}`, 2),
      sample(
        `agent_fleet:cost_usd_per_hour:sum{${place('planner')},gpu="${Gpu.H100_PCIE.name}",latency="chat",price_as_of="2026-11-01"}`,
        2,
      ),
      sample(`agent_fleet:cost_usd_per_hour:sum{${place('workers')}}`, 3),
      sample('agent_fleet:total_cost_usd_per_hour:sum', 5),
      // $2.00 ÷ 3.6 million tokens an hour.
      sample(`agent_fleet:cost_usd_per_million_tokens:ratio_rate5m{${place('planner')}}`, 0.5556),
      sample(`agent_fleet:prefix_cache_hits:ratio_rate5m{${place('planner')}}`, 0.5),
      sample(`agent_fleet:gpu_engine_active:avg{${place('workers')}}`, 0.8),
      sample(`agent_fleet:replicas_up:count{${place('workers')}}`, 2),
    ],
  };
}
