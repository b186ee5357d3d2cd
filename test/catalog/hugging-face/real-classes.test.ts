/**
 * What is read from a `config.json` against the model that transformers makes of it: parameters and cache of every known architecture, from the file that
 * `save_pretrained` writes and from one that leaves out what the class says anyway. Either they are equal, or the answer names what it does not understand.
 */
import { CASES, ERROR, measured, named, parameters, ROWS, read, realParameters } from '../../../bench/real-classes';
import { Model } from '../../../lib/catalog/model';
import unknown from '../../data/transformers-unknown.json';

test('rows of more than a hundred architectures', () => {
  expect(new Set(ROWS.map((row) => row.model_type)).size).toBeGreaterThan(110);
  expect(ROWS.length).toBeGreaterThan(260);
});

test.each(CASES.map((one) => [one.row.model_type, one.row.name, one.how, one] as const))(
  '%s, %s, %s: equal, or not understood by name',
  (_, __, ___, { row, config }) => {
    const { facts } = Model.fromConfig(config);
    if (named(facts).length > 0) return;
    expect(Math.abs(parameters(facts) / realParameters(row) - 1)).toBeLessThan(ERROR);
    if (row.cache !== undefined || row.state !== undefined) expect(read(facts)).toEqual(measured(row));
  },
);

test('what is not understood, and where', () => {
  const asked = new Map<string, Set<string>>();
  for (const { row, how, config } of CASES) {
    const key = `${row.model_type}, ${how}`;
    for (const name of named(Model.fromConfig(config).facts)) asked.set(key, new Set([...(asked.get(key) ?? []), name]));
  }
  expect(Object.fromEntries([...asked].map(([key, names]) => [key, [...names].join('; ')]))).toMatchSnapshot();
});

test.each(unknown.types)('%s, which is not known, is named', (model_type) => {
  const plain = { hidden_size: 1024, num_hidden_layers: 4, num_attention_heads: 8, intermediate_size: 4096, vocab_size: 32_000 };
  for (const config of [
    { ...plain, model_type },
    { model_type, text_config: { ...plain, model_type: 'llama' } },
    { model_type: 'llava', text_config: { ...plain, model_type } },
  ])
    expect(named(Model.fromConfig({ ...config, tie_word_embeddings: false, torch_dtype: 'bfloat16' }).facts).join()).toContain(
      `model_type ${model_type} is not known`,
    );
});

/** The part of a file that describes the language model, changed. */
function changed(
  config: Readonly<Record<string, unknown>>,
  change: (text: Readonly<Record<string, unknown>>) => object,
): Readonly<Record<string, unknown>> {
  for (const key of ['thinker_config', 'text_config']) {
    const part = config[key];
    if (typeof part === 'object' && part !== null) return { ...config, [key]: changed({ ...part }, change) };
  }
  return { ...change(config) };
}

const SAVED = CASES.filter(({ how, row }) => how === 'as saved' && row.name === 'other sizes').map(
  ({ row, config }) => [row.model_type, config] as const,
);

test.each(SAVED)('%s with a key that nobody knows names it', (_, config) => {
  for (const key of ['xq_layer_types', 'num_xq_layers', 'linear_attn_xq', 'xq_ratios'])
    expect(named(Model.fromConfig(changed(config, (text) => ({ ...text, [key]: 3 }))).facts).join()).toContain(key);
});

/** A whole file that was cut, or whose keys have other names: nothing of its class is put in their place. */
test.each(SAVED.filter(([, config]) => config['num_hidden_layers'] !== undefined && config['text_config'] === undefined))(
  '%s without its layers or its width names what is missing',
  (_, config) => {
    for (const key of ['num_hidden_layers', 'hidden_size'].filter((name) => config[name] !== undefined)) {
      const { [key]: value, ...cut } = config;
      expect(named(Model.fromConfig({ ...cut, [`our_${key}`]: value }).facts)).not.toEqual([]);
    }
  },
);

test('a file as the repository of MiMo-V2-Flash has it: lists of 0 and 1', () => {
  const given = CASES.find(({ row, how }) => row.name === 'lists of 0 and 1' && how !== 'as saved')?.config ?? {};
  const each = (is: (layer: number) => boolean) => Array.from({ length: 8 }, (_, layer) => (is(layer) ? 1 : 0));
  const lists = {
    hybrid_layer_pattern: each((layer) => layer !== 0 && layer !== 5),
    moe_layer_freq: each((layer) => layer > 0),
    swa_num_key_value_heads: 8,
    swa_head_dim: 192,
    swa_v_head_dim: 128,
  };
  const facts = (more: object) => Model.fromConfig({ model_type: 'mimo_v2_flash', ...given, ...more }).facts;
  expect(named(facts(lists))).toEqual([]);
  expect(read(facts(lists))).toEqual(read(facts({})));
  expect(parameters(facts(lists))).toBe(parameters(facts({})));
});
