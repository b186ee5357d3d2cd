/** A `config.json` is somebody else's file: what it says of itself chooses nothing that runs. */
import { isFleetError, Model } from 'cdktf-agent-fleet';
import { evaluateRules } from '../../lib/core/evaluate-rules';
import type { LoadedModels } from '../../lib/inference/loadable-models';
import { LOADED_RULES } from '../../lib/inference/rules';

const LLAMA = { architectures: ['LlamaForCausalLM'], hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, vocab_size: 32000 };
const findingsOf = (models: LoadedModels) => evaluateRules(LOADED_RULES, models);
const loaded = (model: Model) => findingsOf({ checkpoint: undefined, modelRepository: model.facts.huggingFaceId, speculative: undefined });

test.each(['${file("/etc/hostname")}', '--trust-remote-code', 'evil/model', '../../etc', '{{ .Values }}', 'a\nb'])(
  '_name_or_path %j is never loaded',
  (path) => {
    const model = Model.fromConfig({ ...LLAMA, _name_or_path: path });
    expect(JSON.stringify(model.facts)).not.toContain(JSON.stringify(path).slice(1, -1));
    expect(loaded(model)[0]).toMatchObject({ code: 'AF-ENG-039', prop: 'checkpoint' });
  },
);

test.each([[['${x}']], [['--flag']], [[7]], ['text'], [{}], [['a'.repeat(200)]]])('architectures %j name no model', (architectures) => {
  expect(Model.fromConfig({ ...LLAMA, architectures }).id).toBe('custom model');
});

test('a model with an id of its own is loaded from there, and a checkpoint wins over both', () => {
  expect(loaded(Model.fromConfig(LLAMA, { id: 'acme/our-8b' }))).toEqual([]);
  expect(findingsOf({ checkpoint: '/models/x', modelRepository: 'custom model', speculative: undefined })).toEqual([]);
});

test.each(['--port', '-x', ' x', 'a\nb', '', 'a'.repeat(501), '${TfToken[TOKEN.1]}', 'e\u0301', 'a\ud800'])(
  'an id %j of a model is refused',
  (id) => {
    const build = () => Model.custom({ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id });
    expect(build).toThrow();
    try {
      build();
    } catch (error) {
      expect(isFleetError(error) && error.problems[0]?.prop).toBe('id');
    }
  },
);
