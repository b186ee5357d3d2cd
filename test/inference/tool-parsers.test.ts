/** Parsers get the chat template they need, or the pool says what is missing; what it advises helps. */
import { Engine } from '../../lib/catalog/engines/engine';
import { VLLM } from '../../lib/catalog/engines/vllm/definition';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { FleetError } from '../../lib/core/fleet-error';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { findings, pool, refusal, research } from '../setup/research-stack';
import { repairTexts } from '../support/repairs';

type Props = Partial<InferencePoolProps>;
const LARGE: Props = { gpu: Gpu.H200_SXM, gpusPerReplica: 8, maxContextTokens: 8_192 };
const argsOf = (props: Props) => {
  const deployment = research((setting) => pool(setting, 'p', props))
    .manifests()
    .find(({ kind }) => kind === 'Deployment') as unknown as { spec: { template: { spec: { containers: { args: string[] }[] } } } };
  return deployment.spec.template.spec.containers[0]?.args ?? [];
};
const templateOf = (props: Props) => {
  const args = argsOf(props);
  return args.includes('--chat-template') ? args[args.indexOf('--chat-template') + 1] : undefined;
};

test.each([
  [Model.DEEPSEEK_V3_0324, 'tool_chat_template_deepseekv3.jinja'],
  [Model.DEEPSEEK_R1_0528, 'tool_chat_template_deepseekr1.jinja'],
  [Model.DEEPSEEK_V3_1, 'tool_chat_template_deepseekv31.jinja'],
  [Model.LLAMA_4_SCOUT_17B_16E_INSTRUCT, 'tool_chat_template_llama4_pythonic.jinja'],
])('%s is started with the template that its parser needs', (model, file) => {
  expect(templateOf({ ...LARGE, model })).toBe(`/vllm-workspace/examples/${file}`);
});

const small: Props = { model: Model.LLAMA_3_2_3B_INSTRUCT };

test('the template follows the image, and goes with the parser', () => {
  expect(templateOf({ ...small, gpu: Gpu.MI300X })).toBe('/app/vllm/examples/tool_chat_template_llama3.2_pythonic.jinja');
  expect(templateOf({ ...small, toolCalling: false })).toBeUndefined();
  expect(templateOf({})).toBeUndefined();
});

test('a template of the user’s own wins, with or without tool calling', () => {
  expect(templateOf({ ...small, chatTemplate: '/models/mine.jinja' })).toBe('/models/mine.jinja');
  expect(templateOf({ chatTemplate: '/models/mine.jinja', toolCalling: false })).toBe('/models/mine.jinja');
});

test('a fine-tune that carries the facts of its base keeps the template', () => {
  const tuned = Model.custom({ ...Model.LLAMA_3_2_3B_INSTRUCT.facts, id: 'ours', huggingFaceId: 'acme/ours', aliases: [] });
  expect(templateOf({ model: tuned, checkpoint: 'acme/ours' })).toContain('llama3.2_pythonic');
});

test('it is not known where an image of the user’s own has the template', () => {
  const engine = Engine.vllm({ image: 'registry.internal/vllm' });
  expect(refusal((setting) => pool(setting, 'p', { ...small, engine })).problems).toMatchObject([
    { code: 'AF-ENG-041', prop: 'chatTemplate' },
  ]);
  expect(templateOf({ ...small, engine, chatTemplate: '/templates/pythonic.jinja' })).toBe('/templates/pythonic.jinja');
});

const codesOf = (props: Props): string[] => {
  try {
    return findings((setting) => pool(setting, 'p', props)).map(({ code }) => code);
  } catch (error) {
    return (error as FleetError).problems.map(({ code }) => code);
  }
};

test.each([
  [Model.NVIDIA_NEMOTRON_NANO_9B_V2, /plug-in/],
  [Model.NVIDIA_NEMOTRON_3_NANO_30B_A3B_BF16, /plug-in/],
  [Model.byId('c4ai-command-a-03-2025') as Model, /cohere_melody/],
])('%s needs what the image lacks', (model, what) => {
  const problem = refusal((setting) => pool(setting, 'p', { ...LARGE, model })).problems.find(({ code }) => code === 'AF-ENG-031');
  expect(problem).toMatchObject({ severity: 'error', prop: 'toolCalling', message: expect.stringMatching(what) });
  expect(repairTexts(problem)[0]).toBe('toolCalling: false');
  expect(codesOf({ ...LARGE, model, toolCalling: false })).not.toContain('AF-ENG-031');
});

test('without tool calling the parsers are the user’s', () => {
  const own = ['--tool-parser-plugin', '/models/parser.py', '--tool-call-parser', 'nemotron_json', '--enable-auto-tool-choice'];
  const props = { model: Model.NVIDIA_NEMOTRON_NANO_9B_V2, toolCalling: false };
  expect(argsOf({ ...props, extraArgs: own })).toEqual(expect.arrayContaining(own));
  expect(codesOf({ model: Model.LLAMA_3_1_8B_INSTRUCT, extraArgs: own })).toContain('AF-ENG-023');
});

test('a release that is advised has the parser; where none has, none is advised', () => {
  const problem = refusal((setting) => pool(setting, 'p', { ...LARGE, model: Model.byId('minimax-m1-80k') as Model })).problems.find(
    ({ code }) => code === 'AF-ENG-026',
  );
  expect(repairTexts(problem)).toEqual(['toolCalling: false']);
  const old = { model: Model.GEMMA_4_26B_A4B_IT, engine: Engine.vllm({ version: '0.10.2', image: 'registry.internal/vllm' }) };
  const [advised] = refusal((setting) => pool(setting, 'p', old)).problems.filter(({ code }) => code === 'AF-ENG-026');
  expect(advised?.repairs[0]).toMatch(/^engine: Engine\.vllm\(\{ version: '0\.3\d\.0' \}\)$/);
});

test('every model of the catalog can be served by some release, or without tool calling', () => {
  for (const { facts } of Model.all()) {
    const { toolCall, reasoning, lacks } = Engine.vllm().parsersOf(facts);
    const releases = VLLM.values.reads.map((version) => Engine.vllm({ version }));
    const knows = releases.filter(
      (engine) =>
        (toolCall === null || engine.knowsToolParser(toolCall) === 'present') &&
        (reasoning === null || engine.knowsReasoningParser(reasoning) === 'present'),
    );
    expect([facts.id, knows.length > 0 || (lacks ?? null) !== null]).toEqual([facts.id, true]);
  }
});
