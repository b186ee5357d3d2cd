import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Engine, Gpu, Model } from '../../lib/catalog';
import { EngineVersion } from '../../lib/catalog/engines/engine-version';
import { presence, type ValueRow } from '../../lib/catalog/engines/flag';
import { VLLM, VLLM_READ_RELEASES } from '../../lib/catalog/engines/vllm/definition';
import { VLLM_FLAG_ALIASES, VLLM_FLAGS } from '../../lib/catalog/engines/vllm/flags';
import { VLLM_RETIRED_FLAGS } from '../../lib/catalog/engines/vllm/retired';
import { FleetSpecError } from '../../lib/core/fleet-error';
import { runs } from '../support/runs';

const vllm = Engine.vllm();
const NO_PARSERS = { toolCall: null, reasoning: null, source: null };
/** Parsers that no release read has: plugins of the model's repository. A pool that needs one is refused (AF-ENG-026). */
const PLUGIN_PARSERS = ['nemotron_json', 'nano_v3'];
const OWNED = ['--max-model-len', '--tensor-parallel-size', '--gpu-memory-utilization', '--enable-auto-tool-choice', '--host'];
const codes = (args: readonly string[], engine = vllm) =>
  engine.checkExtraArgs(args, OWNED).map(({ code, severity }) => `${code} ${severity}`);

describe('vLLM', () => {
  test('is pinned to a release, and its image follows the release', () => {
    expect(vllm.version).toBe('0.30.0');
    expect(vllm.name).toBe('vLLM 0.30.0');
    expect(vllm.imageReference(Gpu.H100_SXM)).toBe('docker.io/vllm/vllm-openai:v0.30.0');
    expect(Engine.vllm({ version: 'v0.31.0' }).imageReference(Gpu.H100_SXM)).toBe('docker.io/vllm/vllm-openai:v0.31.0');
  });

  test('can be named by digest, and come from a registry of one’s own', () => {
    const digest = `sha256:${'a1'.repeat(32)}`;
    const engine = Engine.vllm({ image: 'registry.internal/vllm', digest });
    expect(engine.imageReference(Gpu.H100_SXM)).toBe(`registry.internal/vllm:v0.30.0@${digest}`);
    expect(vllm.imageFor(Gpu.H100_SXM)?.digest).toBeNull();
  });

  test('serves its API and its metrics on port 8000', () => {
    expect([vllm.port, vllm.healthPath, vllm.metricsPath]).toEqual([8000, '/health', '/metrics']);
    expect(vllm.metrics.requestsWaiting).toBe('vllm:num_requests_waiting');
    expect(vllm.metrics.kvCacheUsage).toBe('vllm:kv_cache_usage_perc');
  });

  test.each([
    ['latest', { version: 'latest' }, 'version'],
    ['an empty version', { version: '' }, 'version'],
    ['a short digest', { digest: 'sha256:abc' }, 'digest'],
    ['an empty image', { image: '' }, 'image'],
  ])('refuses %s', (_, props, prop) => {
    const make = () => Engine.vllm(props);
    expect(make).toThrow(FleetSpecError);
    expect(make).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ code: 'AF-SPEC-001', prop })] }));
  });

  test('says where it was read', () => {
    expect(vllm.provenance.flags).toMatchObject({ asOf: '2026-11-21', evidence: 'measured' });
    expect(vllm.provenance.metrics.source).toContain('loggers.py');
  });

  test('has a name for the parsers of a model: what the facts say, else its own table, else none', () => {
    const { facts } = Model.LLAMA_3_1_8B_INSTRUCT;
    const tuned = Model.custom({
      ...facts,
      id: 'our-tune',
      parsers: { vllm: { toolCall: 'ours', reasoning: null, source: 'our plugin' } },
    });
    expect(vllm.parsersOf(facts)).toMatchObject({ toolCall: 'llama3_json', reasoning: null });
    expect(vllm.parsersOf({ ...facts, parsers: {} })).toEqual(vllm.parsersOf(facts));
    expect(vllm.parsersOf(Model.custom({ ...facts, id: 'our-copy' }).facts)).toEqual(vllm.parsersOf(facts));
    expect(vllm.parsersOf(tuned.facts).toolCall).toBe('ours');
    expect(vllm.parsersOf(Model.custom({ id: 'ours', provenance: facts.provenance }).facts)).toEqual(NO_PARSERS);
  });

  test('names parsers for models of the catalog alone, and only names that some release has', () => {
    const names = (rows: readonly ValueRow[]) => rows.map(([name]) => name);
    for (const [model, { toolCall, reasoning, source }] of Object.entries(VLLM.modelParsers)) {
      expect(Model.byId(model)?.id).toBe(model);
      expect(source).not.toBe('');
      if (toolCall !== undefined) expect([...names(VLLM.values.toolParsers), ...PLUGIN_PARSERS]).toContain(toolCall);
      if (reasoning !== undefined) expect([...names(VLLM.values.reasoningParsers), ...PLUGIN_PARSERS]).toContain(reasoning);
    }
  });

  test('is recognised by its brand, not by its shape', () => {
    expect(Engine.isEngine(vllm)).toBe(true);
    expect(Engine.isEngine({ id: 'vllm', version: '0.30.0' })).toBe(false);
  });
});

describe('the flag table', () => {
  test('holds what the parsers of six releases reported', () => {
    const count = (release: string) =>
      VLLM_FLAGS.filter(([, , first, last]) => presence(EngineVersion.of(release), first, last, VLLM_READ_RELEASES) === 'present').length;
    // 178, 232, 302, 313, 318 and 322 arguments, of which one is the model.
    expect(VLLM_READ_RELEASES.map(count)).toEqual([177, 231, 301, 312, 317, 321]);
  });

  test('names every flag once, and aliases only flags', () => {
    const names = VLLM_FLAGS.map(([flag]) => flag);
    expect(new Set(names).size).toBe(names.length);
    for (const [, flag] of VLLM_FLAG_ALIASES) expect(names).toContain(flag);
  });

  test('says what replaces a flag only with flags that the release has', () => {
    const spellings = VLLM.flags.spellings(EngineVersion.of('0.31.0'));
    for (const [, , instead] of VLLM_RETIRED_FLAGS) {
      for (const flag of instead.match(/--[a-z][a-z0-9-]+/g) ?? []) expect(spellings).toContain(flag);
    }
  });

  test('lets every flag that a release has pass by its own name, and no other', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VLLM_FLAGS), fc.constantFrom(...VLLM_READ_RELEASES), ([flag], release) => {
        const engine = Engine.vllm({ version: release });
        const unknown = engine.checkExtraArgs([flag], []).some(({ code }) => code === 'AF-ENG-021' || code === 'AF-ENG-022');
        expect(unknown).toBe(!VLLM.flags.spellings(EngineVersion.of(release)).includes(flag));
      }),
      { numRuns: runs(40, 500) },
    );
  });
});

describe('extra arguments', () => {
  const verdicts = JSON.parse(readFileSync(join(__dirname, 'vllm-parser-verdicts.json'), 'utf8')).verdicts as Record<
    string,
    { accepted: string[]; refused: string[] }
  >;
  const errorsOf = (release: string, line: string) =>
    Engine.vllm({ version: release })
      .checkExtraArgs(line.split(' '), [])
      .filter(({ severity }) => severity === 'error');

  test.each(Object.keys(verdicts))('are judged as the parser of vLLM %s judged them', (release) => {
    const { accepted = [], refused = [] } = verdicts[release] ?? {};
    expect([accepted.length, refused.length]).toEqual([120, 120]);
    expect(accepted.filter((line) => errorsOf(release, line).length > 0)).toEqual([]);
    expect(refused.filter((line) => errorsOf(release, line).length === 0)).toEqual([]);
  });

  test.each([
    [['--enable-lora', '--max-loras', '4', '--lora-modules', 'sql=/adapters/sql', 'py=/adapters/py']],
    [['--no-enable-prefix-caching']],
    [['-O3']],
    [['-O', '2']],
    [['--compilation-config.mode', '3']],
    [['--speculative-config', '{"method":"ngram","num_speculative_tokens":3}']],
    [['--hf_overrides={"rope_theta":1000000}']],
    [['--long-prefill-token-threshold', '-1']],
    [['--seed', '${TfToken[seed.0]}']],
    [[]],
  ])('%j are fine', (args) => {
    expect(vllm.checkExtraArgs(args, OWNED)).toEqual([]);
  });

  test.each([
    ['--swap-space', '4'],
    ['--disable-log-requests'],
    ['--num-scheduler-steps', '8'],
    ['--guided-decoding-backend', 'xgrammar'],
    ['--calculate-kv-scales'],
    ['--task', 'embed'],
  ])('AF-ENG-021: %s is gone, and the repair says what to write today', (...args) => {
    const [finding] = vllm.checkExtraArgs(args, OWNED);
    expect(finding).toMatchObject({ code: 'AF-ENG-021', severity: 'error', prop: 'extraArgs', value: args[0] });
    expect(finding?.repairs[0]).toMatch(/^(remove it|use --)/);
  });

  test('a flag that came back is fine again: --disable-log-requests in 0.33', () => {
    const args = ['--disable-log-requests'];
    expect(codes(args, Engine.vllm({ version: '0.10.2' }))).toEqual([]);
    expect(codes(args, Engine.vllm({ version: '0.32.0' }))).toEqual(['AF-ENG-021 error']);
    expect(codes(args, Engine.vllm({ version: '0.33.0' }))).toEqual([]);
  });

  test('AF-ENG-022: a flag of a later release names the release', () => {
    const [finding] = vllm.checkExtraArgs(['--max-num-active-seqs', '64'], OWNED);
    expect(finding).toMatchObject({ code: 'AF-ENG-022', severity: 'error' });
    expect(finding?.message).toBe('vLLM 0.30.0 does not have --max-num-active-seqs yet; it is in 0.31.0');
    expect(finding?.repairs).toContain("engine version '0.31.0'");
  });

  test('AF-ENG-022: a misspelt flag gets the one that was meant, and a negation its negation', () => {
    expect(vllm.checkExtraArgs(['--max-lorass', '4'], OWNED)[0]?.repairs).toEqual(['did you mean --max-loras?']);
    expect(vllm.checkExtraArgs(['--disable-prefix-caching'], OWNED)[0]?.repairs).toEqual(['did you mean --no-enable-prefix-caching?']);
    expect(vllm.checkExtraArgs(['--quantum-flux'], OWNED)[0]?.repairs).toEqual(['remove --quantum-flux']);
  });

  test('a release that was not read is a warning, not an error', () => {
    expect(codes(['--fresh-from-the-press'], Engine.vllm({ version: '0.40.0' }))).toEqual(['AF-ENG-022 warning']);
    expect(codes(['--spec-model', 'x'], Engine.vllm({ version: '0.25.1' }))).toEqual(['AF-ENG-022 warning']);
    expect(codes(['--calculate-kv-scales'], Engine.vllm({ version: '0.25.1' }))).toEqual(['AF-ENG-022 warning']);
    expect(codes(['--calculate-kv-scales'], Engine.vllm({ version: '0.28.0' }))).toEqual(['AF-ENG-021 error']);
    expect(codes(['--swap-space', '4'], Engine.vllm({ version: '0.25.1' }))).toEqual(['AF-ENG-021 error']);
  });

  test('an abbreviation works today, which is worth a warning', () => {
    expect(codes(['--max-cudagraph-capture', '8'])).toEqual(['AF-ENG-022 warning']);
  });

  test.each([
    ['by its name', ['--max-model-len', '8192'], 'maxContextTokens'],
    ['with underscores', ['--max_model_len=8k'], 'maxContextTokens'],
    ['by a short name', ['-tp', '2'], 'gpusPerReplica'],
    ['by an abbreviation', ['--gpu-memory-util', '0.9'], 'gpuMemoryUtilization'],
    ['in the negative', ['--no-enable-auto-tool-choice'], undefined],
    ['though no prop says so: the model', ['--model', 'x'], 'model'],
    ['before its value is looked at', ['--tensor-parallel-size'], 'gpusPerReplica'],
  ])('AF-ENG-023: a flag that a prop owns is refused %s', (_, args, prop) => {
    const [finding, ...others] = vllm.checkExtraArgs(args, OWNED);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ code: 'AF-ENG-023', severity: 'error' });
    if (prop !== undefined) expect(finding?.repairs[0]).toContain(`set ${prop}`);
  });

  test('AF-ENG-023: an alias is owned in every release that may have it', () => {
    const args = ['--device-memory-utilization', '0.9'];
    expect(codes(args, Engine.vllm({ version: '0.31.0' }))).toEqual(['AF-ENG-023 error']);
  });

  test.each([
    ['no value', ['--max-loras'], "write '--max-loras', '<value>'"],
    ['a word instead of a number', ['--max-loras', 'four'], 'give --max-loras a whole number'],
    ['a value too many', ['--max-loras', '4', '5'], 'remove "5"'],
    ['a value for a switch', ['--enable-lora', 'true'], 'remove "true"'],
    ['a value without a flag', ['4'], 'write the flag in front of it, each as an argument of its own'],
    ['flag and value in one string', ['--max-loras 4'], "write '--max-loras', '4'"],
    ['a choice that does not exist', ['--dtype', 'bfloat61'], 'did you mean bfloat16?'],
    ['JSON that is none', ['--kv-transfer-config', '{kv_role: both}'], 'give --kv-transfer-config a JSON object'],
    ['a part of a plain number', ['--max-loras.x', '4'], 'write --max-loras'],
  ])('AF-ENG-024: %s', (_, args, repair) => {
    expect(vllm.checkExtraArgs(args, OWNED)).toEqual([
      expect.objectContaining({ code: 'AF-ENG-024', severity: 'error', repairs: [repair] }),
    ]);
  });

  test('every mistake is named, in the order of the arguments', () => {
    expect(codes(['--swap-space', '4', '-tp', '2', '--nonsense', '--max-loras'])).toEqual([
      'AF-ENG-021 error',
      'AF-ENG-023 error',
      'AF-ENG-022 error',
      'AF-ENG-024 error',
    ]);
  });

  test('nothing a user writes makes the check throw', () => {
    const anyArg = fc.oneof(
      fc.string(),
      fc.string({ maxLength: 12 }).map((text) => `--${text}`),
    );
    fc.assert(
      fc.property(fc.array(anyArg, { maxLength: 4 }), (args) => {
        for (const { repairs } of vllm.checkExtraArgs(args, OWNED)) expect(repairs.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('environment variables', () => {
  test('AF-ENG-025: one that the release no longer reads is a warning with its successor', () => {
    expect(vllm.checkEnvironment(['VLLM_ATTENTION_BACKEND', 'HF_HOME'])).toEqual([
      expect.objectContaining({
        code: 'AF-ENG-025',
        severity: 'warning',
        prop: 'env.VLLM_ATTENTION_BACKEND',
        repairs: ['use --attention-backend'],
      }),
    ]);
    expect(Engine.vllm({ version: '0.19.0' }).checkEnvironment(['VLLM_ATTENTION_BACKEND'])).toEqual([]);
  });
});

describe('defaults of the engine', () => {
  const limits = (gpu: Gpu, engine = vllm) => {
    const { maxNumSeqs, maxNumBatchedTokens } = engine.admissionDefaults(gpu);
    return [maxNumSeqs, maxNumBatchedTokens];
  };

  test('follow the memory of the GPU: from 160 GiB, from 70 GiB, and the rest', () => {
    expect([Gpu.B200, Gpu.B300, Gpu.GB200, Gpu.MI300X].map((gpu) => limits(gpu))).toEqual(Array(4).fill([1024, 16_384]));
    expect([Gpu.H100_PCIE, Gpu.H100_SXM, Gpu.H200_SXM, Gpu.RTX_PRO_6000].map((gpu) => limits(gpu))).toEqual(Array(4).fill([1024, 8_192]));
    expect([Gpu.T4, Gpu.L4, Gpu.L40S, Gpu.RTX_5090, Gpu.A100_40GB_SXM].map((gpu) => limits(gpu))).toEqual(Array(5).fill([256, 2_048]));
  });

  test('leave the A100 in the smallest tier although it has 80 GB', () => {
    expect(limits(Gpu.A100_80GB_PCIE)).toEqual([256, 2_048]);
    expect(limits(Gpu.A100_80GB_SXM)).toEqual([256, 2_048]);
  });

  test('had no tier of their own for large GPUs in 0.19', () => {
    expect(limits(Gpu.B200, Engine.vllm({ version: '0.19.0' }))).toEqual([1024, 8_192]);
    expect(limits(Gpu.B200, Engine.vllm({ version: '0.28.0' }))).toEqual([1024, 16_384]);
  });

  test('are assumed, and say so, for releases older than any that was read', () => {
    expect(Engine.vllm({ version: '0.7.3' }).admissionDefaults(Gpu.H100_SXM).provenance.evidence).toBe('assumed');
    expect(vllm.admissionDefaults(Gpu.H100_SXM).provenance.evidence).toBe('found');
  });

  test.each([
    ['0.10.2', 0.9],
    ['0.19.0', 0.9],
    ['0.21.0', 0.9],
    ['0.22.0', 0.92],
    ['0.30.0', 0.92],
  ])('in %s take %d of the GPU memory', (version, share) => {
    expect(Engine.vllm({ version }).utilizationDefault.share).toBe(share);
  });
});

describe('parsers of the engine', () => {
  test('are known by release', () => {
    expect(vllm.knowsToolParser('hermes')).toBe('present');
    expect(vllm.knowsToolParser('deepseek_v41')).toBe('present');
    expect(Engine.vllm({ version: '0.19.0' }).knowsToolParser('deepseek_v41')).toBe('not yet');
    expect(Engine.vllm({ version: '0.25.0' }).knowsToolParser('deepseek_v41')).toBe('uncertain');
    expect(vllm.knowsToolParser('minimax')).toBe('gone');
    expect(vllm.knowsToolParser('qwen25')).toBe('never');
    expect(Engine.vllm({ version: '0.40.0' }).knowsToolParser('qwen25')).toBe('uncertain');
    expect(vllm.knowsReasoningParser('qwen3')).toBe('present');
  });
});

describe('a version of an engine', () => {
  const part = fc.nat(99);
  const anyVersion = fc.tuple(part, part, part).map(([major, minor, patch]) => `${major}.${minor}.${patch}`);
  const of = EngineVersion.of;

  test('is ordered by its numbers, not by its letters', () => {
    expect(of('0.9.2').compare(of('0.10.0'))).toBeLessThan(0);
    expect(of('v1.0.0').atLeast(of('0.33.0'))).toBe(true);
    expect(of('0.31.0rc1').compare(of('0.31.4'))).toBe(0);
    expect(EngineVersion.parse('nightly')).toBeNull();
    expect(() => of('nightly')).toThrow('text is "nightly", not a version');
  });

  test('is older, newer or the same, never two of these', () => {
    fc.assert(
      fc.property(anyVersion, anyVersion, (a, b) => expect(Math.sign(of(a).compare(of(b)))).toBe(0 - Math.sign(of(b).compare(of(a))))),
    );
  });
});
