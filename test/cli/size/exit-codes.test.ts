/** Scripts read the exit code of `agent-fleet size`, and find the names of the catalog. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { agentFleet, EXIT } from '../support';

const size = (...args: string[]) => agentFleet('size', ...args);

test.each([
  ['fits', ['--model', 'llama-3.1-8b-instruct', '--gpu', 'h100-sxm-80', '--sessions', '10', '--context', '8000'], EXIT.ok],
  ['does not fit', ['--model', 'llama-3.3-70b-instruct', '--gpu', 'l4'], EXIT.problem],
  ['is mistyped', ['--model', 'llama-3.1-8b-instruct', '--gpu', 'l40s', '--sessions', 'many'], EXIT.usage],
  ['names no model', ['--gpu', 'l40s'], EXIT.uncertain],
  ['has an unknown flag', ['--modle', 'x'], EXIT.usage],
  ['names nearly a GPU', ['--model', 'qwen3-8b', '--gpu', 'l40z'], EXIT.usage],
  ['names nearly a model', ['--model', 'qwen3-8', '--gpu', 'l40s'], EXIT.usage],
  ['names nearly an engine', ['--model', 'qwen3-8b', '--gpu', 'l40s', '--engine', 'vlm'], EXIT.usage],
  ['names a card of which nothing is known', ['--model', 'qwen3-8b', '--gpu', 'Voodoo 2'], EXIT.uncertain],
  ['asks nothing', [], EXIT.usage],
  ['cannot be answered', ['--model', 'nobody/knows-this', '--gpu', 'l40s'], EXIT.uncertain],
])('a question that %s', async (_, args, code) => {
  expect((await size(...args)).code).toBe(code);
});

test('what is nearly a name is asked about, and a bare question is shown how it is asked', async () => {
  const oneLine = async (...args: string[]) => (await size(...args)).out.replace(/\s+/g, ' ');
  expect(await oneLine('--model', 'qwen3-8', '--gpu', 'l40z')).toMatch(/did you mean 'qwen3-8b'\?.* did you mean 'l40s'\?.*; --gpu l40s/);
  expect(await oneLine()).toContain('agent-fleet size --model llama-3.1-8b-instruct --gpu l40s');
  expect(await oneLine('--model', 'qwen3-8b')).toContain('--gpu is missing; allowed: a catalog id or a product name; --gpu l40s');
  expect(await oneLine('--gpu', 'l40s')).toContain('modelConfig: no model is given');
});

test('a card with its memory and a model with its file are no typing errors', async () => {
  expect((await size('--model', 'qwen3-8b', '--gpu', 'l40z', '--memory', '44')).code).toBe(EXIT.ok);
});

test('a config.json by its file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'agent-fleet-config-'));
  const file = join(folder, 'config.json');
  const config = {
    architectures: ['LlamaForCausalLM'],
    model_type: 'llama',
    hidden_size: 4096,
    intermediate_size: 14336,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    num_key_value_heads: 8,
    vocab_size: 128256,
    max_position_embeddings: 131072,
    torch_dtype: 'bfloat16',
    tie_word_embeddings: false,
  };
  writeFileSync(file, JSON.stringify(config));
  const answered = await size('--model-config', file, '--gpu', 'h100-sxm-80', '--json');
  expect(answered.code).toBe(EXIT.ok);
  expect((JSON.parse(answered.out) as { kvBytesPerToken: number }).kvBytesPerToken).toBe(32 * 8 * 128 * 2 * 2);
  writeFileSync(file, 'not json');
  const refused = await size('--model-config', file, '--gpu', 'h100-sxm-80');
  expect(refused).toMatchObject({ code: EXIT.problem, notes: expect.stringContaining('--model-config') as unknown });
});

test('the help names the exit codes', async () => {
  const { out, code } = await size('--help');
  expect(code).toBe(EXIT.ok);
  expect(out).toContain('Exit codes');
});

test('models and GPUs are listed by a part of their names', async () => {
  const models = await agentFleet('models', 'QWEN3-8b');
  expect(models.out).toMatch(/^qwen3-8b +Qwen\/Qwen3-8B$/m);
  const gpus = await agentFleet('gpus', 'l40s');
  expect(gpus.out).toMatch(/^l40s +L40S +44\.\d+ GiB$/m);
  expect(await agentFleet('gpus', 'no such card')).toMatchObject({
    code: EXIT.problem,
    notes: expect.stringContaining('lists all') as unknown,
  });
});
