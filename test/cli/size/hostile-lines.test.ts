/** Lines that somebody wrote in order to break the command: each costs itself and no other. */

import { sizeText } from '../../../lib/cli/size/size-command';
import type { SizeAnswer, SizeFailure } from '../../../lib/sizing/size-answer';

const PROTOTYPE_NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'isPrototypeOf', '__defineGetter__'];
const KEYS = ['model', 'gpu', 'engine', 'engineVersion', 'quantization', 'kvCacheDtype', 'interconnect', 'sampler', 'compileCache'];
const GOOD = { model: 'llama-3.1-8b-instruct', gpu: 'h100-sxm-80', engineVersion: '0.19.0', maxModelLen: 8192 };

const answered = (line: object | string): SizeAnswer | SizeFailure => sizeText(typeof line === 'string' ? line : JSON.stringify(line));
const fits = (answer: SizeAnswer | SizeFailure): boolean => 'verdict' in answer && answer.verdict === 'fits';

test('the line that the others are made of fits', () => {
  expect(fits(answered(GOOD))).toBe(true);
});

test.each(KEYS.flatMap((key) => PROTOTYPE_NAMES.map((name) => [key, name] as const)))(
  '"%s": "%s" is an unknown name like any other',
  (key, name) => {
    const unknown = answered({ id: 1, ...GOOD, [key]: 'no-such-name' });
    const answer = answered({ id: 1, ...GOOD, [key]: name });
    expect(answer.id).toBe(1);
    expect(fits(answer)).toBe(false);
    expect(JSON.stringify(answer).toLowerCase().replaceAll(name.toLowerCase(), 'no-such-name')).toBe(JSON.stringify(unknown).toLowerCase());
  },
);

test.each(PROTOTYPE_NAMES)('a config whose model_type is %s is answered with what is not known of it', (name) => {
  const answer = answered({ ...GOOD, model: 'x', modelConfig: { model_type: name, hidden_size: 4096, num_hidden_layers: 32 } });
  expect(answer).toMatchObject({ verdict: 'uncertain' });
});

test.each(PROTOTYPE_NAMES)('a config quantized by %s does not fit', (name) => {
  const config = {
    model_type: 'llama',
    hidden_size: 4096,
    num_hidden_layers: 32,
    num_attention_heads: 32,
    quantization_config: { quant_method: name },
  };
  expect(fits(answered({ ...GOOD, model: 'x', modelConfig: config }))).toBe(false);
});

test.each([
  ['a key that is inherited', '{"constructor": 1, "gpu": "l4"}'],
  ['a prototype', '{"__proto__": {"gpu": "l4"}, "model": "llama-3.1-8b-instruct"}'],
  ['no object', '7'],
  ['no JSON', '{"gpu": '],
  ['nothing but brackets', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
  ['a config without a bottom', `{"gpu":"l4","modelConfig":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`],
  ['an endless name', JSON.stringify({ ...GOOD, gpu: 'MIG '.repeat(50_000) })],
  ['an endless model', JSON.stringify({ ...GOOD, model: '-instruct'.repeat(50_000) })],
])('%s is answered with an error or a doubt, soon', (_, line) => {
  const started = performance.now();
  const answer = sizeText(line);
  expect(fits(answer)).toBe(false);
  expect(performance.now() - started).toBeLessThan(2_000);
});
