/** Policies on first tokens, tokens and GPUs: what they ask Prometheus, from which numbers, and where they are refused. */
import { AgentFleet, Engine, Model, Scaling, type ScalingPolicy, Topology } from 'cdktf-agent-fleet';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { findings, manifest, pool, refusal, research, type Setting } from '../setup/research-stack';

interface ScaledObject {
  readonly spec: {
    readonly advanced: {
      readonly horizontalPodAutoscalerConfig: {
        readonly behavior: Record<'scaleUp' | 'scaleDown', { stabilizationWindowSeconds: number }>;
      };
    };
    readonly triggers: readonly {
      readonly name: string;
      readonly type: string;
      readonly metricType: string;
      readonly metadata: Record<string, string>;
    }[];
  };
}

type Role = Partial<{ latency: 'voice' | 'chat' | 'background'; request: object; contextTokens: number }>;

const serving =
  (scaling: ScalingPolicy, roles: Readonly<Record<string, Role>> = {}, props: Partial<InferencePoolProps> = {}) =>
  (setting: Setting): void => {
    const workers = pool(setting, 'workers', { scaling, ...props });
    const names = Object.keys(roles);
    if (names.length === 0) return;
    new AgentFleet(setting.stack, 'crew', {
      cluster: setting.cluster,
      topology: Topology.flat({ agents: names as [string, ...string[]] }),
      concurrentWorkflows: 4,
      roles: Object.fromEntries(names.map((name) => [name, { pool: workers, contextTokens: 4_000, ...roles[name] }])) as never,
      runtime: { framework: 'openai-agents', image: 'registry.example.com/agents:1.0.0' },
      sessionStore: false,
      stateStore: false,
    });
  };

const objectOf = (scaling: ScalingPolicy, roles = {}, props = {}): ScaledObject =>
  manifest<ScaledObject>(research(serving(scaling, roles, props)), 'ScaledObject', 'workers');
const triggersOf = (...given: Parameters<typeof objectOf>) => objectOf(...given).spec.triggers;
const codesOf = (...given: Parameters<typeof serving>) => refusal(serving(...given)).problems.map(({ code, prop }) => `${code} ${prop}`);

const SELECTOR = '{namespace="research",pod=~"workers-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"}';
const REQUEST = { inputTokens: 2_000, cachedTokens: 500, outputTokens: 200, perMinute: 2 };

describe('scaling on first tokens', () => {
  test('asks for the p95 of the pool against the strictest class of its roles, beside the queue', () => {
    const triggers = triggersOf(Scaling.latency({ min: 1, max: 4 }), { talker: { latency: 'chat' }, batch: { latency: 'background' } });
    expect(triggers.map(({ name, metricType }) => `${name} ${metricType}`)).toEqual([
      'waiting-requests AverageValue',
      'first-token-p95 Value',
    ]);
    expect(triggers[1]?.metadata).toEqual({
      serverAddress: 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
      query: `clamp_max(histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket${SELECTOR}[120s]))), 1)`,
      threshold: '0.5',
      // Without requests there is no quantile, and nothing to do; a broken scrape is told by the queue.
      ignoreNullValues: 'true',
    });
    expect(triggers[0]?.metadata).toMatchObject({ threshold: '5', ignoreNullValues: 'false' });
  });

  test('takes the seconds of the user before those of a class', () => {
    const [, late] = triggersOf(Scaling.latency({ min: 1, max: 4, ttftSeconds: 2, ttftWindowSeconds: 90 }), {
      talker: { latency: 'chat' },
    });
    expect(late?.metadata).toMatchObject({ threshold: '2' });
    expect(late?.metadata['query']).toMatch(/\[90s\].*, 4\)$/);
  });

  test('waits until the last step can be seen: its window before the next replica, the start of one before it goes', () => {
    const scaling = Scaling.latency({ min: 1, max: 4, ttftSeconds: 2 });
    const { scaleUp, scaleDown } = objectOf(scaling).spec.advanced.horizontalPodAutoscalerConfig.behavior;
    expect(scaleUp.stabilizationWindowSeconds).toBe(120);
    // vLLM may take 1800 s to start.
    expect(scaleDown.stabilizationWindowSeconds).toBe(1_800 + 120);
    expect(findings(serving(scaling)).filter(({ code }) => code === 'AF-ELA-023')).toEqual([]);
  });

  test.each([
    ['scaleOutWindowSeconds', { scaleOutWindowSeconds: 119 }],
    ['scaleInWindowSeconds', { scaleInWindowSeconds: 1_919 }],
  ])('is warned of a hasty %s', (prop, windows) => {
    const found = findings(serving(Scaling.latency({ min: 1, max: 4, ttftSeconds: 2, ...windows })));
    expect(found.filter(({ code }) => code === 'AF-ELA-023').map((finding) => finding.prop)).toEqual([`scaling.${prop}`]);
  });

  test.each<[string, Parameters<typeof serving>, string]>([
    ['nobody waits', [Scaling.latency({ min: 1, max: 4 }), { batch: { latency: 'background' } }], 'AF-ELA-021 scaling.ttftSeconds'],
    ['there are no roles', [Scaling.latency({ min: 1, max: 4 })], 'AF-ELA-021 scaling.ttftSeconds'],
    ['the target is the highest bucket', [Scaling.latency({ min: 1, max: 4, ttftSeconds: 2_560 })], 'AF-ELA-022 scaling.ttftSeconds'],
    ['the target is the lowest bucket', [Scaling.latency({ min: 1, max: 4, ttftSeconds: 0.001 })], 'AF-ELA-022 scaling.ttftSeconds'],
    [
      'the buckets of the engine are coarser',
      [Scaling.latency({ min: 1, max: 4, ttftSeconds: 0.1 }), {}, { engine: Engine.sglang() }],
      'AF-ELA-022 scaling.ttftSeconds',
    ],
    [
      'the engine writes no first tokens',
      [Scaling.latency({ min: 1, max: 4, ttftSeconds: 1 }), {}, { engine: Engine.ollama(), extraArgs: [] }],
      'AF-ELA-013 scaling',
    ],
  ])('is refused where %s', (_, given, problem) => {
    expect(codesOf(...given)).toContain(problem);
  });

  test('takes the bounds that a user gives the histogram for the user to judge', () => {
    const extraArgs = ['--bucket-time-to-first-token', '0.01', '0.1', '1'];
    const problems = findings(serving(Scaling.latency({ min: 1, max: 4, ttftSeconds: 0.1 }), {}, { engine: Engine.sglang(), extraArgs }));
    expect(problems.map(({ code }) => code)).not.toContain('AF-ELA-022');
  });
});

describe('scaling on tokens', () => {
  test('asks for the prompts that wait against what a replica computes in time, and for the share of the cache', () => {
    const triggers = triggersOf(Scaling.tokens({ min: 1, max: 4, backlogSeconds: 2, prefillTokensPerSecond: 9_000 }), {
      talker: { request: REQUEST },
    });
    expect(triggers.map(({ name, metricType, metadata }) => [name, metricType, metadata['query'], metadata['threshold']])).toEqual([
      ['waiting-prompt-tokens', 'AverageValue', `sum(vllm:num_requests_waiting${SELECTOR}) * 1500`, '18000'],
      ['kv-cache-share', 'AverageValue', `sum(max by (pod) (vllm:kv_cache_usage_perc${SELECTOR}))`, '0.8'],
    ]);
  });

  test('has the rate of the plan: what the prompt takes alone, and the time of the strictest class', () => {
    const threshold = (latency: 'voice' | 'chat' | 'background') =>
      Number(triggersOf(Scaling.tokens({ min: 1, max: 4, promptTokens: 1_500 }), { talker: { latency } })[0]?.metadata['threshold']);
    // An A100 makes 312 × 10¹² operations a second at most: 8.03 × 10⁹ weights, two operations each, allow 19,400 tokens a second.
    const rate = threshold('background') / 10;
    expect(rate).toBeGreaterThan(4_000);
    expect(rate).toBeLessThan(19_400);
    expect(threshold('chat') / (rate * 0.5)).toBeCloseTo(1, 2);
  });

  test.each<[string, Parameters<typeof serving>, string]>([
    ['no role says how often it asks', [Scaling.tokens({ min: 1, max: 4 }), { talker: {} }], 'AF-ELA-024 scaling.promptTokens'],
    [
      'the engine does not say how full its cache is',
      [Scaling.tokens({ min: 1, max: 4, promptTokens: 1 }), {}, { engine: Engine.ollama() }],
      'AF-ELA-013 scaling',
    ],
  ])('is refused where %s', (_, given, problem) => {
    expect(codesOf(...given)).toContain(problem);
  });
});

describe('a warm floor', () => {
  test('counts waiting requests by GPU', () => {
    const [one, two] = [1, 2].map((gpusPerReplica) => triggersOf(Scaling.warmFloor({ min: 1, max: 4 }), {}, { gpusPerReplica })[0]);
    expect([one, two].map((trigger) => trigger?.metadata['threshold'])).toEqual(['10', '20']);
  });

  test('says that more than ten are overload', () => {
    const found = findings(serving(Scaling.warmFloor({ min: 1, max: 4, waitingPerGpu: 11 })));
    expect(found).toContainEqual(expect.objectContaining({ code: 'AF-ELA-002', prop: 'scaling.waitingPerGpu' }));
  });
});

describe('several signals', () => {
  test('are triggers of one object, the queue among them where first tokens are', () => {
    const props = { min: 1, max: 4, ttftSeconds: 1, promptTokens: 900 };
    expect(triggersOf(Scaling.any({ ...props, signals: ['tokens', 'latency'] })).map(({ name }) => name)).toEqual([
      'waiting-requests',
      'waiting-prompt-tokens',
      'kv-cache-share',
      'first-token-p95',
    ]);
    expect(triggersOf(Scaling.any({ ...props, signals: ['queue'] })).map(({ name }) => name)).toEqual(['waiting-requests']);
  });

  test.each([[[]], [['queue', 'queue']], [['gpu-utilization']]])('of %j are malformed', (signals) => {
    expect(() => Scaling.any({ min: 1, max: 2, signals: signals as never })).toThrow('Scaling.any');
  });

  test('have their schedule, too', () => {
    const schedule = { timeZone: 'UTC', windows: { office: { from: '08:00', to: '18:00', replicas: 3 } } };
    const triggers = triggersOf(Scaling.latency({ min: 1, max: 4, ttftSeconds: 1, schedule }));
    expect(triggers.map(({ type }) => type)).toEqual(['prometheus', 'prometheus', 'cron']);
  });
});

describe('pools of encoders', () => {
  const embedder = { model: Model.BGE_M3, maxContextTokens: 512 };
  test.each([
    ['latency', Scaling.latency({ min: 1, max: 2, ttftSeconds: 2 }), /vLLM .* with bge-m3 does not say how long first tokens take/],
    [
      'tokens',
      Scaling.tokens({ min: 1, max: 2, promptTokens: 300, prefillTokensPerSecond: 9_000 }),
      /does not say how full its KV cache is/,
    ],
    ['latency among others', Scaling.any({ min: 1, max: 2, ttftSeconds: 2, signals: ['latency', 'queue'] }), /how long first tokens take/],
  ])('write nothing by which %s could scale them', (_, scaling, message) => {
    const { problems } = refusal((setting) => pool(setting, 'p', { ...embedder, scaling }));
    expect(problems).toMatchObject([{ code: 'AF-ELA-013', prop: 'scaling', message: expect.stringMatching(message) }]);
  });

  test.each([
    ['the queue', Scaling.queueDepth({ min: 1, max: 2 })],
    ['requests per GPU', Scaling.warmFloor({ min: 1, max: 2 })],
  ])('are scaled by %s', (_, scaling) => {
    expect(findings((setting) => pool(setting, 'p', { ...embedder, scaling })).filter(({ code }) => code.startsWith('AF-ELA'))).toEqual([]);
  });
});
