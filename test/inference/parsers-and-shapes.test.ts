/** Parsers by name, reasoning apart from tool calls, and answers held to a shape: on every engine that has them, and refused on those that have not. */

import fc from 'fast-check';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { FleetError } from '../../lib/core/fleet-error';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { poolFindings } from '../../lib/inference/pool-findings';
import type { PoolView } from '../../lib/inference/pool-view';
import { servingSpec } from '../../lib/inference/serving';
import { Cluster } from '../../lib/platform/cluster';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { pool, refusal, research } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { repairTexts } from '../support/repairs';
import { runs } from '../support/runs';

type Props = Partial<InferencePoolProps>;
const cluster = Cluster.fromKubeconfig({ context: 'c' });

function made(props: Props): PoolView {
  const app = new App({ outdir: temporaryOutdir() });
  return pool({ stack: new TerraformStack(app, 'research'), cluster }, 'p', { gpu: Gpu.H100_SXM, ...props }).view();
}
const argsOf = (props: Props) => {
  const view = made(props);
  return view.adapter.args(servingSpec(view));
};
const valueAfter = (args: readonly string[], flag: string) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);
const problemOf = (code: string, props: Props) => poolFindings(made(props)).find((problem) => problem.code === code);
const QWEN: Props = { model: Model.QWEN3_8B };

test.each<[string, Props, string | undefined, string | undefined]>([
  ['by default both', {}, 'hermes', 'qwen3'],
  ['the reasoning stays in the answer', { reasoning: false }, 'hermes', undefined],
  ['the tool calls are left alone, the reasoning is not', { toolCalling: false, reasoning: true }, undefined, 'qwen3'],
  ['without tools nothing is parsed, as ever', { toolCalling: false }, undefined, undefined],
  ['by names', { toolCalling: 'qwen3_xml', reasoning: 'deepseek_r1' }, 'qwen3_xml', 'deepseek_r1'],
  ['a name of tools leaves the reasoning to the model', { toolCalling: 'qwen3_xml' }, 'qwen3_xml', 'qwen3'],
])('vLLM: %s', (_, props, toolCall, reasoning) => {
  const args = argsOf({ ...QWEN, ...props });
  expect([valueAfter(args, '--tool-call-parser'), valueAfter(args, '--reasoning-parser')]).toEqual([toolCall, reasoning]);
  expect(args.includes('--enable-auto-tool-choice')).toBe(toolCall !== undefined);
});

test('other engines have names of their own for the same', () => {
  const sglang = argsOf({ ...QWEN, engine: Engine.sglang(), toolCalling: 'qwen3_coder', reasoning: 'qwen3-thinking' });
  expect([valueAfter(sglang, '--tool-call-parser'), valueAfter(sglang, '--reasoning-parser')]).toEqual(['qwen3_coder', 'qwen3-thinking']);
  const tensorRt = argsOf({ ...QWEN, engine: Engine.tensorRtLlm(), toolCalling: false, reasoning: 'deepseek-r1' });
  expect([valueAfter(tensorRt, '--tool_parser'), valueAfter(tensorRt, '--reasoning_parser')]).toEqual([undefined, 'deepseek-r1']);
});

test('a model that the library does not know gets the parsers that its user names', () => {
  const model = Model.custom({ ...Model.QWEN3_8B.facts, id: 'ours', huggingFaceId: 'acme/ours', aliases: [], parsers: {} });
  expect(valueAfter(argsOf({ model }), '--tool-call-parser')).toBeUndefined();
  const args = argsOf({ model, toolCalling: 'hermes', reasoning: 'qwen3' });
  expect([valueAfter(args, '--tool-call-parser'), valueAfter(args, '--reasoning-parser')]).toEqual(['hermes', 'qwen3']);
  expect(problemOf('AF-ENG-007', { model, toolCalling: true })?.repairs.join(' ')).toContain('hermes');
});

test('the template of a model goes with its own parser, and not with another', () => {
  const llama: Props = { model: Model.LLAMA_3_2_3B_INSTRUCT };
  expect(valueAfter(argsOf({ ...llama, toolCalling: 'pythonic' }), '--chat-template')).toContain('llama3.2_pythonic');
  expect(argsOf({ ...llama, toolCalling: 'llama3_json' })).not.toContain('--chat-template');
});

test('a plug-in that the image lacks is asked for by neither name', () => {
  const nemotron: Props = { model: Model.NVIDIA_NEMOTRON_3_NANO_30B_A3B_BF16 };
  expect(problemOf('AF-ENG-031', nemotron)).toMatchObject({ prop: 'toolCalling' });
  expect(problemOf('AF-ENG-031', { ...nemotron, toolCalling: 'qwen3_coder', reasoning: 'nemotron_v3' })).toBeUndefined();
  expect(problemOf('AF-ENG-031', { ...nemotron, toolCalling: 'qwen3_coder' })).toMatchObject({ prop: 'reasoning' });
  expect(problemOf('AF-ENG-031', { ...nemotron, toolCalling: 'qwen3_coder', reasoning: false })).toBeUndefined();
});

test.each<[string, Props, string, RegExp]>([
  ['a misspelt parser', { toolCalling: 'hermess' }, 'toolCalling', /toolCalling: 'hermes'/],
  ['the name of another engine', { reasoning: 'deepseek-r1' }, 'reasoning', /reasoning: 'deepseek_r1'/],
  ['a parser of a later release', { toolCalling: 'qwen3_json' }, 'toolCalling', /version: '0\.3[23]\.0'/],
  ['a parser that is gone', { toolCalling: 'minimax' }, 'toolCalling', /toolCalling: false/],
  [
    'a parser on an engine that takes none',
    { engine: Engine.textGenerationInference(), toolCalling: 'hermes' },
    'toolCalling',
    /toolCalling: false/,
  ],
])('%s is refused, with what to write', (_, props, prop, repair) => {
  const problem = refusal((setting) => pool(setting, 'p', { ...QWEN, gpu: Gpu.H100_SXM, ...props })).problems.find(
    ({ code }) => code === 'AF-ENG-026',
  );
  expect(problem).toMatchObject({ severity: 'error', prop });
  expect(repairTexts(problem).join('; ')).toMatch(repair);
});

test.each(['', '-x', '--tools', 'a b', 'a,b', 7, null])('%j is no name of a parser', (toolCalling) => {
  let thrown: FleetError | undefined;
  try {
    made({ toolCalling: toolCalling as never });
  } catch (error) {
    thrown = error as FleetError;
  }
  expect(thrown?.problems).toMatchObject([{ code: 'AF-SPEC-001', prop: 'toolCalling' }]);
});

test.each<[string, Engine, NonNullable<Props['structuredOutput']>, string, string]>([
  ['vLLM', Engine.vllm(), 'auto', '--structured-outputs-config', '{"backend":"auto"}'],
  ['vLLM', Engine.vllm({ version: '0.33.0' }), 'guidance', '--structured-outputs-config', '{"backend":"guidance"}'],
  ['vLLM 0.10.2', Engine.vllm({ version: '0.10.2' }), 'outlines', '--guided-decoding-backend', 'outlines'],
  ['SGLang', Engine.sglang(), 'auto', '--grammar-backend', 'xgrammar'],
  ['SGLang', Engine.sglang(), 'guidance', '--grammar-backend', 'llguidance'],
])('%s holds answers to a shape by %#', (_, engine, structuredOutput, flag, value) => {
  const args = argsOf({ engine, structuredOutput });
  expect(valueAfter(args, flag)).toBe(value);
  expect(engine.checkOwnArgs(args).filter(({ prop }) => prop === 'structuredOutput')).toEqual([]);
  expect(argsOf({ engine })).not.toContain(flag);
});

test('engines with priorities serve the lower number first', () => {
  const tuning = { scheduling: 'priority' } as const;
  expect(valueAfter(argsOf({ engine: Engine.vllm(), tuning }), '--scheduling-policy')).toBe('priority');
  const sglang = argsOf({ engine: Engine.sglang(), tuning });
  expect(sglang).toEqual(expect.arrayContaining(['--enable-priority-scheduling', '--schedule-low-priority-values-first']));
  expect(Engine.sglang().checkOwnArgs(sglang)).toEqual([]);
  expect(argsOf({ tuning: { scheduling: 'arrival' } })).toEqual(argsOf({}));
});

test('engines that hold answers to a shape by themselves need no flag', () => {
  const tgi: Props = { engine: Engine.textGenerationInference(), structuredOutput: 'auto' };
  expect(argsOf(tgi)).toEqual(argsOf({ engine: Engine.textGenerationInference() }));
  expect(problemOf('AF-ENG-048', tgi)).toBeUndefined();
  expect(problemOf('AF-ENG-023', { ...tgi, extraArgs: ['--disable-grammar-support'] })).toBeDefined();
});

test.each<[string, Props, RegExp]>([
  ['an engine without any', { engine: Engine.tensorRtLlm(), structuredOutput: 'auto' }, /leave structuredOutput out/],
  ['an engine that has others', { engine: Engine.sglang(), structuredOutput: 'lm-format-enforcer' }, /structuredOutput: 'auto'/],
  [
    'a choice where the engine leaves none',
    { engine: Engine.textGenerationInference(), structuredOutput: 'xgrammar' },
    /structuredOutput: 'auto'/,
  ],
  [
    'a model that generates nothing',
    { model: Model.BGE_M3, maxContextTokens: 8_192, structuredOutput: 'auto' },
    /leave structuredOutput out/,
  ],
])('%s is refused', (_, props, repair) => {
  const problem = problemOf('AF-ENG-048', props);
  expect(problem).toMatchObject({ severity: 'error', prop: 'structuredOutput' });
  expect(repairTexts(problem).join('; ')).toMatch(repair);
});

test.each<[string, Props, string]>([
  ['tools of an embedder', { model: Model.BGE_M3, toolCalling: 'hermes' }, 'AF-ENG-007'],
  ['thoughts of an embedder', { model: Model.BGE_M3, reasoning: 'qwen3' }, 'AF-ENG-047'],
  ['thoughts of a model that has no parser', { model: Model.LLAMA_3_1_8B_INSTRUCT, reasoning: true }, 'AF-ENG-047'],
])('%s are not parsed', (_, props, code) => {
  expect(problemOf(code, { maxContextTokens: 8_192, ...props })).toMatchObject({ severity: 'error' });
});

test('a model that thinks needs its parser where the answer has a shape, whichever prop leaves it out', () => {
  const shaped: Props = { ...QWEN, structuredOutput: 'auto' };
  expect(problemOf('AF-ENG-049', { ...shaped, reasoning: false })).toMatchObject({ severity: 'warning', prop: 'reasoning' });
  expect(problemOf('AF-ENG-049', { ...shaped, toolCalling: false })).toBeDefined();
  expect(problemOf('AF-ENG-049', { ...shaped, toolCalling: false, reasoning: true })).toBeUndefined();
  expect(problemOf('AF-ENG-049', { ...shaped, model: Model.LLAMA_3_1_8B_INSTRUCT, reasoning: false })).toBeUndefined();
});

test('the flag is the user’s until the prop is used', () => {
  const extraArgs = ['--structured-outputs-config', '{"backend":"xgrammar","disable_any_whitespace":true}'];
  expect(problemOf('AF-ENG-023', { extraArgs })).toBeUndefined();
  expect(problemOf('AF-ENG-032', { extraArgs })).toBeUndefined();
  expect(problemOf('AF-ENG-023', { extraArgs, structuredOutput: 'auto' })?.message).toContain('structuredOutput');
});

test('a reasoning parser of the user’s is the user’s where reasoning is off', () => {
  const extraArgs = ['--reasoning-parser', 'deepseek_r1'];
  expect(problemOf('AF-ENG-023', { ...QWEN, extraArgs })?.message).toContain('reasoning');
  expect(problemOf('AF-ENG-023', { ...QWEN, extraArgs, reasoning: false })).toBeUndefined();
});

test('the plan says who reads the answers', () => {
  const [plan] = research((setting) => pool(setting, 'p', { ...QWEN, gpu: Gpu.H100_SXM, structuredOutput: 'auto' })).plan().pools;
  expect(plan?.engineOptions).toMatchObject({ parsers: { toolCall: 'hermes', reasoning: 'qwen3' }, structuredOutput: 'auto' });
});

const ENGINES = [
  Engine.vllm(),
  Engine.vllm({ version: '0.10.2' }),
  Engine.vllm({ version: '0.33.0' }),
  Engine.sglang(),
  Engine.tensorRtLlm(),
];

test('whatever is asked is emitted as asked or refused by the name of its prop', () => {
  const anyParser = fc.constantFrom<boolean | string | undefined>(
    true,
    false,
    undefined,
    'hermes',
    'qwen3',
    'deepseek_r1',
    'deepseek-r1',
    'kimi_k2',
    'none',
  );
  const anyProps = fc.record({
    engine: fc.constantFrom(...ENGINES),
    model: fc.constantFrom(Model.QWEN3_8B, Model.LLAMA_3_1_8B_INSTRUCT, Model.GPT_OSS_20B, Model.LLAMA_3_2_3B_INSTRUCT),
    toolCalling: anyParser,
    reasoning: anyParser,
    structuredOutput: fc.constantFrom(undefined, 'auto' as const, 'guidance' as const, 'lm-format-enforcer' as const),
  });
  fc.assert(
    fc.property(anyProps, (props) => {
      const view = made(props as Props);
      const found = poolFindings(view);
      const args = view.adapter.args(servingSpec(view));
      for (const [prop, names] of [
        ['toolCalling', ['--tool-call-parser', '--tool_parser']],
        ['reasoning', ['--reasoning-parser', '--reasoning_parser']],
      ] as const) {
        const emitted = names.map((name) => valueAfter(args, name)).find((value) => value !== undefined);
        const asked = props[prop];
        if (typeof asked === 'string') expect(emitted === asked || found.some((one) => one.prop === prop)).toBe(true);
        if (asked === false) expect(emitted).toBeUndefined();
        if (asked === true && emitted === undefined) expect(found.map((one) => one.prop)).toContain(prop);
      }
      const { structuredOutput } = props;
      const named = args.some((arg) => /^--(structured-outputs-config|guided-decoding-backend|grammar-backend)$/.test(arg));
      if (structuredOutput === undefined) expect(named).toBe(false);
      else expect(named || found.some((one) => one.prop === 'structuredOutput' && one.severity === 'error')).toBe(true);
      // Some begin with the model.
      const given = args.slice(args[0]?.startsWith('--') === true ? 0 : 1);
      const refused = view.engine.checkExtraArgs(given, []).filter(({ code }) => code !== 'AF-ENG-023');
      if (found.every(({ severity, code }) => severity !== 'error' || !code.startsWith('AF-ENG'))) expect(refused).toEqual([]);
    }),
    { numRuns: runs(25, 60) },
  );
});
