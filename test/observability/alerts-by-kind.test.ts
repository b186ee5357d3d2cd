/**
 * Every alert on a healthy pool of every kind is silent, and loud on its fault. The cases are the product of the alerts that a pool of the kind
 * has and the kinds: a new alert without a fault below, or a fault that no alert answers, fails without Prometheus.
 */
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { Scaling } from '../../lib/elasticity/scaling';
import { InferencePool } from '../../lib/inference/inference-pool';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { ObservabilityStack } from '../../lib/observability/observability-stack';
import type { AlertRule, RecordingRule, RuleGroup } from '../../lib/observability/rule';
import { Cluster } from '../../lib/platform/cluster';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { promtool } from './promtool';
import { type Course, poolInput, timelineOf } from './series';

type Trouble = Readonly<Record<string, Partial<Course>>>;

interface Kind {
  readonly props: Partial<InferencePoolProps>;
  readonly pods: number;
  /** Somebody waits for it. */
  readonly chat?: boolean;
  /** What a healthy pool of the kind writes, where it differs from a busy language model. */
  readonly healthy?: Trouble;
}

const NO_TOKENS: Trouble = { 'vllm:generation_tokens_total': { healthy: 0 }, 'vllm:kv_cache_usage_perc': { healthy: 0 } };
const NOTHING_TO_DO: Trouble = {
  'vllm:num_requests_running': { healthy: 0 },
  'vllm:generation_tokens_total': { healthy: 0 },
  'vllm:prompt_tokens_total': { healthy: 0 },
  'vllm:request_success_total': { healthy: 0 },
  'vllm:kv_cache_usage_perc': { healthy: 0 },
  DCGM_FI_PROF_GR_ENGINE_ACTIVE: { healthy: 0 },
};

const KINDS: Readonly<Record<string, Kind>> = {
  single: { props: {}, pods: 1, chat: true },
  scaled: { props: { scaling: Scaling.queueDepth({ min: 2, max: 8 }) }, pods: 2 },
  several: { props: { replicas: 3 }, pods: 3, chat: true },
  embedder: { props: { model: Model.BGE_M3, maxContextTokens: 512 }, pods: 1, healthy: NO_TOKENS },
  reranker: { props: { model: Model.QWEN3_RERANKER_0_6B, replicas: 2 }, pods: 2, healthy: NO_TOKENS },
  idle: { props: {}, pods: 1, healthy: NOTHING_TO_DO },
};

interface Fault {
  readonly minutes: number;
  readonly trouble: (kind: Kind) => Trouble;
}

const BUSY: Trouble = { 'vllm:num_requests_running': { troubled: 8 } };
const fault = (minutes: number, trouble: Trouble): Fault => ({ minutes, trouble: () => trouble });
const stalled = ({ props }: Kind): Trouble => {
  const generates = (props.model ?? Model.LLAMA_3_1_8B_INSTRUCT).facts.kind === 'llm';
  return { ...BUSY, [generates ? 'vllm:generation_tokens_total' : 'vllm:request_success_total']: { troubled: 0 } };
};

/** By alert and severity. */
const FAULTS: Readonly<Record<string, Fault>> = {
  'KvCacheHigh warning': fault(10, { 'vllm:kv_cache_usage_perc': { troubled: 0.87 } }),
  'KvCacheHigh critical': fault(10, { 'vllm:kv_cache_usage_perc': { troubled: 0.95 } }),
  'QueueLong warning': fault(3, { 'vllm:num_requests_waiting': { troubled: 7 } }),
  'QueueLong critical': fault(3, { 'vllm:num_requests_waiting': { troubled: 12 } }),
  'QueueGrowing warning': fault(20, { 'vllm:num_requests_waiting': { growth: 10 } }),
  'FirstTokenLate warning': fault(15, { ttft: { troubled: 0.5 } }),
  'FirstTokenLate critical': fault(15, { ttft: { troubled: 2 } }),
  'PoolDown critical': fault(15, { up: { troubled: 0 } }),
  'PoolBelowFloor warning': fault(40, { 'up@0': { troubled: 0 } }),
  'EngineStalled critical': { minutes: 15, trouble: stalled },
  'Preemptions warning': fault(15, { 'vllm:num_preemptions_total': { troubled: 0.5 } }),
  'LateWhileIdle warning': fault(20, {
    DCGM_FI_PROF_GR_ENGINE_ACTIVE: { troubled: 0.2 },
    ttft: { troubled: 10 },
    'vllm:num_requests_waiting': { growth: 2 },
  }),
  'PoolUnderused info': fault(1620, { DCGM_FI_PROF_GR_ENGINE_ACTIVE: { troubled: 0.1 } }),
};

const isAlert = (rule: object): rule is AlertRule => 'alert' in rule;
const keyOf = (rule: AlertRule) => `${rule.alert.replace('AgentFleet', '')} ${rule.labels.severity}`;

function groupsOf(kind: Kind): RuleGroup[] {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
  const stack = new TerraformStack(Testing.app(), 'research');
  const base = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_PCIE, maxContextTokens: 8_192 };
  const pool = new InferencePool(stack, 'pool', { ...base, ...kind.props });
  const fleet = { name: 'research', pools: () => [pool], latencyOf: () => (kind.chat === true ? 'chat' : 'background') } as const;
  return new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] }).ruleGroups();
}

const alertsOf = (kind: Kind): AlertRule[] => groupsOf(kind).flatMap((group) => group.rules.filter(isAlert));

test('every alert of every kind has a fault, and every fault an alert', () => {
  const keys = Object.values(KINDS).flatMap((kind) => alertsOf(kind).map(keyOf));
  expect([...new Set(keys)].sort()).toEqual(Object.keys(FAULTS).sort());
});

test('embedders and rerankers are judged by finished requests, because they never generate', () => {
  for (const name of ['embedder', 'reranker']) {
    const rule = alertsOf(KINDS[name] as Kind).find(({ alert }) => alert === 'AgentFleetEngineStalled');
    expect(rule?.expr).toContain('vllm:request_success_total');
    expect(rule?.expr).not.toContain('generation_tokens');
  }
});

const real = promtool === undefined ? test.skip : test;

describe.each(Object.entries(KINDS))('a pool of kind %s', (_, kind) => {
  const pods = Array.from({ length: kind.pods }, (_unused, index) => `pool-7c9d8f-abcd${index}`);
  const input = (minutes: number, trouble: Trouble) => {
    const named = Object.entries(trouble).map(([name, course]) => [name.replace(/@0$/, `@${pods[0]}`), course] as const);
    const merged = { ...kind.healthy };
    for (const [name, course] of named) merged[name] = { ...merged[name], ...course };
    return poolInput('pool', pods, timelineOf(minutes), merged);
  };
  const firing = (rule: AlertRule | undefined, atMinutes: number, value: number) => {
    const matcher = rule === undefined ? '' : `,alertname="${rule.alert}",severity="${rule.labels.severity}"`;
    return {
      expr: `count(ALERTS{alertstate="firing"${matcher}}) or vector(0)`,
      eval_time: `${Math.round(atMinutes * 60)}s`,
      exp_samples: [{ labels: '{}', value }],
    };
  };

  real('is silent in health', () => {
    const checks = [10, 20, 45, 70].map((minute) => firing(undefined, minute, 0));
    run(kind, 30, [{ interval: '30s', input_series: input(40, {}), promql_expr_test: checks }]);
  });

  real('is loud on each fault, and not before it', () => {
    for (const stepSeconds of [30, 300]) {
      const rules = alertsOf(kind).filter((rule) => timelineOf(FAULTS[keyOf(rule)]?.minutes ?? 1).stepSeconds === stepSeconds);
      const tests = rules.map((rule) => {
        const { minutes, trouble } = FAULTS[keyOf(rule)] as Fault;
        const time = timelineOf(minutes);
        const last = stepSeconds / 60;
        return {
          name: keyOf(rule),
          interval: `${stepSeconds}s`,
          input_series: input(minutes, trouble(kind)),
          promql_expr_test: [firing(rule, time.before - last, 0), firing(rule, time.before + time.trouble - last, expected(rule, kind))],
        };
      });
      run(kind, stepSeconds, tests);
    }
  });
});

/** One for the pool; a stalled engine is named by its pod. */
const expected = (rule: AlertRule, { pods }: Kind): number => (rule.alert === 'AgentFleetEngineStalled' ? pods : 1);

function run(kind: Kind, stepSeconds: number, tests: readonly object[]): void {
  const dir = temporaryOutdir();
  fs.mkdirSync(dir, { recursive: true });
  const wanted = (rule: AlertRule | RecordingRule) =>
    stepSeconds === 30 || (isAlert(rule) ? rule.alert === 'AgentFleetPoolUnderused' : rule.record.includes('gpu_engine_active'));
  const groups = groupsOf(kind).map((group) => ({ ...group, interval: `${stepSeconds}s`, rules: group.rules.filter(wanted) }));
  const rules = path.join(dir, 'rules.json');
  const file = path.join(dir, 'tests.json');
  fs.writeFileSync(rules, JSON.stringify({ groups }));
  fs.writeFileSync(file, JSON.stringify({ rule_files: [rules], evaluation_interval: `${stepSeconds}s`, tests }));
  const result = spawnSync(promtool as string, ['test', 'rules', file], { encoding: 'utf8', maxBuffer: 64 * 2 ** 20 });
  expect(`${result.stdout}${result.stderr}`).toContain('SUCCESS');
}
