/** Flags of SGLang: every one has an effect, what the library sets cannot be set twice, and what nobody has judged makes a plan uncertain. */
import { Engine, Gpu } from '../../lib/catalog';
import { SGLANG, SGLANG_READ_RELEASES } from '../../lib/catalog/engines/sglang/definition';
import { SGLANG_FLAG_EFFECTS } from '../../lib/catalog/engines/sglang/flag-effects';
import { SGLANG_FLAGS } from '../../lib/catalog/engines/sglang/flags';
import { SGLANG_MODEL_PARSERS } from '../../lib/catalog/engines/sglang/model-parsers';
import { MODEL_FACTS } from '../../lib/catalog/models';
import { sglangAdapter } from '../../lib/inference/engines/sglang/adapter';

const sglang = Engine.sglang();
const effects = (args: readonly string[]) => sglang.checkArgEffects(args, 'llm').map(({ code, severity }) => `${code} ${severity}`);
const syntax = (args: readonly string[], engine = sglang) =>
  engine.checkExtraArgs(args, sglangAdapter.ownedFlags).map(({ code, severity }) => `${code} ${severity}`);

test('the parser of 0.5.23 has 531 flags beside --help, and each has one row', () => {
  const flags = SGLANG_FLAGS.map(([flag]) => flag);
  expect(SGLANG_FLAGS.filter(([, , , last]) => last === undefined)).toHaveLength(531);
  expect(new Set(flags).size).toBe(flags.length);
  expect(SGLANG_FLAG_EFFECTS.map(([flag]) => flag).sort()).toEqual([...flags].sort());
});

test.each([
  ['0.5.20', 494],
  ['0.5.22', 521],
  ['0.5.23', 531],
])('the parser of %s has %d flags', (version, count) => {
  const has = SGLANG_FLAGS.filter(([flag]) => Engine.sglang({ version }).knowsFlag(flag) === 'present');
  expect(has).toHaveLength(count);
});

test('between two releases that were read a new flag is uncertain, and one that went is gone', () => {
  expect(Engine.sglang({ version: '0.5.21' }).knowsFlag('--attn-dp-size')).toBe('uncertain');
  expect(Engine.sglang({ version: '0.5.20' }).knowsFlag('--attn-dp-size')).toBe('not yet');
  expect(Engine.sglang({ version: '0.5.23' }).knowsFlag('--speculative-skip-dp-mlp-sync')).toBe('gone');
});

test('the flags that props and the library set are those that the adapter owns', () => {
  const owned = SGLANG_FLAG_EFFECTS.flatMap(([flag, effect]) => (effect === 'prop' || effect === 'library' ? [flag] : []));
  const { scheduling = [], tracing = [], ...others } = sglangAdapter.flagsOfProps;
  const ofProps = Object.values(others).flat();
  // Beside a pool without priorities or spans they change nothing that was computed.
  const free = [...scheduling, ...tracing];
  expect(free.map((flag) => SGLANG_FLAG_EFFECTS.find(([name]) => name === flag)?.[1])).toEqual(free.map(() => 'none'));
  expect([...sglangAdapter.ownedFlags, ...ofProps, ...SGLANG.alwaysOwned].sort()).toEqual(owned.sort());
});

test.each([
  ['--max-total-tokens', '100000'],
  ['--max-prefill-tokens', '32768'],
  ['--page-size', '64'],
  ['--disable-radix-cache'],
  ['--skip-server-warmup'],
  ['--hicache-ratio', '3'],
  ['--speculative-algorithm', 'EAGLE3'],
  ['--pp-size', '2'],
  ['--enable-dp-attention'],
  ['--dtype', 'float32'],
  ['--load-format', 'dummy'],
  ['--is-embedding'],
  ['--api-key', 'key'],
  ['--disaggregation-mode', 'prefill'],
  ['--config', 'sglang.yaml'],
  ['--enable-metrics-for-all-schedulers'],
])('%s %s changes what was planned and is refused', (...args) => {
  expect(effects(args)).toEqual(['AF-ENG-032 error']);
});

test.each([
  ['--trust-remote-code'],
  ['--schedule-policy', 'lpm'],
  ['--dtype', 'auto'],
  ['--load-format', 'runai_streamer'],
  ['--grammar-backend', 'xgrammar'],
  ['--scheduler-recv-interval', '30'],
])('%s %s changes nothing, or is counted', (...args) => {
  expect([...effects(args), ...syntax(args)]).toEqual([]);
});

test.each([['--enable-mixed-chunk'], ['--attention-backend', 'fa3'], ['--moe-runner-backend', 'triton']])(
  '%s %s: nobody has said what it takes',
  (...args) => {
    expect(effects(args)).toEqual(['AF-ENG-032 warning']);
    expect(syntax(args)).toEqual([]);
  },
);

test.each([
  [['--gpu-memory-utilization', '0.9'], 'AF-ENG-022 error'],
  [['--cuda-graph-max-bs', '64'], 'AF-ENG-021 error'],
  [['--host', '127.0.0.1'], 'AF-ENG-023 error'],
  [['--enable-metrics'], 'AF-ENG-023 error'],
  [['--model', 'acme/other'], 'AF-ENG-023 error'],
  [['--tensor-parallel-size', '2'], 'AF-ENG-023 error'],
  [['--mem-fraction-static', '0.9'], 'AF-ENG-023 error'],
  [['--attention-backend', 'flashinfr'], 'AF-ENG-024 error'],
  [['--random-seed', 'seven'], 'AF-ENG-024 error'],
  [['--sleep-on-idle', 'yes'], 'AF-ENG-024 error'],
])('%j is %s', (args, expected) => {
  expect(syntax(args)).toEqual([expected]);
});

test('releases are distinguished by patch: one that was not read is reported', () => {
  expect(SGLANG_READ_RELEASES).toEqual(['0.5.20', '0.5.22', '0.5.23']);
  expect(sglang.checkRelease()).toEqual([]);
  for (const version of ['0.5.19', '0.5.24'])
    expect(Engine.sglang({ version }).checkRelease()).toEqual([expect.objectContaining({ code: 'AF-ENG-034', severity: 'warning' })]);
  expect(Engine.sglang({ version: '1.0.0' }).checkRelease()).toEqual([expect.objectContaining({ severity: 'error' })]);
  const unread = Engine.sglang({ version: '0.5.21' });
  expect(unread.checkExtraArgs(['--nowhere'], [])).toEqual([expect.objectContaining({ code: 'AF-ENG-022', uncertain: true })]);
});

test('every parser that a model needs is one of the release, and every model one of the catalog', () => {
  for (const [id, { toolCall, reasoning }] of Object.entries(SGLANG_MODEL_PARSERS)) {
    expect(MODEL_FACTS.map((facts) => facts.id)).toContain(id);
    if (toolCall !== undefined) expect([id, sglang.knowsToolParser(toolCall)]).toEqual([id, 'present']);
    if (reasoning !== undefined) expect([id, sglang.knowsReasoningParser(reasoning)]).toEqual([id, 'present']);
  }
});

test('the image is the one without build tools; for AMD none is known', () => {
  expect(sglang.imageReference(Gpu.H100_SXM)).toBe('docker.io/lmsysorg/sglang:v0.5.23-runtime');
  expect(sglang.runsAsUser(Gpu.H100_SXM)).toBe('unknown');
  expect(sglang.imageFor(Gpu.MI300X)).toBeNull();
});

test.each([
  [Gpu.RTX_4090, 4_096],
  [Gpu.L40S, 4_096],
  [Gpu.H100_SXM, 8_192],
  [Gpu.H200_SXM, 8_192],
  [Gpu.B200, 16_384],
])('on %s it cuts prompts into chunks of %i tokens', (gpu, chunk) => {
  expect(sglang.admissionDefaults(gpu)).toMatchObject({ maxNumSeqs: 2_048, maxNumBatchedTokens: chunk });
});
