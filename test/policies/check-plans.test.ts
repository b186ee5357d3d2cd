/** Written plans against packs, by a program that knows nothing of the app. */
import { App, TerraformStack } from 'cdktf';
import { acknowledge, applyPack, Cluster, Gpu, InferencePool, Model } from 'cdktf-agent-fleet';
import { checkPlans, type FleetPlan, PolicyPack, PolicyRule, type PolicyRuleProps, readPlans } from 'cdktf-agent-fleet/policies';
import { companyRules } from '../../examples/guides/company-rules';
import type { Finding } from '../../lib/core/finding';
import { SAMPLE_PLAN } from '../report/sample-plan';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { problemsIn } from '../support/problems-in';

interface Written {
  readonly findings?: readonly Finding[];
  readonly kept?: readonly string[];
}
const plan = ({ findings = [], kept = [] }: Written = {}): FleetPlan =>
  ({ ...SAMPLE_PLAN, findings, checks: { environment: 'production', kept, packs: [] } }) as unknown as FleetPlan;
const rule = (check: (pool: FleetPlan['pools'][number]) => unknown, change: Partial<PolicyRuleProps> = {}) =>
  new PolicyRule({
    ...{ id: 'ours', code: 'ACME-001', title: 'Ours.', why: 'We say so.', source: 'https://example.com/', fix: 'Do it.' },
    ...{ appliesTo: 'pools', check, ...change },
  } as PolicyRuleProps);
const pack = (...rules: (PolicyRule | string)[]) => new PolicyPack({ id: 'acme', title: 'Acme', rules });
const outcomesOf = (given: PolicyPack, ...plans: FleetPlan[]) => checkPlans({ plans, pack: given }).results.map(({ outcome }) => outcome);

test('rules of yours are asked now, of apps that never heard of them', () => {
  const sample = plan();
  const planned = sample.pools.map(({ name }) => name);
  const seen: string[] = [];
  const passing = rule(({ name }) => {
    seen.push(name);
    return 'pass';
  });
  expect(outcomesOf(pack(passing), sample)).toEqual(['pass']);
  expect(seen).toEqual(planned);
  expect(outcomesOf(pack(rule(() => 'not-applicable')), sample)).toEqual(['not-applicable']);
  const { results } = checkPlans({ plans: [sample], pack: pack(rule(({ name }) => ({ message: `no ${name}`, prop: 'gpu' }))) });
  expect(results).toMatchObject([{ outcome: 'fail', severity: 'warning' }]);
  expect(results[0]?.findings.map(({ path, message, prop }) => [path, message, prop])).toEqual(
    sample.pools.map(({ path, name }) => [path, `no ${name}`, 'gpu']),
  );
});

test('rules of the library are as the synthesis found them', () => {
  const kept = plan({ kept: ['AF-CAP-020'] });
  const finding: Finding = { code: 'AF-CAP-020', severity: 'warning', path: 'research/planner', message: 'm', repairs: [] };
  expect(outcomesOf(pack('AF-CAP-020'), kept)).toEqual(['pass']);
  expect(outcomesOf(pack('AF-CAP-020'), plan({ findings: [finding] }))).toEqual(['fail']);
  expect(checkPlans({ plans: [kept], pack: 'productionChecklist' }).score.of).toBe(19);
});

test('what a rule said at the synthesis gives way to what it says now, and stays accepted while it says the same', () => {
  const acknowledged = { reason: 'until the new cards come', owner: 'platform' };
  const recorded = (message: string) =>
    plan({
      findings: [{ code: 'ACME-001', severity: 'warning', path: SAMPLE_PLAN.pools[0]?.path ?? '', message, repairs: [], acknowledged }],
    });
  const first = rule(({ path }) => (path === SAMPLE_PLAN.pools[0]?.path ? { message: 'too small' } : 'pass'));
  expect(outcomesOf(pack(first), recorded('too small'))).toEqual(['acknowledged']);
  expect(outcomesOf(pack(first), recorded('another matter'))).toEqual(['fail']);
  expect(outcomesOf(pack(rule(() => 'pass')), recorded('too small'))).toEqual(['pass']);
});

test('a rule that throws, or answers nonsense, keeps no fleet', () => {
  const throws = rule(() => {
    throw new Error('no such field');
  });
  for (const broken of [throws, rule(() => 7)]) {
    const problems = problemsIn(() => checkPlans({ plans: [plan()], pack: pack(broken) }));
    expect(problems.map(({ code, prop }) => [code, prop])).toEqual(plan().pools.map(() => ['AF-POL-005', 'check']));
  }
});

test('the environment of the plans decides how serious a point is, unless the call says otherwise', () => {
  const graded = rule(() => ({ message: 'm' }), { severity: { development: 'info', staging: 'warning', production: 'error' } });
  const severity = (environment?: 'development' | 'staging') =>
    checkPlans({ plans: [plan()], pack: pack(graded), ...(environment === undefined ? {} : { environment }) }).results[0]?.severity;
  expect([severity(), severity('staging'), severity('development')]).toEqual(['error', 'warning', 'info']);
});

test('what cannot be judged is refused', () => {
  const problem = (props: object) => problemsIn(() => checkPlans(props as never))[0];
  expect(problem({ plans: [], pack: 'security' })).toMatchObject({ code: 'AF-SPEC-001', prop: 'plans' });
  expect(problem({ plans: [plan()], pack: 'securty' })?.allowed).toContain('did you mean security?');
  expect(problem({ plans: [{ pools: [] }], pack: 'security' })).toMatchObject({ path: 'plans.0', prop: 'schemaVersion' });
  const { checks: _checks, ...old } = plan();
  expect(problem({ plans: [old], pack: 'security' })?.message).toContain('recorded no checks');
});

describe('the plans of a folder', () => {
  function appDir(registryMirror?: string): string {
    const app = new App({ outdir: temporaryOutdir() });
    const cluster = Cluster.fromKubeconfig({ context: 'test', ...(registryMirror === undefined ? {} : { registryMirror }) });
    new TerraformStack(app, 'empty');
    const stack = new TerraformStack(app, 'research');
    const pool = new InferencePool(stack, 'p', { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.L40S, maxContextTokens: 8_192 });
    if (registryMirror === undefined) {
      const reason = { reason: 'the mirror comes in May', owner: 'platform' };
      applyPack(app, companyRules);
      acknowledge(pool, { rule: 'ACME-002', ...reason });
    }
    app.synth();
    return app.outdir;
  }

  test('are those of the stacks that have one; what an app accepted counts, and so does a mirror', () => {
    const ofRule = (folder: string) =>
      checkPlans({ plans: readPlans(folder), pack: companyRules }).results.find(({ point }) => point.policies[0]?.code === 'ACME-002');
    const accepted = appDir();
    expect(readPlans(accepted).map(({ stack }) => stack)).toEqual(['research']);
    expect(ofRule(accepted)).toMatchObject({ outcome: 'acknowledged', findings: [{ acknowledged: { owner: 'platform' } }] });
    expect(ofRule(appDir('registry.example.com/mirror'))).toMatchObject({ outcome: 'pass', findings: [] });
  });

  test('a folder that holds no app is refused, with what to do', () => {
    expect(problemsIn(() => readPlans(temporaryOutdir()))[0]?.repairs).toContain('run `cdktf synth` first');
    expect(problemsIn(() => readPlans(7 as never))[0]).toMatchObject({ code: 'AF-SPEC-001', prop: 'appDir', value: 7 });
  });
});
