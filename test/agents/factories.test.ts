/** What a role chooses from an open set is made by a factory, checked where it is written, and refused as a plain object. */
import { TerraformStack, Testing } from 'cdktf';
import { AgentFleet, Cluster, ContextStrategy, Gpu, InferencePool, Model, Retention, type RoleProps, Topology } from 'cdktf-agent-fleet';
import { checkedAlone } from '../setup/checked-alone';
import { templateOf } from '../setup/template-of';
import { problemsIn } from '../support/problems-in';

const cluster = Cluster.inCluster();
const small = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.A100_80GB_PCIE, maxContextTokens: 8_192 };

function crew(roleOf: (stack: TerraformStack) => Partial<RoleProps>) {
  const app = Testing.app();
  const stack = new TerraformStack(app, 's');
  const pool = new InferencePool(stack, 'model', small);
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 4,
    roles: { writer: { pool, ...roleOf(stack) } },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0' },
  });
  return templateOf(checkedAlone(app), 's').plan();
}

const growth = { baseTokens: 2_000, turns: 30, tokensPerTurn: 600 };
const anything = (value: unknown) => value as never;

test.each<[string, string, () => unknown]>([
  ['a window of no tokens', 'limitTokens', () => ContextStrategy.slidingWindow({ limitTokens: 0 })],
  ['a window of half a token', 'limitTokens', () => ContextStrategy.slidingWindow({ limitTokens: 1.5 })],
  ['an unknown prop', 'limit', () => ContextStrategy.slidingWindow(anything({ limitTokens: 10, limit: 3 }))],
  ['summaries longer than what they stand for', 'summaryTokens', () => ContextStrategy.summarize({ everyTokens: 100, summaryTokens: 100 })],
  ['a pool that is a name', 'pool', () => ContextStrategy.longPool(anything({ capTokens: 10, pool: 'long' }))],
  ['a share of everybody', 'share', () => ContextStrategy.longPool(anything({ capTokens: 10, pool: null, share: 1 }))],
  ['negative seconds', 'seconds', () => Retention.seconds(-1)],
  ['seconds that are no number', 'seconds', () => Retention.seconds(Number.NaN)],
  ['a share above one', 'share', () => Retention.share(1.1)],
  ['a share in words', 'share', () => Retention.share(anything('half'))],
])('%s is refused by its prop', (_, prop, act) => {
  expect(problemsIn(act)).toContainEqual(expect.objectContaining({ severity: 'error', prop }));
});

test('no props at all are refused, too', () => {
  for (const act of [ContextStrategy.slidingWindow, ContextStrategy.summarize, ContextStrategy.longPool])
    expect(problemsIn(() => act(anything(undefined)))).not.toEqual([]);
});

test.each<[string, string, Record<string, unknown>]>([
  ['a strategy', 'roles.writer.contextStrategy', { growth, contextStrategy: { kind: 'sliding-window', limitTokens: 6_000 } }],
  [
    'a retention',
    'roles.writer.conversations.kept',
    {
      contextTokens: 1_000,
      conversations: { perDay: 10, turns: 2, tokensPerTurn: 20, outputTokensPerTurn: 5, answerSeconds: 1, kept: { seconds: 60 } },
    },
  ],
])('%s as a plain object is refused, and the factory named', (_, prop, role) => {
  const problem = problemsIn(() => crew(() => role)).find((one) => one.prop === prop);
  expect(problem).toMatchObject({ code: 'AF-SPEC-001', path: 's/crew' });
  expect(JSON.stringify([problem?.allowed, problem?.message, problem?.repairs])).toMatch(
    /ContextStrategy\.slidingWindow|Retention\.seconds/,
  );
});

test('a context that outgrows its pool is offered a window, and the window as pasted holds', () => {
  const [problem] = problemsIn(() => crew(() => ({ growth }))).filter(({ code }) => code === 'AF-CAP-009');
  const [repair] = problem?.repairs ?? [];
  expect(repair).toMatchObject({
    changes: [{ field: 'roles.writer.contextStrategy', value: { constant: 'ContextStrategy.slidingWindow({ limitTokens: 8_192 })' } }],
  });
  const plan = crew(() => ({ growth, contextStrategy: ContextStrategy.slidingWindow({ limitTokens: 8_192 }) }));
  expect(plan.fleets[0]?.roles[0]?.contextTokens).toBe(8_192);
});

test('sessions that move too late are offered the cap of their pool', () => {
  const late = (capTokens: number) =>
    crew((stack) => ({
      growth,
      contextStrategy: ContextStrategy.longPool({
        capTokens,
        pool: new InferencePool(stack, 'long', { ...small, maxContextTokens: 32_768 }),
      }),
    }));
  const problem = problemsIn(() => late(16_384)).find(({ code }) => code === 'AF-CAP-035');
  expect(problem?.repairs[0]).toMatchObject({ changes: [{ field: 'roles.writer.contextStrategy.capTokens', op: 'set', value: 8_192 }] });
  expect(problemsIn(() => late(8_192))).toEqual([]);
});

test('values are frozen: nobody changes a fleet through them', () => {
  const strategy = ContextStrategy.summarize({ everyTokens: 3_000, summaryTokens: 300 });
  expect([Object.isFrozen(strategy), Object.isFrozen(strategy.boundary), Object.isFrozen(Retention.share(0.5).retained)]).toEqual([
    true,
    true,
    true,
  ]);
  expect(strategy.longPool).toBeUndefined();
});
