import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { planFleet } from '../../lib/planner';
import { questionJsonSchema, readQuestion } from '../../lib/planner/question-file';
import { synthesize } from '../planner/runs-code';
import { agentFleet, EXIT } from './support';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'recommend-'));
const recommend = (...args: string[]) => agentFleet('recommend', ...args);

const SPEC = {
  name: 'research',
  roles: {
    planner: {
      sessions: 25,
      contextTokens: 12_000,
      latency: 'chat',
      models: [{ model: 'llama-3.3-70b-instruct', quantizations: ['fp8'] }],
      request: { outputTokens: 300, cachedTokens: 11_200 },
    },
    reviewer: { sessions: 25, contextTokens: 4_000, models: ['llama-3.1-8b-instruct'] },
    tagger: { sessions: 1, contextTokens: 1_000, models: ['qwen3-8b'], request: { outputTokens: 10, perMinute: 1 }, apis: ['small'] },
  },
  inventory: { h100: { gpu: 'h100-pcie-80' }, l40: { gpu: 'NVIDIA L40' } },
  apis: { small: { usdPerMTokens: 0.4 } },
};

function file(content: unknown): string {
  const name = path.join(folder, `${fs.readdirSync(folder).length}.json`);
  fs.writeFileSync(name, typeof content === 'string' ? content : JSON.stringify(content));
  return name;
}

test('the answers in a table, each with its pools and with what others are better in, and what binds the price', async () => {
  const { code, out, notes } = await recommend('--spec', file(SPEC));
  expect([code, notes]).toEqual([EXIT.ok, '']);
  expect(out).toMatch(
    /^answer {2}\$\/hour {2}\$\/month +headroom {2}first token {2}lost replica\n1 +\$6\.02 +\$4,334\.40 +34 % +\d+ ms +not survived\n2 /,
  );
  expect(out).toContain('1  $6.02 an hour, proven: nothing that keeps this costs less\n');
  expect(out).toMatch(/planner: llama-3\.3-70b-instruct, fp8, 1 × 2 h100-pcie-80, \$5\.00, 34 % headroom, limited by KV/);
  expect(out).toMatch(/tagger: API small, \$0\.02; GPUs cost less from \d+(\.\d+)? times its\s+tokens on/);
  expect(out).toMatch(/What binds the price:\n {2}roles\.planner\.latency: 'background' saves \$1\.00 an hour/);
});

test('flags that divide cards: slices in the table, what is idle of a node, and a card that cannot be cut is refused in flags', async () => {
  const role = ['--model', 'qwen3-8b', '--sessions', '4', '--context', '4096'];
  const { out } = await recommend(...role, '--gpu', 'h100-pcie-80', '--mig', '--whole-nodes');
  expect(out).toMatch(/2 × 1 h100-pcie-80, \$5\.00/);
  expect(out).toContain('   node pool h100-pcie-80: $15.00 of its 1 node are paid and idle');
  const refused = await recommend(...role, '--gpu', 'l40s', '--mig');
  expect([refused.code, refused.out]).toEqual([EXIT.usage, '']);
  expect(refused.notes).toContain('--mig is true');
  const shared = await recommend(...role, '--gpu', 'l40s,h100-pcie-80', '--mig', '--json');
  const { answers } = JSON.parse(shared.out) as { answers: { plan: { nodePools: { mig?: object }[] } }[] };
  expect(answers.flatMap(({ plan }) => plan.nodePools).length).toBeGreaterThan(0);
});

test('--json has answers, savings and the program, which synthesizes at the price of the answer', async () => {
  const { out } = await recommend('--spec', file(SPEC), '--json');
  const { answers, savings, program } = JSON.parse(out) as {
    answers: { plan: { usdPerHour: number } }[];
    savings: unknown[];
    program: string;
  };
  expect(answers[0]?.plan.usdPerHour).toBe(6.02);
  expect(answers.length).toBeGreaterThan(2);
  expect(savings[0]).toMatchObject({ role: 'planner', usdPerHour: 1 });
  expect(synthesize(program, 'research').costPerHour.floor).toBe(6);
});

test('--code prints the program of an answer; a number that no answer has is refused', async () => {
  const spec = file(SPEC);
  const [first, second, none] = [
    await recommend('--spec', spec, '--code'),
    await recommend('--spec', spec, '--code', '2'),
    await recommend('--spec', spec, '--code', '99'),
  ];
  expect(first.out).toMatch(/^import \{ App, TerraformStack \} from 'cdktf';/);
  expect(first.out).toContain('externalSmall = ExternalModel.openAiCompatible(');
  expect(second.out).not.toBe(first.out);
  expect(none).toMatchObject({ code: EXIT.usage, notes: expect.stringContaining('--code is "99"') as unknown });
});

test('one role by flags; of a name with several boards the usual one is taken and said', async () => {
  const { code, out, notes } = await recommend(
    '--model',
    'qwen3-8b',
    '--sessions',
    '40',
    '--context',
    '8192',
    '--gpu',
    'l40,h100:2',
    '--latency',
    'chat',
    '--output-tokens',
    '300',
    '--per-minute',
    '2',
  );
  expect(code).toBe(EXIT.ok);
  expect(notes).toContain('h100: H100 SXM5 80GB assumed; others are h100-pcie-80');
  expect(out).toMatch(/sessions: qwen3-8b, /);
});

test('--gpus: what runs on them and how many sessions it holds; one more would be refused', async () => {
  const { code, out } = await recommend(
    '--gpus',
    'h100-sxm-80:4',
    '--context',
    '8192',
    '--model',
    'llama-3.1-8b-instruct,llama-3.3-70b-instruct',
    '--json',
  );
  const ways = JSON.parse(out) as { model: string; sessions: number; gpusPerReplica: number; replicas: number; quantization: 'fp8' }[];
  expect(code).toBe(EXIT.ok);
  expect(ways.map(({ model }) => model)).toEqual(['llama-3.1-8b-instruct', 'llama-3.3-70b-instruct']);
  for (const { model, sessions, quantization, gpusPerReplica, replicas } of ways) {
    const asked = (count: number) =>
      readQuestion({
        roles: { all: { sessions: count, contextTokens: 8_192, models: [{ model, quantizations: [quantization] }] } },
        inventory: { h100: { gpu: 'h100-sxm-80', gpusPerNode: gpusPerReplica, nodes: replicas } },
      });
    expect(planFleet(asked(sessions)).pools).toMatchObject([{ model }]);
    expect(() => planFleet(asked(sessions + 1))).toThrow(/AF-PLAN-001/);
  }
  const { out: table } = await recommend('--gpus', 'h100-sxm-80:4', '--context', '8192', '--model', 'llama-3.1-8b-instruct');
  expect(table).toMatch(/^model +sessions +weights +replicas × GPUs +limited by\nllama-3\.1-8b-instruct +\d+ +fp8/);
});

test('--gpus that hold nothing: a sentence and exit code 1', async () => {
  const { code, notes } = await recommend('--gpus', 't4:1', '--context', '8192', '--model', 'llama-3.3-70b-instruct');
  expect([code, notes]).toEqual([EXIT.problem, expect.stringContaining('no session of 8192 tokens fits on 1 × Tesla T4')]);
});

test.each([
  ['no flag at all', [], '--gpu'],
  ['no sessions', ['--model', 'qwen3-8b', '--gpu', 'l40', '--context', '8192'], '--sessions'],
  ['words for a number', ['--model', 'qwen3-8b', '--gpu', 'l40', '--context', '8192', '--sessions', 'many'], '--sessions is "many"'],
  ['a model that is misspelt', ['--model', 'qwen3-8', '--gpu', 'l40', '--context', '8192', '--sessions', '4'], 'qwen3-8b'],
  ['a GPU that there is not', ['--model', 'qwen3-8b', '--gpu', 'voodoo2', '--context', '8192', '--sessions', '4'], 'voodoo2'],
  ['no GPU of a kind', ['--model', 'qwen3-8b', '--gpus', 'l40:0', '--context', '8192'], '--gpus counts'],
  [
    'a class that there is not',
    ['--model', 'qwen3-8b', '--gpu', 'l40', '--context', '8192', '--sessions', '4', '--latency', 'now'],
    '--latency',
  ],
  ['a number without an end', ['--model', 'qwen3-8b', '--gpu', 'l40', '--context', '1e309', '--sessions', '4'], '--context is "1e309"'],
  ['fewer than none', ['--model', 'qwen3-8b', '--gpu', 'l40', '--context', '8192', '--sessions', '-3'], 'repairs --sessions 3'],
  [
    'a format that there is not',
    ['--model', 'qwen3-8b', '--quantization', 'fp3', '--gpu', 'l40', '--context', '8192', '--sessions', '4'],
    '--quantization',
  ],
])('%s is a mistyped command line', async (_, args, said) => {
  const { code, out, notes } = await recommend(...args);
  expect([code, out]).toEqual([EXIT.usage, '']);
  expect(notes).toContain(said);
  expect(notes).not.toContain('roles.sessions');
});

test.each([
  ['a file that is no JSON', ['--spec', file('{')], 'holds no JSON'],
  ['a file that is not there', ['--spec', path.join(folder, 'none.json')], 'does not exist'],
  ['a list', ['--spec', file([])], 'AF-SPEC-001'],
  ['a key that is misspelt', ['--spec', file({ ...SPEC, role: {} })], 'AF-SPEC-002'],
  ['a release that is none', ['--spec', file({ ...SPEC, engines: ['vllm@newest'] })], 'version'],
  ['an engine that there is not', ['--spec', file({ ...SPEC, engines: ['llama.cpp'] })], 'engines.0'],
])('%s is refused in a sentence', async (_, args, said) => {
  const { code, out, notes } = await recommend(...args);
  expect([code, out]).toEqual([EXIT.problem, '']);
  expect(notes).toContain(said);
});

test('on a narrow terminal every line fits', async () => {
  const { run } = await import('../../lib/cli/program');
  const out: string[] = [];
  await run(['recommend', '--spec', file(SPEC)], { out: (text) => out.push(text), note: () => undefined, colours: false, width: 60 });
  expect(
    out
      .join('')
      .split('\n')
      .filter((line) => line.length > 60),
  ).toEqual([]);
});

test('docs/recommend.schema.json is the schema of spec files', () => {
  const page = fs.readFileSync(path.join(__dirname, '../../docs/recommend.schema.json'), 'utf8');
  expect(page).toBe(`${JSON.stringify(questionJsonSchema(), null, 2)}\n`);
  expect(questionJsonSchema()).toMatchObject({ type: 'object', required: ['roles', 'inventory'], additionalProperties: false });
});

test('flags that are missing are named together', async () => {
  const { code, notes } = await recommend('--sessions', '4');
  expect(code).toBe(EXIT.usage);
  for (const flag of ['--model', '--context', '--gpu']) expect(notes).toContain(`${flag} is missing`);
  expect(notes).not.toContain('--sessions is missing');
});

test('prices of a region count where the region is named, and a note says so where it is not', async () => {
  const row = {
    gpu: 'l40s',
    provider: 'acme',
    purchase: 'on-demand',
    region: 'eu-west-1',
    usdPerGpuHour: 1.86,
    asOf: '2026-11-20',
    source: 'list',
  };
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'prices-')), 'prices.json');
  fs.writeFileSync(file, JSON.stringify({ rows: [row], apiRows: [] }));
  const ask = ['recommend', '--model', 'qwen3-8b', '--sessions', '40', '--context', '8000', '--gpu', 'l40s', '--prices', file];
  const unnamed = await agentFleet(...ask);
  expect(unnamed.out).not.toContain('$1.86');
  expect(unnamed.notes).toContain('--region eu-west-1');
  const named = await agentFleet(...ask, '--region', 'eu-west-1');
  expect(named.out).toContain('$1.86');
  expect(named.notes).toBe('');
  const job = [
    'recommend',
    '--job',
    '10',
    '--model',
    'qwen3-8b',
    '--context',
    '2300',
    '--output-tokens',
    '300',
    '--gpu',
    'l40s',
    '--prices',
    file,
  ];
  expect((await agentFleet(...job)).notes).toContain('--region eu-west-1');
  expect((await agentFleet(...job, '--region', 'eu-west-1')).notes).toBe('');
});

describe('--job', () => {
  const job = [
    'recommend',
    '--job',
    '20000',
    '--context',
    '2300',
    '--output-tokens',
    '300',
    '--model',
    'llama-3.1-8b-instruct',
    '--gpu',
    'l40s,h100-pcie-80',
  ];

  test('says what the requests of a job cost on each GPU, and how long they run', async () => {
    const { code, out } = await agentFleet(...job);
    expect(code).toBe(EXIT.ok);
    expect(out).toMatch(/^the job +runs for +in nine of ten runs +GPUs +model +weights\n\$\d+\.\d\d +\d/);
    const ways = JSON.parse((await agentFleet(...job, '--json')).out) as { usd: number; seconds: number }[];
    expect(ways.map(({ usd }) => usd)).toEqual(ways.map(({ usd }) => usd).sort((a, b) => a - b));
    const soon = JSON.parse((await agentFleet(...job, '--json', '--within', String((ways[0]?.seconds ?? 0) / 2))).out) as {
      replicas: number;
    }[];
    expect(soon[0]?.replicas).toBeGreaterThanOrEqual(2);
  });

  test('refuses what is no job', async () => {
    for (const [args, text] of [
      [[...job, '--sessions', '4'], 'cannot be used with'],
      [['recommend', '--within', '60'], '--job is missing'],
      [[...job, '--within', 'soon'], '--within'],
      [job.map((word) => (word === '20000' ? 'many' : word)), '--job'],
      [job.map((word) => (word === '20000' ? '0' : word)), '--job is 0'],
      [job.map((word) => (word === '2300' ? '200' : word)), '--context is 200'],
      [['recommend', '--gpus', 'l40s:2', '--context', '1'], '--context is 1'],
      [['recommend', '--gpus', 'l40s:2', '--context', '8000', '--model', 'nobody-has-it'], '--model is "nobody-has-it"'],
      [['recommend', '--gpus', 'l40s:2', '--context', '8000', '--latency', 'soon'], '--latency is "soon"'],
      [['recommend', '--gpus', 'l40s:2', '--context', '8000', '--quantization', 'fp3'], '--quantization is "fp3"'],
    ] as const) {
      const { code, notes } = await agentFleet(...args);
      expect([code, notes.includes(text)]).toEqual([EXIT.usage, true]);
    }
  });
});
