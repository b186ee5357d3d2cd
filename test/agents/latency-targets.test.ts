/** A role's own latency targets: verdicts, alerts, scaling, plan and reports read the one value that the role states. */
import {
  AgentFleet,
  Engine,
  type ExistingPoolProps,
  InferencePool,
  type InferencePoolProps,
  Model,
  ObservabilityStack,
  type RoleProps,
  Scaling,
  Topology,
} from '../../lib';
import { heldTargets, strictestTargets } from '../../lib/catalog/latency-targets';
import { plannedLoad, plannedPools } from '../../lib/measure/planned-load';
import { diffPlans } from '../../lib/plan/diff/plan-diff';
import { renderHtml } from '../../lib/report/html/page';
import { renderPlan } from '../../lib/report/render-plan';
import { reportView } from '../../lib/report/view/report-view';
import { manifest, pool, problemsOf, refusal, research, type Setting } from '../setup/research-stack';

const REQUEST = { inputTokens: 1_000, outputTokens: 200 };
interface Panel {
  readonly title: string;
  readonly fieldConfig: { readonly defaults: { readonly thresholds?: { readonly steps: readonly { readonly value: number | null }[] } } };
}

type Role = Omit<RoleProps, 'pool'>;
const chat = (latencyTargets?: RoleProps['latencyTargets'], change: Partial<Role> = {}): Role => ({
  ...{ contextTokens: 4_000, latency: 'chat', request: REQUEST },
  ...(latencyTargets === undefined ? {} : { latencyTargets }),
  ...change,
});

function fleetOf(setting: Setting, roles: Readonly<Record<string, Role>>, props: Partial<InferencePoolProps> = {}): AgentFleet {
  const served = pool(setting, 'model', props);
  return fleetOn(setting, served, roles);
}

const fleetOn = ({ stack, cluster }: Setting, served: RoleProps['pool'], roles: Readonly<Record<string, Role>>) =>
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: Object.keys(roles) }),
    concurrentWorkflows: 4,
    roles: Object.fromEntries(Object.entries(roles).map(([name, role]) => [name, { pool: served, ...role }])),
    runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
  });

const watched = (setting: Setting, fleet: AgentFleet, slo?: Readonly<Record<string, number>>) =>
  new ObservabilityStack(setting.stack, 'observability', {
    cluster: setting.cluster,
    fleets: [fleet],
    ...(slo === undefined ? {} : { slo: { ttftSeconds: slo } }),
  });

/** Codes of latency findings with their props. */
const late = (roles: Readonly<Record<string, Role>>, props: Partial<InferencePoolProps> = {}) =>
  problemsOf((setting) => void fleetOf(setting, roles, props))
    .filter(({ code }) => /^AF-(LAT-00[1267]|CLU-033)$/.test(code))
    .map(({ code, severity, prop }) => `${code} ${severity} ${prop}`);

describe('what a role is held to', () => {
  test('its own targets, and those of its class for what it leaves out', () => {
    expect(heldTargets('chat')).toEqual({ ttftMs: 500, tpotMs: null, e2eMs: null });
    expect(heldTargets('chat', { tpotMs: 40 })).toEqual({ ttftMs: 500, tpotMs: 40, e2eMs: null });
    expect(heldTargets('chat', { ttftMs: 2_000 })).toEqual({ ttftMs: 2_000, tpotMs: null, e2eMs: null });
    expect(heldTargets('voice')).toEqual({ ttftMs: 200, tpotMs: null, e2eMs: 200 });
    expect(heldTargets('background', { ttftMs: 2_000 })).toEqual({ ttftMs: null, tpotMs: null, e2eMs: null });
  });

  test('a first token is due no later than the whole answer', () => {
    expect(heldTargets('chat', { e2eMs: 300 }).ttftMs).toBe(300);
    expect(heldTargets('voice', { e2eMs: 800 })).toEqual({ ttftMs: 800, tpotMs: null, e2eMs: 800 });
  });

  test('of several roles the strictest of each figure counts', () => {
    expect(strictestTargets([heldTargets('chat', { ttftMs: 2_000, tpotMs: 60 }), heldTargets('chat', { tpotMs: 90 })])).toEqual({
      ...{ ttftMs: 500, tpotMs: 60, e2eMs: null },
    });
    expect(strictestTargets([])).toEqual({ ttftMs: null, tpotMs: null, e2eMs: null });
  });
});

describe('verdicts', () => {
  const measured = { measured: { ttftMs: 900, tpotMs: 50 } };

  test('a first token that is late for the class is in time for a role with a target of its own', () => {
    expect(late({ writer: chat() }, measured)).toEqual(['AF-LAT-002 error roles.writer.latency']);
    expect(late({ writer: chat({ ttftMs: 900 }) }, measured)).toEqual([]);
    expect(late({ writer: chat({ ttftMs: 899 }) }, measured)).toEqual(['AF-LAT-002 error roles.writer.latencyTargets.ttftMs']);
  });

  test('tokens after the first are judged where the role asks', () => {
    expect(late({ writer: chat({ ttftMs: 1_000, tpotMs: 50 }) }, measured)).toEqual([]);
    expect(late({ writer: chat({ ttftMs: 1_000, tpotMs: 49 }) }, measured)).toEqual([
      'AF-LAT-006 error roles.writer.latencyTargets.tpotMs',
    ]);
  });

  test('a whole answer is the first token and all others', () => {
    const whole = 900 + 199 * 50;
    expect(late({ writer: chat({ ttftMs: 1_000, e2eMs: whole }) }, measured)).toEqual([]);
    expect(late({ writer: chat({ ttftMs: 1_000, e2eMs: whole - 1 }) }, measured)).toEqual([
      'AF-LAT-001 error roles.writer.latencyTargets.e2eMs',
    ]);
  });

  test('a voice may have longer for its whole answer', () => {
    const voice = (e2eMs: number) => chat({ e2eMs }, { latency: 'voice', request: { outputTokens: 11 } });
    expect(late({ caller: voice(1_400) }, measured)).toEqual([]);
    expect(late({ caller: voice(1_399) }, measured)).toEqual(['AF-LAT-001 error roles.caller.latencyTargets.e2eMs']);
  });

  test('each role of a pool is judged by its own', () => {
    expect(late({ patient: chat({ ttftMs: 2_000 }), hasty: chat() }, measured)).toEqual(['AF-LAT-002 error roles.hasty.latency']);
  });

  test('the length of an answer has to be known for its whole', () => {
    const { request: _, ...unknown } = chat({ ttftMs: 1_000, e2eMs: 60_000 });
    expect(late({ writer: unknown }, measured)).toEqual(['AF-LAT-001 warning roles.writer.latencyTargets.e2eMs']);
  });

  test('a refusal says what is asked and a target that is kept', () => {
    const { problems } = refusal((setting) => void fleetOf(setting, { writer: chat({ ttftMs: 60 }) }));
    const [problem] = problems.filter(({ code }) => code === 'AF-LAT-002');
    expect(problem?.message).toMatch(/^writer: the first token comes after about \d+ ms .*; the role asks for 60 ms \(ttftMs\)/);
    const proposed = problem?.repairs.map(String).find((text) => text.includes('latencyTargets'));
    expect(proposed).toMatch(/^roles\.writer\.latencyTargets\.ttftMs: \d+$/);
    expect(late({ writer: chat({ ttftMs: Number(proposed?.split(': ')[1]) }) })).toEqual([]);
  });
});

describe('what no replica could keep', () => {
  test('is refused with the arithmetic: 15 GB of weights at 1,935 GB/s are 7.8 ms a token', () => {
    const { problems } = refusal((setting) => void fleetOf(setting, { writer: chat({ ttftMs: 5_000, tpotMs: 5 }) }));
    expect(problems).toMatchObject([
      { code: 'AF-LAT-007', prop: 'roles.writer.latencyTargets.tpotMs', value: 5, allowed: '≥ 7.9 ms', path: 'research/crew' },
    ]);
    const [problem] = problems;
    expect(problem?.message).toContain('a token after the first takes at least 7.8 ms for llama-3.1-8b-instruct on 1 × ');
    expect(problem?.details?.map(({ label }) => label)).toEqual(['memory', 'compute']);
    const proposed = problem?.repairs.map(String)[0];
    expect(late({ writer: chat({ ttftMs: 5_000, tpotMs: Number(proposed?.split(': ')[1]) }) })).toEqual([]);
    expect(problem?.repairs.map(String)).toContain('gpusPerReplica: 2 of its pool, or more');
  });

  test('first tokens and whole answers have such a least, too', () => {
    expect(late({ writer: chat({ ttftMs: 1 }) })).toEqual(['AF-LAT-007 error roles.writer.latencyTargets.ttftMs']);
    expect(late({ writer: chat({ ttftMs: 1_000, e2eMs: 1_500 }) })).toEqual(['AF-LAT-007 error roles.writer.latencyTargets.e2eMs']);
  });

  test('a measurement says more than the data sheet', () => {
    expect(late({ writer: chat({ tpotMs: 5 }) }, { measured: { ttftMs: 100, tpotMs: 4 } })).toEqual([]);
  });
});

describe('what contradicts itself', () => {
  const refusedAt = (role: Partial<Role>) =>
    refusal((setting) => void fleetOf(setting, { writer: { contextTokens: 4_000, ...role } as Role })).problems.map(
      ({ code, prop }) => `${code} ${prop}`,
    );

  test.each([
    ['zero', { latency: 'chat', latencyTargets: { ttftMs: 0 } }, 'latencyTargets.ttftMs'],
    ['a negative', { latency: 'chat', latencyTargets: { tpotMs: -1 } }, 'latencyTargets.tpotMs'],
    ['more than an hour', { latency: 'chat', latencyTargets: { e2eMs: 3_600_001 } }, 'latencyTargets.e2eMs'],
    ['nothing', { latency: 'chat', latencyTargets: {} }, 'latencyTargets'],
    ['a role in the background', { latency: 'background', latencyTargets: { ttftMs: 2_000 } }, 'latencyTargets'],
    ['a role without a class', { latencyTargets: { ttftMs: 2_000 } }, 'latencyTargets'],
    ['a first token after the answer', { latency: 'chat', latencyTargets: { ttftMs: 2_000, e2eMs: 1_000 } }, 'latencyTargets.ttftMs'],
    ['a token longer than the answer', { latency: 'chat', latencyTargets: { tpotMs: 2_000, e2eMs: 1_000 } }, 'latencyTargets.tpotMs'],
    ['a first token after the answer of a voice', { latency: 'voice', latencyTargets: { ttftMs: 300 } }, 'latencyTargets.ttftMs'],
  ] as const)('%s is refused', (_, role, prop) => {
    expect(refusedAt(role as Partial<Role>)).toEqual([`AF-SPEC-001 roles.writer.${prop}`]);
  });
});

describe('a pool that somebody else runs', () => {
  const existing = (role: Role, measured: ExistingPoolProps['measured']) =>
    problemsOf((setting) => {
      const served = InferencePool.fromExisting(setting.stack, 'chat', {
        ...{ cluster: setting.cluster, url: 'http://chat.ml.svc.cluster.local:8000/v1', namespace: 'ml', servedName: 'chat' },
        ...{ model: Model.LLAMA_3_1_8B_INSTRUCT, maxContextTokens: 16_384, capacity: { kvTokens: 200_000 } },
        ...(measured === undefined ? {} : { measured }),
      });
      fleetOn(setting, served, { writer: role });
    })
      .filter(({ code }) => code === 'AF-CLU-033')
      .map(({ severity, prop }) => `${severity} ${prop}`);

  test('is held against each target by what was measured', () => {
    const role = chat({ ttftMs: 2_000, tpotMs: 40, e2eMs: 9_000 });
    expect(existing(role, { ttftMs: 1_000, tpotMs: 40 })).toEqual([]);
    expect(existing(chat(), { ttftMs: 1_000 })).toEqual(['error roles.writer.latency']);
    expect(existing(role, { ttftMs: 2_001, tpotMs: 30 })).toEqual(['error roles.writer.latencyTargets.ttftMs']);
    expect(existing(role, { ttftMs: 100, tpotMs: 44 })).toEqual(['error roles.writer.latencyTargets.tpotMs']);
    expect(existing(role, { ttftMs: 1_900, tpotMs: 39 })).toEqual(['error roles.writer.latencyTargets.e2eMs']);
    expect(existing(chat({ tpotMs: 40 }), { ttftMs: 100 })).toEqual(['warning roles.writer.latencyTargets.tpotMs']);
  });
});

describe('what reads them', () => {
  const roles = { patient: chat({ ttftMs: 2_000, tpotMs: 80 }), slow: chat({ ttftMs: 5_000, tpotMs: 70, e2eMs: 60_000 }) };

  test('alerts and the line of the dashboard: the strictest that roles on the pool ask', () => {
    research((setting) => {
      const stack = watched(setting, fleetOf(setting, roles));
      expect(stack.pools()).toMatchObject([{ ttftTargetSeconds: 2 }]);
      const rules = stack.ruleGroups().flatMap((group) => group.rules);
      const firstToken = rules.flatMap((rule) => ('alert' in rule && rule.alert === 'AgentFleetFirstTokenLate' ? [rule.expr] : []));
      expect(firstToken.map((expr) => Number(expr.split(' > ')[1]))).toEqual([1.6, 2]);
    });
  });

  const rulesOf = (asked: Readonly<Record<string, Role>>, props: Partial<InferencePoolProps> = {}) => {
    const found: { thresholds: string[]; panels: string[]; codes: string[] } = { thresholds: [], panels: [], codes: [] };
    const template = research((setting) => {
      const stack = watched(setting, fleetOf(setting, asked, props));
      const rules = stack.ruleGroups().flatMap((group) => group.rules);
      for (const rule of rules)
        if ('alert' in rule && /FirstTokenLate|TokensSlow|AnswerLate/.test(rule.alert))
          found.thresholds.push(`${rule.alert.replace('AgentFleet', '')} ${rule.expr.replace(/[{].*[}]/, '')}`);
      const { panels } = JSON.parse(stack.dashboardJson()) as { panels: Panel[] };
      for (const { title, fieldConfig } of panels)
        if (/, 95 of 100 requests$/.test(title))
          found.panels.push(`${title}: ${fieldConfig.defaults.thresholds?.steps.map(({ value }) => value).join(' ')}`);
    });
    for (const { code, severity } of template.plan().findings) if (code === 'AF-OBS-015') found.codes.push(`${code} ${severity}`);
    return found;
  };

  test('alerts on tokens and whole answers, and their panels, where a role asks for them', () => {
    const { thresholds, panels } = rulesOf({
      one: chat({ ttftMs: 2_500, tpotMs: 75 }),
      other: chat({ ttftMs: 5_000, tpotMs: 100, e2eMs: 60_000 }),
    });
    expect(thresholds).toEqual([
      'FirstTokenLate agent_fleet:time_to_first_token_seconds:p95_5m > 2',
      'FirstTokenLate agent_fleet:time_to_first_token_seconds:p95_5m > 2.5',
      'TokensSlow agent_fleet:time_per_output_token_seconds:p95_5m > 0.06',
      'TokensSlow agent_fleet:time_per_output_token_seconds:p95_5m > 0.075',
      'AnswerLate agent_fleet:end_to_end_latency_seconds:p95_5m > 48',
      'AnswerLate agent_fleet:end_to_end_latency_seconds:p95_5m > 60',
    ]);
    expect(panels.map((text) => text.replace(/null /, ''))).toEqual([
      'Time to first token, 95 of 100 requests:  2 2.5',
      'Time per output token, 95 of 100 requests:  0.06 0.075',
      'Whole answer, 95 of 100 requests:  48 60',
    ]);
    expect(rulesOf({ writer: chat() }).thresholds.map((text) => text.split(' ')[0])).toEqual(['FirstTokenLate', 'FirstTokenLate']);
  });

  test('a target inside of a bucket is told, and one outside of all of them has no alert', () => {
    const measured = { measured: { ttftMs: 100, tpotMs: 4 } };
    expect(rulesOf({ writer: chat({ tpotMs: 75 }) }).codes).toEqual([]);
    expect(rulesOf({ writer: chat({ tpotMs: 80 }) }).codes).toEqual(['AF-OBS-015 info']);
    const outside = rulesOf({ writer: chat({ tpotMs: 5 }) }, measured);
    expect(outside.codes).toEqual(['AF-OBS-015 warning']);
    expect(outside.thresholds.filter((text) => text.startsWith('TokensSlow'))).toEqual([]);
    const own = {
      ...measured,
      engine: Engine.vllm({ version: '0.32.0' }),
      extraArgs: ['--custom-histogram-buckets={"inter_token_latency":[0.004,0.005,0.01]}'],
    };
    const set = rulesOf({ writer: chat({ tpotMs: 5 }) }, own);
    expect(set.codes).toEqual([]);
    expect(set.thresholds).toContain('TokensSlow agent_fleet:time_per_output_token_seconds:p95_5m > 0.005');
  });

  test('slo may be stricter than a role, and is refused where it is later than the role asks itself', () => {
    const slo = (seconds: number) =>
      problemsOf((setting) => void watched(setting, fleetOf(setting, { writer: chat({ ttftMs: 2_500 }) }), { model: seconds }))
        .filter(({ code }) => code === 'AF-OBS-016')
        .map(({ severity, prop }) => `${severity} ${prop}`);
    expect(slo(1)).toEqual([]);
    expect(slo(3)).toEqual(['error slo.ttftSeconds.model']);
  });

  test('a pool that scales on first tokens', () => {
    const template = research((setting) => void fleetOf(setting, roles, { scaling: Scaling.latency({ min: 1, max: 3 }) }));
    const { spec } = manifest<{ spec: { triggers: { name: string; metadata: { threshold: string } }[] } }>(
      template,
      'ScaledObject',
      'model',
    );
    expect(spec.triggers.find(({ name }) => name === 'first-token-p95')?.metadata.threshold).toBe('2');
  });

  const planOf = (asked: Readonly<Record<string, Role>>) => research((setting) => void fleetOf(setting, asked)).plan();

  test('the plan, the terminal, the page, what is measured and the comparison of two plans', () => {
    const plan = planOf(roles);
    expect(plan.fleets[0]?.roles.map(({ latencyTargets }) => latencyTargets)).toEqual([
      { ttftMs: 2_000, tpotMs: 80, e2eMs: null },
      { ttftMs: 5_000, tpotMs: 70, e2eMs: 60_000 },
    ]);
    expect(renderPlan(plan, { width: 400 })).toContain('asked TTFT ≤ 5,000 ms, TPOT ≤ 70 ms, end to end ≤ 60,000 ms');
    const page = renderHtml(reportView([plan]));
    expect(page).toContain('first token ≤ 2,000 ms');
    expect(page).toContain('whole answer ≤ 60,000 ms');
    expect(page).toContain('≤ 70 ms');
    expect(plannedPools([plan]).map(plannedLoad)).toMatchObject([{ firstTokenSeconds: 2, perTokenSeconds: 0.07, wholeAnswerSeconds: 60 }]);
    const looser = planOf({ ...roles, patient: chat({ ttftMs: 3_000 }) });
    expect(JSON.stringify(diffPlans(plan, looser).roles)).toContain('3000');
  });

  test('a role that leaves all to its class has nothing of it in the plan', () => {
    expect(planOf({ writer: chat() }).fleets[0]?.roles[0]).not.toHaveProperty('latencyTargets');
  });
});
