/** Packs, rules and acknowledgements as somebody writes them who uses the package. */
import { App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  acknowledge,
  applyPack,
  Cluster,
  type Environment,
  type FleetPlan,
  Gpu,
  InferencePool,
  isFleetError,
  Model,
  ObservabilityStack,
  PolicyPack,
  PolicyRule,
  type PolicyRuleProps,
  Topology,
} from 'cdktf-agent-fleet';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { problemsIn } from '../support/problems-in';

const REASON = { reason: 'the traces of this pilot are read from its log', owner: 'platform team' };

interface World {
  readonly environment?: Environment;
  readonly maxContextTokens?: number;
}

/** A fleet that is watched, without tracing (AF-OBS-006) and without dashboards (AF-OBS-003). */
function world({ environment = 'production', maxContextTokens = 8_192 }: World = {}) {
  const app = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'test', environment });
  const stack = new TerraformStack(app, 'research');
  const pool = new InferencePool(stack, 'planner', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.A100_80GB_PCIE,
    maxContextTokens,
    replicas: 2,
  });
  const fleet = new AgentFleet(stack, 'fleet', {
    cluster,
    topology: Topology.flat({ agents: ['a'] }),
    concurrentWorkflows: 4,
    roles: { a: { pool, contextTokens: 4_000 } },
    runtime: { framework: 'crewai', image: 'registry.example.com/agents:1' },
  });
  const watcher = new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet], dashboards: false });
  return { app, stack, pool, fleet, watcher, plan: (): FleetPlan => templateOf(checkedAlone(app), 'research').plan() };
}

function problemsOf(app: App): { code: string; path: string; message: string; repairs: readonly unknown[] }[] {
  try {
    checkedAlone(app).synth();
  } catch (error) {
    if (isFleetError(error)) return [...error.problems];
    throw error;
  }
  return [];
}
const thrownBy = (act: () => unknown) => {
  return problemsIn(act).map(({ code, prop, repairs }) => ({ code, prop, repairs: repairs.map(String).join() }));
};
const findings = (plan: FleetPlan, code: string) => plan.findings.filter((one) => one.code === code);

const CHEAP: PolicyRuleProps = {
  id: 'small-cards',
  code: 'ACME-001',
  title: 'A pool runs on a card that is too large.',
  why: 'Large cards are bought for training.',
  source: 'https://example.com/handbook#cards',
  fix: 'Take a smaller card.',
  severity: { development: 'info', staging: 'warning', production: 'error' },
  appliesTo: 'pools',
  check: (pool) => {
    if (pool.model.id === 'bge-m3') return 'not-applicable';
    return pool.gpu.id === 'a100-pcie-80' ? { message: `${pool.name} runs on ${pool.gpu.name}`, prop: 'gpu', value: pool.gpu.id } : 'pass';
  },
};
const acme = (...rules: ConstructorParameters<typeof PolicyPack>[0]['rules']) =>
  new PolicyPack({ id: 'acme', title: 'Rules of Acme', rules });

describe('an acknowledgement', () => {
  test('stays in the plan with its reason; the finding is no warning of the terminal any more', () => {
    const { watcher, plan } = world();
    acknowledge(watcher, { rule: 'AF-OBS-006', ...REASON, expires: '2999-12-31' });
    const [finding] = findings(plan(), 'AF-OBS-006');
    expect(finding?.acknowledged).toEqual({ ...REASON, expires: '2999-12-31' });
    expect(watcher.node.metadata.map(({ data }) => String(data)).filter((text) => text.includes('AF-OBS-006'))).toEqual([]);
  });

  test('covers what is below its construct and nothing beside it', () => {
    const all = world();
    acknowledge(all.stack, { rule: 'AF-OBS-003', ...REASON });
    expect(findings(all.plan(), 'AF-OBS-003').map(({ acknowledged }) => acknowledged?.owner)).toEqual(['platform team']);
    const beside = world();
    acknowledge(beside.pool, { rule: 'AF-OBS-003', ...REASON });
    const plan = beside.plan();
    expect(findings(plan, 'AF-OBS-003').map(({ acknowledged }) => acknowledged)).toEqual([undefined]);
    expect(findings(plan, 'AF-POL-003').map(({ path }) => path)).toEqual(['research/planner']);
  });

  test('that another one has made needless is a warning', () => {
    const { watcher, stack, plan } = world();
    acknowledge(watcher, { rule: 'AF-OBS-006', ...REASON });
    acknowledge(stack, { rule: 'AF-OBS-006', ...REASON });
    expect(findings(plan(), 'AF-POL-003').map(({ path }) => path)).toEqual(['research']);
  });

  test('that has expired stops the synthesis, on the day after its last one', () => {
    jest.useFakeTimers({ now: new Date('2026-11-29T23:59:59Z'), doNotFake: ['nextTick', 'setImmediate'] });
    try {
      const { watcher, app, plan } = world();
      acknowledge(watcher, { rule: 'AF-OBS-006', ...REASON, expires: '2026-11-29' });
      expect(findings(plan(), 'AF-OBS-006')[0]?.acknowledged?.expires).toBe('2026-11-29');
      jest.setSystemTime(new Date('2026-11-30T00:00:00Z'));
      expect(problemsOf(app).map(({ code, path }) => [code, path])).toEqual([['AF-POL-001', 'research/observability']]);
    } finally {
      jest.useRealTimers();
    }
  });

  test('of a rule that does not exist stops the synthesis with the closest name', () => {
    const { watcher, app } = world();
    acknowledge(watcher, { rule: 'AF-OBS-606', ...REASON });
    const [problem] = problemsOf(app);
    expect(problem?.code).toBe('AF-POL-002');
    expect(problem?.repairs).toEqual(['did you mean AF-OBS-006?']);
  });

  test('cannot accept what does not fit', () => {
    const { pool, app } = world({ maxContextTokens: 200_000 });
    acknowledge(pool, { rule: 'AF-CAP-018', ...REASON });
    expect(problemsOf(app).map(({ code }) => code)).toEqual(expect.arrayContaining(['AF-CAP-018', 'AF-POL-004']));
  });
});

describe('a pack', () => {
  test('makes errors of what it takes seriously, until it is repaired or accepted', () => {
    const refused = world();
    applyPack(refused.app, acme({ rule: 'AF-OBS-006', severity: 'error' }));
    expect(problemsOf(refused.app).map(({ code }) => code)).toEqual(['AF-OBS-006']);
    const accepted = world();
    applyPack(accepted.app, acme({ rule: 'AF-OBS-006', severity: 'error' }));
    acknowledge(accepted.fleet.stack, { rule: 'AF-OBS-006', ...REASON });
    expect(findings(accepted.plan(), 'AF-OBS-006')).toMatchObject([{ severity: 'error', acknowledged: REASON }]);
  });

  test('applies below its construct', () => {
    const { pool, plan } = world();
    applyPack(pool, acme({ rule: 'AF-OBS-006', severity: 'error' }));
    expect(findings(plan(), 'AF-OBS-006')[0]?.severity).toBe('warning');
  });

  test('that is made an error nowhere changes nothing but the plan, which describes it', () => {
    const { app, plan } = world({ environment: 'development' });
    applyPack(app, acme(new PolicyRule(CHEAP), 'AF-OBS-006'));
    const { checks } = plan();
    expect(checks?.packs?.map(({ id, rules }) => [id, rules.map(({ code }) => code)])).toEqual([['acme', ['ACME-001', 'AF-OBS-006']]]);
  });
});

describe('a rule of a user', () => {
  test('finds what breaks it, as serious as the environment makes it', () => {
    const production = world();
    applyPack(production.app, acme(new PolicyRule(CHEAP)));
    expect(problemsOf(production.app)).toMatchObject([
      { code: 'ACME-001', path: 'research/planner', message: expect.stringContaining('runs on') },
    ]);
    const development = world({ environment: 'development' });
    applyPack(development.app, acme(new PolicyRule(CHEAP)));
    expect(findings(development.plan(), 'ACME-001')).toMatchObject([{ severity: 'info', prop: 'gpu', repairs: ['Take a smaller card.'] }]);
  });

  test('that is kept stands among the kept ones, and one that does not apply does not', () => {
    const { app, plan } = world();
    const kept = new PolicyRule({ ...CHEAP, appliesTo: 'fleets', check: () => 'pass' } as PolicyRuleProps);
    const absent = new PolicyRule({ ...CHEAP, code: 'ACME-002', appliesTo: 'stacks', check: () => 'not-applicable' } as PolicyRuleProps);
    applyPack(app, acme(kept, absent));
    const { checks } = plan();
    expect(checks?.kept.filter((code) => code.startsWith('ACME'))).toEqual(['ACME-001']);
  });

  test('on roles names the role', () => {
    const { app, plan } = world();
    const onRoles: PolicyRuleProps = {
      ...CHEAP,
      severity: 'warning',
      appliesTo: 'roles',
      check: ({ contextTokens }) => (contextTokens > 1_000 ? [{ message: 'a long context', prop: 'contextTokens' }] : []),
    };
    applyPack(app, acme(new PolicyRule(onRoles)));
    expect(findings(plan(), 'ACME-001')).toMatchObject([{ path: 'research/fleet', prop: 'roles.a.contextTokens' }]);
  });

  test.each<[string, () => unknown, string]>([
    [
      'throws',
      () => {
        throw new Error('no such field');
      },
      'no such field',
    ],
    [
      'throws what has no text',
      () => {
        throw Object.create(null);
      },
      'an object',
    ],
    ['promises an answer', async () => 'pass', 'it answered a Promise'],
    ['answers nothing', () => undefined, 'it answered'],
    ['answers true', () => true, 'it answered true'],
    ['answers a failure without a message', () => ({ prop: 'gpu' }), 'it answered'],
  ])('that %s stops the synthesis, because what it guards against may be there', (_, check, says) => {
    const { app } = world();
    applyPack(app, acme(new PolicyRule({ ...CHEAP, check } as never)));
    expect(problemsOf(app)).toMatchObject([{ code: 'AF-POL-005', path: 'research/planner', message: expect.stringContaining(says) }]);
  });

  test('answers with a value that is no JSON, and the plan is written', () => {
    const circle: Record<string, unknown> = {};
    circle['itself'] = circle;
    for (const value of [circle, 10n, Symbol('a'), () => undefined]) {
      const { app, plan } = world();
      applyPack(app, acme(new PolicyRule({ ...CHEAP, severity: 'warning', check: () => ({ message: 'a', value }) } as never)));
      expect(findings(plan(), 'ACME-001')).toMatchObject([{ message: 'a' }]);
    }
  });

  test('cannot change the plan that it reads', () => {
    const { app, plan } = world({ environment: 'development' });
    const changes = (pool: { name: string }) => {
      pool.name = 'other';
      return 'pass';
    };
    applyPack(app, acme(new PolicyRule({ ...CHEAP, check: changes } as never)));
    expect(plan().pools.map(({ name }) => name)).toEqual(['planner']);
  });
});

describe('wrong specs', () => {
  const { watcher, app } = world();
  const on = (props: object) => () => acknowledge(watcher, { rule: 'AF-OBS-006', ...REASON, ...props } as never);
  const rule = (props: object) => () => new PolicyRule({ ...CHEAP, ...props } as never);

  test.each<[string, () => unknown, string, string]>([
    ['an acknowledgement without a reason', on({ reason: undefined }), 'AF-SPEC-001', 'reason'],
    ['an empty reason', on({ reason: '   ' }), 'AF-SPEC-001', 'reason'],
    ['a reason of one word', on({ reason: 'ok' }), 'AF-SPEC-001', 'reason'],
    ['nobody as owner', on({ owner: '' }), 'AF-SPEC-001', 'owner'],
    ['a date that is none', on({ expires: '2027-02-30' }), 'AF-SPEC-001', 'expires'],
    ['a date with a time', on({ expires: '2027-02-01T00:00:00Z' }), 'AF-SPEC-001', 'expires'],
    ['a rule by its id', on({ rule: 'fleet-traced' }), 'AF-SPEC-001', 'rule'],
    ['a key that is unknown', on({ until: '2027-01-31' }), 'AF-SPEC-002', 'until'],
    ['an acknowledgement on the app', () => acknowledge(app, { rule: 'AF-OBS-006', ...REASON }), 'AF-SPEC-008', 'scope'],
    ['an id with spaces', rule({ id: 'small cards' }), 'AF-SPEC-001', 'id'],
    ['a code of the library for a rule of your own', rule({ code: 'AF-CAP-001' }), 'AF-SPEC-001', 'code'],
    ['a severity that is none', rule({ severity: 'fatal' }), 'AF-SPEC-001', 'severity'],
    [
      'severities without one environment',
      rule({ severity: { development: 'info', production: 'error' } }),
      'AF-SPEC-001',
      'severity.staging',
    ],
    ['a rule on what there is not', rule({ appliesTo: 'queues' }), 'AF-SPEC-001', 'appliesTo'],
    ['a check that is no function', rule({ check: 'pass' }), 'AF-SPEC-001', 'check'],
    ['a pack without rules', () => acme(), 'AF-SPEC-001', 'rules'],
    ['a pack with a rule twice', () => acme('AF-OBS-006', 'AF-OBS-006'), 'AF-SPEC-003', 'rules'],
    [
      'a pack with the name of one of the library',
      () => new PolicyPack({ id: 'security', title: 't', rules: ['AF-OBS-006'] }),
      'AF-SPEC-003',
      'id',
    ],
    ['a pack of a rule that does not exist', () => acme('AF-OBS-606'), 'AF-SPEC-001', 'rules.0'],
    ['an unknown pack of the library', () => applyPack(app, 'productionChecklst' as never), 'AF-SPEC-001', 'pack'],
  ])('%s', (_, act, code, prop) => {
    expect(thrownBy(act)).toContainEqual(expect.objectContaining({ code, prop }));
  });

  test('misspelt names come with the closest one', () => {
    expect(thrownBy(() => acme('AF-OBS-606'))[0]?.repairs).toBe('did you mean AF-OBS-006?');
    expect(JSON.stringify(thrownBy(() => applyPack(app, 'productionChecklst' as never)))).toContain('productionChecklist');
  });

  test('two packs of one name', () => {
    const both = world();
    applyPack(both.app, acme('AF-OBS-006'));
    expect(thrownBy(() => applyPack(both.app, acme('AF-OBS-003')))).toMatchObject([{ code: 'AF-SPEC-003', prop: 'pack' }]);
  });
});

test('the guide is a program that synthesizes', () => {
  const { withPolicies } = jest.requireActual<typeof import('../../examples/guides/policies')>('../../examples/guides/policies');
  const app = new App({ outdir: temporaryOutdir() });
  withPolicies(app);
  const plan = templateOf(app, 'research').plan();
  expect(plan.checks?.packs?.map(({ id }) => id)).toEqual(['acme']);
  expect(plan.findings.filter(({ code }) => code === 'ACME-001' || code === 'AF-POL-003').map(({ code }) => code)).toHaveLength(1);
});
