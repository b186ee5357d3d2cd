/** A fleet of two pools and a router in which everything goes wrong once: each alert fires in its trouble, for its owner alone, and clears. */
import { Gpu } from '../../lib/catalog/gpu';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import type { AlertRule, RecordingRule, RuleGroup } from '../../lib/observability/rule';
import { observedSetting } from './observed-setting';
import { type Check, firing, type RuleTest, withWhatItReads } from './promtool';
import { inputOf, SCENARIOS, type Scenario } from './scenarios';
import { timelineOf } from './series';

const HOURLY_BUDGET = 15;
/** Healthy pools cost $5 an hour, $3,600 a month. */
const MONTHLY_BUDGET = 5_000;
/** Half of the prompts, as healthy pools find them. */
const TRAFFIC = { requestsPerSecond: 1, inputTokens: 900, cachedInputTokens: 450, outputTokens: 100 };

export function storyStack(): ObservabilityStack {
  const { stack, cluster, fleet, planner } = observedSetting();
  planner.addDemand({ planned: () => [], peak: () => [], traffic: () => [{ fleet: 'research', role: 'planner', rate: TRAFFIC }] });
  const budgets = { budget: { usdPerHour: HOURLY_BUDGET, usdPerMonth: MONTHLY_BUDGET } };
  return new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], ...budgets });
}

export const storyGroups = (): RuleGroup[] => storyStack().ruleGroups();

/** By the label that names whom an alert is about. */
const OWNERS: readonly (readonly [label: string, owner: Scenario['pool']])[] = [
  ['queue', 'tasks'],
  ['store', 'store'],
  ['state_store', 'state'],
  ['vector_store', 'vectors'],
  ['router', 'router'],
];

/** Pool, `router`, `tasks`, `store`, `state`, `vectors` or `observability`. */
export const ownerOf = ({ labels }: AlertRule | RecordingRule): string =>
  labels?.['pool'] ?? OWNERS.find(([label]) => labels?.[label] !== undefined)?.[1] ?? 'observability';

export function storyTests(owner: Scenario['pool'], groups: readonly RuleGroup[] = storyGroups()): RuleTest[] {
  return SCENARIOS.filter(({ pool }) => pool === owner).map((scenario) => storyTest(scenario, groups));
}

function storyTest(scenario: Scenario, groups: readonly RuleGroup[]): RuleTest {
  const { alert, severity, silent, pool } = scenario;
  const { before, trouble, after, stepSeconds } = timelineOf(scenario.minutes, scenario.before, scenario.after);
  const last = stepSeconds / 60;
  const of = (level: string, at: number, value: number) =>
    firing(`,alertname="AgentFleet${alert}",severity="${level}"${ownerMatcher(scenario)}`, at, value);
  const name = `AgentFleet${alert}`;
  return {
    name: [alert, severity, pool, ...Object.values(scenario.labels ?? {})].join(' '),
    groups: withWhatItReads(groups, (rule) => 'alert' in rule && rule.alert === name && ownerOf(rule) === pool),
    stepSeconds,
    input: inputOf(scenario),
    checks: [
      of(severity, before - last, 0),
      of(severity, before + trouble - last, 1),
      ...(silent === undefined ? [] : [of(silent, before + trouble - last, 0)]),
      ...(scenario.lasts === true ? [] : [of(severity, before + trouble + after - last, 0)]),
    ],
  };
}

function ownerMatcher({ pool, labels = {} }: Scenario): string {
  const further = Object.entries(labels).map(([label, value]) => `,${label}="${value}"`);
  return `${pool === 'planner' || pool === 'workers' ? `,pool="${pool}"` : ''}${further.join('')}`;
}

/** Two requests a second fail by each status, with and without a full pool: each has one cause, and the causes add up. */
export function failureTests(): RuleTest[] {
  const failing = Object.fromEntries(
    ['400', '408', '429', '500', '503', 'None'].map((status) => [`litellm_proxy_failed_requests_metric_total@${status}`, { troubled: 2 }]),
  );
  const courses: readonly (readonly [string, Partial<Scenario>, Readonly<Record<string, number>>])[] = [
    ['while all is well', {}, { orchestration: 4, model: 6, router: 2, capacity: 0 }],
    [
      'while a pool is full',
      { beside: { planner: { 'vllm:num_requests_waiting': { troubled: 20 } } } },
      { orchestration: 2, capacity: 8, router: 2, model: 0 },
    ],
    [
      'while a route is down',
      { trouble: { ...failing, litellm_deployment_state: { troubled: 2 } } },
      { orchestration: 4, router: 8, model: 0, capacity: 0 },
    ],
  ];
  return courses.map(([name, change, causes]) => ({
    name: `failed steps ${name}`,
    groups: storyGroups(),
    stepSeconds: 30,
    input: inputOf({ alert: 'RouterFailing', severity: 'warning', pool: 'router', minutes: 15, trouble: failing, ...change }),
    checks: [
      ...Object.entries(causes).map(([cause, value]) => ({
        expr: `round(sum(agent_fleet:failed_steps:rate5m{cause="${cause}"}), 0.001)`,
        atMinutes: 29,
        value,
      })),
      { expr: 'round(sum(agent_fleet:failed_steps:rate5m), 0.001)', atMinutes: 29, value: 12 },
    ],
  }));
}

/** Two pools fail alike while one of them is full: each has causes of its own, and what no pool answers has none of a pool. */
export function failureOfPoolTests(): RuleTest[] {
  const { stack, cluster, fleet } = observedSetting(undefined, true);
  const groups = new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] }).ruleGroups();
  const failing = Object.fromEntries(
    ['planner', 'workers', 'unknown'].map((alias) => [`litellm_proxy_failed_requests_metric_total@503@${alias}`, { troubled: 2 }]),
  );
  const beside = { planner: { 'vllm:num_requests_waiting': { troubled: 20 } } };
  const of = (cause: string, pool: string, value: number) => ({
    expr: `round(sum(agent_fleet:failed_steps:rate5m{cause="${cause}",pool="${pool}"}), 0.1)`,
    atMinutes: 29,
    value,
  });
  return [
    {
      name: 'failed steps of the pool that is full are not held against the other',
      groups,
      stepSeconds: 30,
      input: inputOf({ alert: 'RouterFailing', severity: 'warning', pool: 'router', minutes: 15, trouble: failing, beside }),
      checks: [
        of('capacity', 'planner', 2),
        of('model', 'planner', 0),
        of('capacity', 'workers', 0),
        of('model', 'workers', 2),
        of('capacity', '', 0),
        // Beside the two of the alias that no pool answers, the tenth of a request that fails at all times.
        of('model', '', 2.1),
      ],
    },
  ];
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
