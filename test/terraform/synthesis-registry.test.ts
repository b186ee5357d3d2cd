import * as fs from 'node:fs';
import * as path from 'node:path';
import { App, Aspects, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, type InferencePoolProps, isFleetError, Model } from 'cdktf-agent-fleet';
import type { RoleDemand } from '../../lib/capacity/demand/role-demand';
import type { Finding } from '../../lib/core/finding';
import { fleetPlanSchema } from '../../lib/plan/schema';
import { SynthesisRegistry } from '../../lib/terraform/synthesis-registry';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { problemsIn } from '../support/problems-in';

const base: InferencePoolProps = {
  cluster: Cluster.fromKubeconfig({ context: 'prod-eu' }),
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.H100_SXM,
  maxContextTokens: 4_096,
};

const writers = (sessions: number): RoleDemand => ({
  fleet: 'research',
  role: 'writer',
  sessions,
  contextTokens: 4_000,
  formula: `${sessions}`,
});

test('a fleet that does not fit leaves no Terraform behind, in no stack', () => {
  const app = new App({ outdir: temporaryOutdir() });
  new InferencePool(new TerraformStack(app, 'good'), 'a', base);
  new InferencePool(new TerraformStack(app, 'bad'), 'b', { ...base, gpusPerReplica: 3 });
  expect(() => app.synth()).toThrow(/AF-CAP-007/);
  const written = fs.readdirSync(app.outdir, { recursive: true }).filter((file) => String(file).endsWith('cdk.tf.json'));
  expect(written).toEqual([]);
});

test('the problems are counted over all stacks and thrown as one error', () => {
  const app = new App({ outdir: temporaryOutdir() });
  for (const name of ['one', 'two', 'three']) new InferencePool(new TerraformStack(app, name), 'p', { ...base, gpusPerReplica: 3 });
  try {
    app.synth();
    throw new Error('not refused');
  } catch (error) {
    if (!isFleetError(error)) throw error;
    expect(error.problems.map(({ path: where }) => where)).toEqual(['one/p', 'two/p', 'three/p']);
    expect(error.message).toContain('3 problems');
  }
});

test('repairs of one pool ask no other pool for its demand again', () => {
  const timesAsked = (sessionsOfFirst: number) => {
    const stack = new TerraformStack(new App({ outdir: temporaryOutdir() }), 'one');
    const pools = ['first', 'second', 'third'].map((id) => new InferencePool(stack, id, base));
    const asked = pools.map((pool, index) => {
      const planned = jest.fn(() => [writers(index === 0 ? sessionsOfFirst : 1)]);
      pool.addDemand({ planned, peak: () => [] });
      return planned;
    });
    const problems = problemsIn(() => stack.node.validate());
    return { problems, asked: asked.map(({ mock }) => mock.calls.length) };
  };
  const [roomy, crowded] = [timesAsked(1), timesAsked(400)];
  expect(roomy.problems).toEqual([]);
  expect(crowded.problems).toMatchObject([
    { path: 'one/first', repairs: expect.arrayContaining([expect.objectContaining({ changes: expect.anything() })]) },
  ]);
  expect(crowded.asked[0]).toBeGreaterThan(2 * (roomy.asked[0] as number));
  expect(crowded.asked.slice(1)).toEqual(roomy.asked.slice(1));
});

test('each stack gets its own plan beside its Terraform, and the plan satisfies its schema', () => {
  const app = new App({ outdir: temporaryOutdir() });
  new InferencePool(new TerraformStack(app, 'one'), 'a', base);
  new InferencePool(new TerraformStack(app, 'two'), 'b', base);
  app.synth();
  const plans = ['one', 'two'].map((stack) =>
    fleetPlanSchema.parse(JSON.parse(fs.readFileSync(path.join(app.outdir, 'stacks', stack, 'fleet.plan.json'), 'utf8'))),
  );
  expect(plans.map((plan) => plan.pools.map(({ name }) => name))).toEqual([['a'], ['b']]);
});

test('synthesizing twice gives the same plan: nothing of the moment is in it', () => {
  const plans = [0, 1].map(() => {
    const app = new App({ outdir: temporaryOutdir() });
    new InferencePool(new TerraformStack(app, 'one'), 'a', base);
    app.synth();
    return fs.readFileSync(path.join(app.outdir, 'stacks/one/fleet.plan.json'), 'utf8');
  });
  expect(plans[0]).toBe(plans[1]);
});

describe('when an app is synthesized', () => {
  /** An app of two stacks whose only participant counts how often it is asked. */
  const counted = () => {
    const app = new App({ outdir: temporaryOutdir() });
    const [one, two] = [new TerraformStack(app, 'one'), new TerraformStack(app, 'two')];
    const answers: Finding[] = [];
    const asked = { times: 0 };
    const findings = () => {
      asked.times += 1;
      return answers;
    };
    SynthesisRegistry.of(app).register(one, { findings, cluster: undefined });
    SynthesisRegistry.of(app).register(two, { findings: () => [], cluster: undefined });
    return { app, one, two, answers, asked };
  };
  const problem: Finding = {
    code: 'AF-SPEC-001',
    severity: 'error',
    path: 'one',
    prop: 'x',
    value: 1,
    message: 'wrong',
    repairs: ['mend it'],
  };

  test('a construct is asked once, for the checks of all stacks and for the plan of its own', () => {
    const { app, asked } = counted();
    app.synth();
    expect(asked.times).toBe(1);
    app.synth();
    expect(asked.times).toBe(2);
  });

  test('what several constructs share is asked once, and stands in the plan of the stack that it speaks of', () => {
    const { app, asked } = counted();
    const shared = jest.fn(() => [{ ...problem, severity: 'warning' as const, path: 'two/p' }]);
    for (const _ of [1, 2]) SynthesisRegistry.of(app).registerShared('pools', shared);
    app.synth();
    expect([shared.mock.calls.length, asked.times]).toEqual([1, 1]);
    const findings = ['one', 'two'].map((stack) => {
      const file = path.join(app.outdir, 'stacks', stack, 'fleet.plan.json');
      return fleetPlanSchema.parse(JSON.parse(fs.readFileSync(file, 'utf8'))).findings.map(({ path: at }) => at);
    });
    expect(findings).toEqual([[], ['two/p']]);
  });

  test('what is computed once holds until something is added to the app', () => {
    const { app, one } = counted();
    const registry = SynthesisRegistry.of(app);
    const compute = jest.fn(() => ({}));
    const first = registry.once(one, compute);
    expect(registry.once(one, compute)).toBe(first);
    registry.names.reserve('realm', 'name', one);
    expect(registry.once(one, compute)).not.toBe(first);
  });

  test('the next synthesis asks anew', () => {
    const { app, answers } = counted();
    app.synth();
    answers.push(problem);
    expect(() => app.synth()).toThrow('wrong');
    answers.pop();
    expect(() => app.synth()).not.toThrow();
  });

  test('what registers while stacks are checked is checked too', () => {
    const { app, one, two } = counted();
    Aspects.of(two).add({
      visit: (construct) => {
        if (construct === two) SynthesisRegistry.of(app).register(one, { findings: () => [problem], cluster: undefined });
      },
    });
    expect(() => app.synth()).toThrow('wrong');
  });
});

test('what is added while findings are asked for is in them', () => {
  const stack = new TerraformStack(new App({ outdir: temporaryOutdir() }), 'one');
  const registry = SynthesisRegistry.of(stack);
  const pulled = new Set<string>();
  const late = new InferencePool(stack, 'late', base);
  const finding = (image: string): Finding => ({
    code: 'AF-SUP-002',
    severity: 'error',
    path: 'one/late',
    message: `${image} is pulled`,
    repairs: [],
  });
  registry.registerShared('images', () => [...pulled].map(finding));
  registry.registerShared('objects that pull an image when they are made', () => {
    if (pulled.has('a')) return [];
    pulled.add('a');
    registry.changed();
    return [];
  });
  expect(problemsIn(() => late.node.root.node.findAll().flatMap(({ node }) => node.validate())).map(({ message }) => message)).toContain(
    'a is pulled',
  );
});
