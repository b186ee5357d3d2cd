/**
 * What the parsers of the engines take, as they said when they were asked: click 8.5.1 and clap 4.5.32 on the options of the engines' own sources
 * (huggingface/text-generation-inference v3.3.7, huggingface/text-embeddings-inference v1.8.3, v1.9.1 and v1.9.3), November 2026.
 */
import { Engine, EngineVersion, FlagTable } from '../../lib';
import { ENGINE_DEFINITIONS } from '../../lib/catalog/engines/definitions';
import { isJoinedFor, spelledFor } from '../../lib/catalog/engines/parser-habits';
import { TEI_FLAG_EFFECTS, TEI_VARIABLE_EFFECTS } from '../../lib/catalog/engines/tei/flag-effects';
import { TEI_FLAGS } from '../../lib/catalog/engines/tei/flags';
import { TRTLLM_FLAG_EFFECTS, TRTLLM_FLAGS } from '../../lib/catalog/engines/tensorrt-llm/flags';
import { TGI_FLAG_EFFECTS, TGI_FLAGS, TGI_VARIABLE_EFFECTS } from '../../lib/catalog/engines/tgi/flags';
import { teiAdapter } from '../../lib/inference/engines/tei/adapter';
import { tgiAdapter } from '../../lib/inference/engines/tgi/adapter';

const TRTLLM = Engine.tensorRtLlm();
const TGI = Engine.textGenerationInference();
const TEI = Engine.textEmbeddingsInference();
const SGLANG = Engine.sglang();
const VLLM = Engine.vllm();

const codes = (engine: Engine, args: readonly string[]) => engine.checkExtraArgs(args, []).map(({ code }) => code);

test.each<[string, Engine, readonly string[]]>([
  ['underscores', TRTLLM, ['--num_postprocess_workers', '4']],
  ['a value behind =', TRTLLM, ['--num_postprocess_workers=4']],
  ['the last of two values', TRTLLM, ['--max_beam_width', '1', '--max_beam_width', '1']],
  ['a switch twice', TRTLLM, ['--trust_remote_code', '--trust_remote_code']],
  ['an alias', TRTLLM, ['--cluster_size', '1']],
  ['dashes', TGI, ['--max-waiting-tokens', '20']],
  ['a value with a plus', TGI, ['--max-waiting-tokens', '+20']],
  ['a truth', TGI, ['--sharded', 'true']],
  ['values in one argument', TGI, ['--cuda-graphs', '1,2']],
  ['a list twice', TGI, ['--cuda-graphs', '1', '--cuda-graphs', '2', '--cors-allow-origin', 'a', '--cors-allow-origin', 'b']],
  ['a number without a zero', TGI, ['--waiting-served-ratio', '.5']],
  ['a scaling of positions', TGI, ['--rope-scaling', 'dynamic']],
  ['a way of pooling', TEI, ['--pooling', 'last-token']],
  ['dashes', SGLANG, ['--schedule-conservativeness', '0.9']],
])('taken: %s by %s', (_, engine, args) => {
  const errors = engine.checkExtraArgs(args, []).filter(({ severity }) => severity === 'error');
  expect(errors).toEqual([]);
});

test.each<[string, Engine, readonly string[], string, RegExp]>([
  ['dashes', TRTLLM, ['--num-postprocess-workers', '4'], 'AF-ENG-022', /write --num_postprocess_workers/],
  ['dashes of an alias', TRTLLM, ['--cluster-size', '1'], 'AF-ENG-022', /write --cluster_size/],
  ['an abbreviation', TRTLLM, ['--num_post', '4'], 'AF-ENG-022', /write --num_postprocess_workers/],
  ['a typo', TRTLLM, ['--trust_remot_code'], 'AF-ENG-022', /did you mean --trust_remote_code/],
  ['a value for a switch', TRTLLM, ['--trust_remote_code=true'], 'AF-ENG-024', /remove "true"/],
  ['a word for a number', TRTLLM, ['--num_postprocess_workers', '4.0'], 'AF-ENG-024', /whole number/],
  ['a part of a value', TRTLLM, ['--media_io_kwargs.video', '{}'], 'AF-ENG-022', /write --media_io_kwargs/],
  ['underscores', TGI, ['--max_waiting_tokens', '20'], 'AF-ENG-022', /write --max-waiting-tokens/],
  ['an abbreviation', TGI, ['--max-waiting', '20'], 'AF-ENG-022', /write --max-waiting-tokens/],
  ['a flag twice', TGI, ['--payload-limit', '1', '--payload-limit', '2'], 'AF-ENG-077', /remove --payload-limit/],
  ['a switch twice', TGI, ['--trust-remote-code', '--trust-remote-code'], 'AF-ENG-077', /remove --trust-remote-code/],
  ['a sign', TGI, ['--payload-limit', '-3'], 'AF-ENG-024', /whole number of 0 or more/],
  ['no truth', TGI, ['--sharded', '1'], 'AF-ENG-024', /true, false/],
  ['no value', TGI, ['--sharded'], 'AF-ENG-024', /<value>/],
  ['another scaling', TGI, ['--rope-scaling', 'yarn'], 'AF-ENG-024', /linear, dynamic/],
  ['two values', TGI, ['--cuda-graphs', '1', '2'], 'AF-ENG-024', /remove "2"/],
  ['underscores', TEI, ['--payload_limit', '3'], 'AF-ENG-022', /write --payload-limit/],
  ['an abbreviation', TEI, ['--payload-lim', '3'], 'AF-ENG-022', /write --payload-limit/],
  ['a flag twice', TEI, ['--payload-limit', '3', '--payload-limit', '3'], 'AF-ENG-077', /remove --payload-limit/],
  ['two prompts', TEI, ['--default-prompt', 'a', '--default-prompt-name', 'b'], 'AF-ENG-077', /remove --default-prompt-name/],
  ['an underscore in a value', TEI, ['--pooling', 'last_token'], 'AF-ENG-024', /last-token/],
  ['a negation', TEI, ['--no-disable-spans'], 'AF-ENG-022', /./],
  ['underscores', SGLANG, ['--schedule_conservativeness', '0.9'], 'AF-ENG-022', /write --schedule-conservativeness/],
  ['a part of a value', SGLANG, ['--preferred-sampling-params.top_p', '1'], 'AF-ENG-022', /write --preferred-sampling-params/],
])('refused: %s', (_, engine, args, code, repair) => {
  const [finding, ...others] = engine.checkExtraArgs(args, []);
  expect(others).toEqual([]);
  expect(finding).toMatchObject({ code, severity: 'error', prop: 'extraArgs' });
  expect(finding?.repairs[0]).toMatch(repair);
});

test('vLLM takes both spellings, abbreviations and parts of values', () => {
  expect(codes(VLLM, ['--mm_processor_cache_gb', '4', '--override-generation-config.top_p', '1'])).toEqual([]);
  expect(codes(VLLM, ['--seed', '1', '--seed', '2'])).toEqual([]);
});

test('a flag is spelled as its parser takes it', () => {
  for (const { id, flags, defaultVersion, releaseStep } of ENGINE_DEFINITIONS) {
    const { parser } = flags;
    for (const spelling of flags.spellings(EngineVersion.of(defaultVersion, releaseStep))) {
      const right = spelledFor(parser, spelling);
      expect({ id, right, joined: isJoinedFor(parser, right) }).toEqual({ id, right, joined: true });
    }
  }
});

test('by default a table of your own takes dashes and underscores', () => {
  const { parser, repeatable, exclusive } = new FlagTable({ flags: [], aliases: [], choices: [], retired: [], reads: ['1.0.0'] });
  expect({ parser, repeatable, exclusive }).toEqual({
    parser: { between: 'either', abbreviations: true, parts: true, repeats: true },
    repeatable: [],
    exclusive: [],
  });
});

describe('tables that were read, not run, are whole', () => {
  // Options of the sources: launcher/src/main.rs at v3.3.7 and router/src/main.rs at v1.9.3 (struct Args), tensorrt_llm/commands/serve.py of the 1.2 line.
  test.each([
    ['TGI', TGI_FLAGS, TGI_FLAG_EFFECTS, 54],
    ['Text Embeddings Inference', TEI_FLAGS, TEI_FLAG_EFFECTS, 28],
    ['TensorRT-LLM', TRTLLM_FLAGS, TRTLLM_FLAG_EFFECTS, 32],
  ])('%s: every option of the source has its row, and says what it does', (_, flags, effects, count) => {
    expect(flags).toHaveLength(count);
    expect(effects.map(([flag]) => flag).sort()).toEqual(flags.map(([flag]) => flag).sort());
  });

  test.each([
    ['TGI', TGI_FLAG_EFFECTS, TGI_VARIABLE_EFFECTS, tgiAdapter],
    ['Text Embeddings Inference', TEI_FLAG_EFFECTS, TEI_VARIABLE_EFFECTS, teiAdapter],
  ])(
    '%s reads every flag from a variable, too: what is refused as a flag is refused or owned as a variable',
    (_, effects, variables, adapter) => {
      const refused = effects.filter(([flag, effect]) => (effect === 'refused' || effect === 'uncertain') && flag !== '--env');
      const names = refused.map(([flag]) => flag.slice(2).replaceAll('-', '_').toUpperCase());
      const judged = variables.map(([name]) => name);
      expect(names.filter((name) => !judged.includes(name) && !Object.hasOwn(adapter.ownedEnvironment ?? {}, name))).toEqual([]);
      expect(new Set(judged).size).toBe(judged.length);
    },
  );

  test.each(['MAX_BATCH_SIZE', 'ROPE_SCALING', 'NGROK', 'SHARDED', 'MAX_INPUT_LENGTH', 'WEIGHTS_CACHE_OVERRIDE', 'REVISION', 'DTYPE'])(
    'variable %s of TGI is refused',
    (name) => {
      expect(TGI.checkEnvironment([name])).toMatchObject([{ code: 'AF-ENG-032', severity: 'error', prop: `env.${name}` }]);
    },
  );
});

describe('values of variables, as clap 4.5.32 took them', () => {
  const said = (engine: Engine, name: string, value: string, args: readonly string[] = []) =>
    engine.checkVariableValues({ [name]: value }, args).map(({ code, repairs }) => [code, ...(repairs ?? [])]);

  test.each<[Engine, string, string]>([
    [TGI, 'TRUST_REMOTE_CODE', 'true'],
    [TGI, 'TRUST_REMOTE_CODE', 'false'],
    [TGI, 'MAX_WAITING_TOKENS', '+20'],
    [TGI, 'WAITING_SERVED_RATIO', '.5'],
    [TGI, 'ENV', 'production'],
    [TGI, 'MAX_WAITING', 'many'],
    [TGI, 'max_waiting_tokens', 'many'],
    [TEI, 'POOLING', 'last-token'],
    [TEI, 'PAYLOAD_LIMIT', '${TfToken[TOKEN.7]}'],
    [VLLM, 'SEED', 'seven'],
  ])('taken: %s %s=%s', (engine, name, value) => expect(said(engine, name, value)).toEqual([]));

  test.each<[Engine, string, string, RegExp]>([
    [TGI, 'TRUST_REMOTE_CODE', '1', /^TRUST_REMOTE_CODE: 'true'$/],
    [TGI, 'DISABLE_GRAMMAR_SUPPORT', 'No', /^DISABLE_GRAMMAR_SUPPORT: 'false'$/],
    [TGI, 'TRUST_REMOTE_CODE', 'TRUE', /'true'/],
    [TGI, 'TRUST_REMOTE_CODE', '', /true, false/],
    [TGI, 'MAX_WAITING_TOKENS', '-1', /whole number of 0 or more/],
    [TGI, 'MAX_CONCURRENT_REQUESTS', '1e3', /whole number of 0 or more/],
    [TGI, 'WATERMARK_GAMMA', 'low', /a number/],
    [TEI, 'DISABLE_SPANS', 'on', /'true'/],
    [TEI, 'POOLING', 'last_token', /last-token/],
    [TEI, 'PAYLOAD_LIMIT', '', /whole number of 0 or more/],
  ])('refused: %s %s=%s', (engine, name, value, repair) =>
    expect(said(engine, name, value)).toEqual([['AF-ENG-078', expect.stringMatching(repair)]]),
  );

  test('a flag wins over its variable, which is not parsed then', () => {
    expect(said(TGI, 'PAYLOAD_LIMIT', 'many', ['--payload-limit', '8'])).toEqual([]);
    expect(said(TGI, 'PAYLOAD_LIMIT', 'many', ['--payload-limit=8'])).toEqual([]);
    expect(said(TGI, 'PAYLOAD_LIMIT', 'many', ['--max-waiting-tokens', '8'])).toHaveLength(1);
  });
});
