import { type App, TerraformStack, Testing } from 'cdktf';
import {
  AgentFleet,
  type AgentFleetProps,
  Cluster,
  ContextStrategy,
  FleetError,
  Flow,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  LiteLLMRouter,
  Model,
  type RoleProps,
  Scaling,
  Topology,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu' });
const small: InferencePoolProps = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 };

type Role = Omit<RoleProps, 'pool'>;

interface Built {
  readonly role: Role;
  readonly pool?: Partial<InferencePoolProps>;
  readonly fleet?: Partial<AgentFleetProps>;
}

function build(stack: TerraformStack, { role, pool, fleet }: Built): void {
  const served = new InferencePool(stack, 'model', { ...small, ...pool });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 10,
    roles: { writer: { pool: served, ...role } },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
    ...fleet,
  });
}

function synthesize(built: Built | ((stack: TerraformStack) => void)): FleetTemplate {
  return templateOf(appOf(built), 'team');
}

function appOf(built: Built | ((stack: TerraformStack) => void)): App {
  const app = Testing.app();
  const stack = new TerraformStack(app, 'team');
  if (typeof built === 'function') built(stack);
  else build(stack, built);
  return app;
}

function problemsOf(built: Built | ((stack: TerraformStack) => void)) {
  try {
    checkedAlone(appOf(built)).synth();
  } catch (error) {
    if (error instanceof FleetError) return error.problems;
    throw error;
  }
  return [];
}

function planOf(built: Built | ((stack: TerraformStack) => void)) {
  const plan = templateOf(checkedAlone(appOf(built)), 'team').plan();
  const [pool, fleet] = [plan.pools[0], plan.fleets[0]];
  if (pool === undefined || fleet === undefined) throw new Error('no pool or no fleet');
  return { pool, fleet, role: fleet.roles[0], findings: plan.findings };
}

const codesOf = (built: Built) => planOf(built).findings.map(({ code, severity }) => `${code} ${severity}`);

describe('a context that grows', () => {
  const growth = { baseTokens: 1_500, turns: 8, tokensPerTurn: 400, toolCalls: 4 };

  test('is planned at its end: base, turns, and 500 tokens for every tool call', () => {
    expect(planOf({ role: { growth } }).role?.contextTokens).toBe(1_500 + 8 * 400 + 4 * 500);
  });

  test('reaches the agents as a variable', () => {
    const agents = synthesize({ role: { growth } })
      .manifests()
      .find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'crew-agents');
    if (agents === undefined) throw new Error('no agents');
    const { containers } = (agents['spec'] as { template: { spec: { containers: { env: { name: string; value?: string }[] }[] } } })
      .template.spec;
    const roles = containers[0]?.env.find(({ name }) => name === 'AGENT_FLEET_ROLES')?.value;
    expect(JSON.parse(roles ?? '')).toEqual({ writer: { model: 'writer', contextTokens: 6_700 } });
  });

  test('may be given by minutes', () => {
    expect(
      planOf({ role: { growth: { baseTokens: 500, minutes: 10, turnsPerMinute: 0.5, tokensPerTurn: 400 } } }).role?.contextTokens,
    ).toBe(2_500);
  });

  test('is refused where it outgrows its pool, with the minutes until the pool is full', () => {
    const [problem] = problemsOf({ role: { growth: { baseTokens: 2_000, minutes: 15, turnsPerMinute: 2, tokensPerTurn: 600 } } });
    expect(problem).toMatchObject({ code: 'AF-CAP-009', value: 20_000, path: 'team/crew' });
    expect(problem?.details?.map(({ label }) => label)).toEqual(['growth', 'full in']);
  });

  test('is bounded by a window or by summaries', () => {
    const long = { baseTokens: 2_000, turns: 30, tokensPerTurn: 600 };
    expect(
      planOf({ role: { growth: long, contextStrategy: ContextStrategy.slidingWindow({ limitTokens: 6_000 }) } }).role?.contextTokens,
    ).toBe(6_000);
    const summaries = ContextStrategy.summarize({ everyTokens: 3_000, summaryTokens: 300 });
    expect(planOf({ role: { growth: long, contextStrategy: summaries } }).role?.contextTokens).toBe(2_000 + 5 * 300 + 3_000);
  });

  test('of a framework that keeps whole conversations is a warning where the plan is shorter', () => {
    const talking = { runtime: { framework: 'autogen', image: 'registry.example.com/crew:1.0.0' } } as const;
    expect(codesOf({ role: { contextTokens: 3_000, growth }, fleet: talking })).toContain('AF-CAP-015 warning');
  });
});

describe('long sessions', () => {
  const withLongPool = (stack: TerraformStack, router = false) => {
    const pool = new InferencePool(stack, 'model', small);
    const long = new InferencePool(stack, 'long', { ...small, maxContextTokens: 32_768 });
    new AgentFleet(stack, 'crew', {
      cluster,
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows: 40,
      roles: {
        writer: {
          pool,
          measuredContext: { p50Tokens: 3_000, p95Tokens: 8_192, maxTokens: 30_000 },
          contextStrategy: ContextStrategy.longPool({ capTokens: 8_192, pool: long }),
        },
      },
      runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
      ...(router ? { router: new LiteLLMRouter(stack, 'router', { cluster }) } : {}),
    });
  };

  test('are one in twenty, on a pool of their own', () => {
    const { pools, fleets } = synthesize((stack) => withLongPool(stack)).plan();
    expect(pools.map(({ name, demand }) => [name, demand[0]?.sessions, demand[0]?.contextTokens])).toEqual([
      ['model', 38, 8_192],
      ['long', 2, 30_000],
    ]);
    expect(fleets[0]?.roles).toMatchObject([{ name: 'writer', sessions: 38, longPool: 'long' }]);
  });

  test('are sent there by the router when a prompt is too long', () => {
    const config = synthesize((stack) => withLongPool(stack))
      .manifests()
      .find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === 'crew-router');
    expect(JSON.stringify(config?.['data'])).toMatch(/context_window_fallbacks:\\n\s+- writer:\\n\s+- writer-long/);
  });

  test('find no pool behind a router that does not fall back', () => {
    expect(problemsOf((stack) => withLongPool(stack, true))).toContainEqual(
      expect.objectContaining({
        code: 'AF-CAP-037',
        repairs: expect.arrayContaining(["contextWindowFallbacks: { writer: ['writer-long'] }"]),
      }),
    );
  });
});

test('a shared prefix is held once on every replica', () => {
  const plain = planOf({ role: { contextTokens: 4_000 } }).pool.demandGiB;
  const shared = planOf({ role: { contextTokens: 4_000, sharedPrefixTokens: 1_600 } }).pool.demandGiB;
  expect(plain - shared).toBeCloseTo((9 * 1_600 * 131_072) / 2 ** 30, 2);
});

describe('conversations of a day', () => {
  const talk = { perDay: 10_000, turns: 5, tokensPerTurn: 200, outputTokensPerTurn: 120, answerSeconds: 3 };
  const service: Built = {
    role: { contextTokens: 1_600, sharedPrefixTokens: 600, conversations: { ...talk, curve: 'business-hours' } },
    pool: { scaling: Scaling.queueDepth({ min: 1, max: 4 }) },
  };

  test('need no workflows in flight', () => {
    const app = Testing.app();
    const stack = new TerraformStack(app, 'team');
    const pool = new InferencePool(stack, 'model', small);
    new AgentFleet(stack, 'support', {
      cluster,
      topology: Topology.flat({ agents: ['assistant'] }),
      roles: { assistant: { pool, contextTokens: 1_600, conversations: talk } },
      runtime: { framework: 'custom', image: 'registry.example.com/support:1' },
    });
    expect(templateOf(app, 'team').plan().fleets[0]?.concurrentWorkflows).toBeNull();
  });

  test('are planned for the hour with the least traffic and for the busiest hour with its burst', () => {
    const { pool, role } = planOf(service);
    const [floor, peak] = [pool.demand[0], pool.peakDemand[0]];
    expect(peak?.sessions).toBeGreaterThan(floor?.sessions ?? 0);
    expect(role?.day).toMatchObject({ conversations: 10_000, peakSessions: peak?.sessions });
    expect(role?.day?.replicasByHour).toHaveLength(24);
    expect(role?.day?.gpuHours).toBeLessThanOrEqual(role?.day?.gpuHoursAtPeak ?? 0);
  });

  test('make tokens per second a ceiling, which the plan shows', () => {
    const { pool } = planOf(service);
    expect(pool.throughput?.demandTokensPerSecond).toBeGreaterThan(100);
    expect(pool.throughput?.measured).toBe(false);
    expect(planOf({ ...service, pool: { ...service.pool, measured: { tokensPerSecond: 3_000 } } }).pool.throughput).toMatchObject({
      measured: true,
      supplyTokensPerSecond: expect.any(Number),
    });
  });

  test('tell the latency of their requests', () => {
    const { role } = planOf({ ...service, role: { ...service.role, latency: 'chat' } });
    expect(role?.request?.outputTokens).toBe(120);
    expect(role?.estimate?.firstToken.likely).toBeLessThan(500);
  });

  test('may have a curve of their own', () => {
    const night = Array.from({ length: 24 }, (_, hour) => (hour === 3 ? 0.54 : 0.02));
    expect(planOf({ ...service, role: { contextTokens: 1_600, conversations: { ...talk, curve: night } } }).role?.day?.peakHour).toBe(3);
  });
});

describe('requests', () => {
  test('of a session a minute ask for tokens per second', () => {
    const { pool } = planOf({ role: { contextTokens: 4_000, request: { outputTokens: 300, cachedTokens: 3_000, perMinute: 6 } } });
    expect(pool.throughput?.demandTokensPerSecond).toBe(10 * (6 / 60) * 300);
  });

  test('of a chat role are judged with what is cached', () => {
    const role: Role = { contextTokens: 8_000, latency: 'chat', request: { outputTokens: 200, cachedTokens: 7_600 } };
    expect(codesOf({ role })).not.toContain('AF-LAT-002 error');
    expect(problemsOf({ role: { ...role, request: { outputTokens: 200 } }, fleet: { concurrentWorkflows: 40 } })).toContainEqual(
      expect.objectContaining({ code: 'AF-LAT-002', severity: 'error', prop: 'roles.writer.latency' }),
    );
  });

  test('that are not described make a chat role uncertain', () => {
    expect(codesOf({ role: { contextTokens: 8_000, latency: 'chat' }, fleet: { concurrentWorkflows: 40 } })).toContain(
      'AF-LAT-002 warning',
    );
  });

  test('are described by a measurement as well', () => {
    const role: Role = { contextTokens: 8_000, latency: 'chat', request: { outputTokens: 200 } };
    expect(codesOf({ role, pool: { measured: { ttftMs: 380, tpotMs: 12 } }, fleet: { concurrentWorkflows: 40 } })).not.toContain(
      'AF-LAT-002 error',
    );
  });
});

describe('a workflow with a waiting user', () => {
  const answer: Role = { contextTokens: 4_000, request: { outputTokens: 60, cachedTokens: 3_500 } };

  test('takes as long as its stages and hops', () => {
    const { fleet } = planOf({ role: answer, fleet: { workflowLatency: { hopMs: 10, budgetMs: 60_000 } } });
    expect(fleet.workflowLatency?.stages['writer']).toBeGreaterThan(0);
    expect(fleet.workflowLatency?.hopsMs).toBe(0);
  });

  test('is refused over its budget', () => {
    expect(problemsOf({ role: answer, fleet: { workflowLatency: { budgetMs: 30 } } })).toContainEqual(
      expect.objectContaining({ code: 'AF-CAP-014', prop: 'workflowLatency', allowed: '≤ 30 ms' }),
    );
  });

  test('asks an orchestrator before and after its workers', () => {
    const { fleet } = planOf((stack) => {
      const pool = new InferencePool(stack, 'model', small);
      new AgentFleet(stack, 'crew', {
        cluster,
        topology: Topology.hierarchical({ orchestrator: 'planner', workers: ['coder', 'tester'] }),
        concurrentWorkflows: 5,
        workflowLatency: { hopMs: 10, budgetMs: 60_000 },
        roles: { planner: { pool, ...answer }, coder: { pool, ...answer }, tester: { pool, ...answer } },
        runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
      });
    });
    const stages = fleet.workflowLatency?.stages ?? {};
    expect(fleet.workflowLatency?.hopsMs).toBe(20);
    expect(fleet.workflowLatency?.total.likely).toBeCloseTo(2 * (stages['planner'] ?? 0) + (stages['coder'] ?? 0) + 20, -1);
  });

  test.each([
    ['a router before its targets', Topology.routing({ router: 'first', targets: { second: 0.5, third: 0.5 } }), 2],
    ['hard cases one after the other', Topology.escalation({ first: 'first', to: { second: 0.1, third: 0.05 } }), 3],
  ])('asks %s', (_, topology, inARow) => {
    const { fleet } = planOf((stack) => {
      const pool = new InferencePool(stack, 'model', small);
      new AgentFleet(stack, 'crew', {
        cluster,
        topology,
        concurrentWorkflows: 5,
        workflowLatency: { hopMs: 10, budgetMs: 60_000 },
        roles: { first: { pool, ...answer }, second: { pool, ...answer }, third: { pool, ...answer } },
        runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
      });
    });
    const { hopsMs = 0, total, stages = {} } = fleet.workflowLatency ?? {};
    expect(hopsMs).toBe((inARow - 1) * 10);
    expect(total?.likely).toBeCloseTo(inARow * (stages['first'] ?? 0) + hopsMs, -1);
  });

  test('may say its order itself', () => {
    const twice = Flow.sequence(Flow.role('writer'), Flow.role('writer'));
    const [once, two] = [undefined, twice].map(
      (flow) =>
        planOf({ role: answer, fleet: { workflowLatency: { budgetMs: 60_000, ...(flow === undefined ? {} : { flow }) } } }).fleet
          .workflowLatency?.total.likely ?? 0,
    );
    expect(two).toBeGreaterThan(1.9 * (once ?? 0));
  });

  const inARow = (latencies: Readonly<Record<string, RoleProps['latency']>>, more: Partial<AgentFleetProps> = {}, request?: object) =>
    problemsOf((stack) => {
      const pool = new InferencePool(stack, 'model', small);
      const roleOf = (latency: RoleProps['latency']) => ({ pool, ...answer, ...request, ...(latency === undefined ? {} : { latency }) });
      new AgentFleet(stack, 'crew', {
        cluster,
        topology: Topology.pipeline({ stages: Object.keys(latencies) }),
        concurrentWorkflows: 5,
        roles: Object.fromEntries(Object.entries(latencies).map(([name, latency]) => [name, roleOf(latency)])),
        runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
        ...more,
      });
    }).filter(({ code }) => code === 'AF-CAP-014');
  const LONG = { request: { outputTokens: 400, cachedTokens: 3_500 } };

  test('for the last of several stages is refused without a budget, too: those before it take longer than an answer may', () => {
    const [problem, ...others] = inARow({ research: undefined, write: undefined, edit: 'chat' }, {}, LONG);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ prop: 'roles.edit.latency', allowed: '≤ 2000 ms' });
    expect(problem?.message).toMatch(
      /^the stages before 'edit', for which users wait, take about [\d,]+ ms .*together \(research \d+ \+ write \d+, hops 32\)/,
    );
    expect(problem?.repairs).toContain('workflowLatency: { budgetMs }, the time that your users accept');
  });

  test.each<[string, Readonly<Record<string, RoleProps['latency']>>, Partial<AgentFleetProps>, object?]>([
    ['nobody waits', { research: undefined, write: 'background' }, {}, LONG],
    ['users wait for the first stage alone', { triage: 'chat', write: 'background' }, {}, LONG],
    ['the budget says how long they accept', { research: undefined, edit: 'chat' }, { workflowLatency: { budgetMs: 60_000 } }, LONG],
    ['the stages before it are short', { triage: undefined, edit: 'chat' }, {}, { request: { outputTokens: 10, cachedTokens: 3_900 } }],
    ['nothing is known of the stages before it', { research: undefined, edit: 'chat' }, {}, { request: undefined }],
  ])('is not refused where %s', (_, latencies, more, request) => {
    expect(inARow(latencies, more, request)).toEqual([]);
  });

  test('is in doubt while a role says nothing of its requests', () => {
    expect(codesOf({ role: { contextTokens: 4_000 }, fleet: { workflowLatency: {} } })).toContain('AF-CAP-040 warning');
  });
});

describe('pools beside one another', () => {
  type Latencies = readonly [RoleProps['latency'], RoleProps['latency']];
  const two = (stack: TerraformStack, latencies: Latencies, shared: boolean, pool: Partial<InferencePoolProps> = {}) => {
    const first = new InferencePool(stack, 'first', { ...small, ...pool });
    const second = shared ? first : new InferencePool(stack, 'second', small);
    const role = (latency: RoleProps['latency']) => ({ contextTokens: 2_000, ...(latency === undefined ? {} : { latency }) });
    new AgentFleet(stack, 'crew', {
      cluster,
      topology: Topology.flat({ agents: ['a', 'b'] }),
      concurrentWorkflows: 5,
      roles: { a: { pool: first, ...role(latencies[0]) }, b: { pool: second, ...role(latencies[1]) } },
      runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
    });
  };
  const findings = (latencies: Latencies, shared: boolean, pool: Partial<InferencePoolProps> = {}) =>
    planOf((stack) => two(stack, latencies, shared, pool)).findings.map(({ code, severity, path }) => `${code} ${severity} ${path}`);

  test('that serve alike could be one', () => {
    expect(findings([undefined, undefined], false)).toContain('AF-CAP-011 info team/first');
  });

  test('do not share one queue between roles of different latency classes', () => {
    expect(findings(['chat', 'background'], true)).toContain('AF-LAT-005 warning team/first');
    expect(findings(['chat', 'chat'], true).join()).not.toContain('AF-LAT-005');
    expect(findings(['chat', undefined], true).join()).not.toContain('AF-LAT-005');
  });

  test('share one whose queue has priorities', () => {
    expect(findings(['chat', 'background'], true, { tuning: { scheduling: 'priority' } }).join()).not.toContain('AF-LAT-005');
    const [repair] = planOf((stack) => two(stack, ['chat', 'background'], true)).findings.flatMap(({ code, repairs }) =>
      code === 'AF-LAT-005' ? repairs : [],
    );
    expect(JSON.stringify(repair)).toContain('tuning.scheduling');
  });

  test('a fleet without a peak is at the peak of the others, too', () => {
    const { pool } = planOf((stack) => {
      const served = new InferencePool(stack, 'model', { ...small, replicas: 2 });
      const crew = (id: string, peakWorkflows?: number) =>
        new AgentFleet(stack, id, {
          cluster,
          topology: Topology.flat({ agents: [`${id}-writer`] }),
          concurrentWorkflows: 5,
          ...(peakWorkflows === undefined ? {} : { peakWorkflows }),
          roles: { [`${id}-writer`]: { pool: served, contextTokens: 2_000 } },
          runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
        });
      crew('steady');
      crew('bursty', 20);
    });
    expect(pool.peakDemand.map(({ fleet, sessions }) => [fleet, sessions])).toEqual([
      ['steady', 5],
      ['bursty', 20],
    ]);
  });
});
