/** A pool starts with the weights that were planned: published checkpoints are found, others have to be given, and a name that says otherwise is refused. */
import { sizeReplica } from '../../lib/capacity';
import { formatInName, PUBLISHED_CHECKPOINTS } from '../../lib/catalog/checkpoints';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { servedCheckpoint } from '../../lib/inference/served-checkpoint';
import { findings, pool, refusal, research } from '../setup/research-stack';

type Props = Partial<InferencePoolProps>;
const argsOf = (props: Props) => {
  const deployment = research((setting) => pool(setting, 'p', props))
    .manifests()
    .find(({ kind }) => kind === 'Deployment') as unknown as { spec: { template: { spec: { containers: { args: string[] }[] } } } };
  return deployment.spec.template.spec.containers[0]?.args ?? [];
};
const started = (props: Props) => {
  const args = argsOf(props);
  return { model: args[0], quantization: args.includes('--quantization') ? args[args.indexOf('--quantization') + 1] : null };
};
const problem = (props: Props) => refusal((setting) => pool(setting, 'p', props)).problems.find(({ code }) => code === 'AF-ENG-033');
const large: Props = { model: Model.LLAMA_3_3_70B_INSTRUCT, gpu: Gpu.H100_SXM, gpusPerReplica: 2 };
const wide: Props = { ...large, gpusPerReplica: 4 };

test.each([
  ['awq', 'casperhansen/llama-3.3-70b-instruct-awq'],
  ['int8', 'RedHatAI/Llama-3.3-70B-Instruct-quantized.w8a8'],
  ['nvfp4', 'nvidia/Llama-3.3-70B-Instruct-NVFP4'],
] as const)('%s weights of a model with a published checkpoint come from there, without a flag', (quantization, model) => {
  expect(started({ ...large, quantization })).toEqual({ model, quantization: null });
});

test('fp8 is made of the 16-bit checkpoint while it loads', () => {
  expect(started({ ...large, quantization: 'fp8' })).toEqual({ model: 'meta-llama/Llama-3.3-70B-Instruct', quantization: 'fp8' });
});

test.each([
  ['gptq', Model.LLAMA_3_3_70B_INSTRUCT],
  ['mxfp4', Model.LLAMA_3_1_8B_INSTRUCT],
  ['int8', Model.GEMMA_3_27B_IT],
  ['nvfp4', Model.QWEN3_32B],
  ['awq', Model.PHI_4],
] as const)('%s weights of %s: no checkpoint is known, so none is started', (quantization, model) => {
  const found = problem({ ...large, model, quantization });
  expect(found).toMatchObject({ severity: 'error', prop: 'quantization', value: quantization });
  expect(found?.repairs[0]).toMatch(/^checkpoint: /);
  expect(found?.repairs).toContain("quantization: 'fp8'");
});

test('a checkpoint of the user’s own is taken at its word', () => {
  expect(started({ ...large, quantization: 'gptq', checkpoint: 'acme/our-70b' })).toEqual({ model: 'acme/our-70b', quantization: null });
  expect(started({ ...large, quantization: 'gptq', checkpoint: 'acme/70b-GPTQ-Int4' }).model).toBe('acme/70b-GPTQ-Int4');
});

test('fp8 of a 16-bit fine-tune is made at load; a checkpoint that says FP8 holds it already', () => {
  expect(started({ ...large, quantization: 'fp8', checkpoint: 'acme/our-70b' }).quantization).toBe('fp8');
  expect(started({ ...large, quantization: 'fp8', checkpoint: 'RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic' }).quantization).toBeNull();
});

test.each([
  ['awq', 'acme/our-70b-GPTQ-Int4', "quantization: 'gptq'"],
  ['fp8', 'acme/our-70b-AWQ', "quantization: 'awq'"],
  ['nvfp4', 'casperhansen/llama-3.3-70b-instruct-awq', "quantization: 'awq'"],
  ['awq', 'meta-llama/Llama-3.3-70B-Instruct', "checkpoint: 'casperhansen/llama-3.3-70b-instruct-awq'"],
] as const)('%s is planned and %s holds something else', (quantization, checkpoint, repair) => {
  const found = problem({ ...large, quantization, checkpoint });
  expect(found).toMatchObject({ prop: 'checkpoint', value: checkpoint });
  expect(found?.repairs).toContain(repair);
});

test.each([
  [Model.DEEPSEEK_V3_1, 'awq'],
  [Model.GPT_OSS_20B, 'fp8'],
  [Model.GPT_OSS_20B, 'mxfp4'],
  [Model.KIMI_K2_THINKING, 'fp8'],
] as const)('%s is published in a format of its own and not started in %s', (model, quantization) => {
  const found = problem({ model, gpu: Gpu.B200, gpusPerReplica: 8, quantization });
  expect(found).toMatchObject({ prop: 'quantization', allowed: "'checkpoint'" });
  expect(found?.repairs[0]).toBe("quantization: 'checkpoint'");
});

test('a model that is published in fp8 throughout may be called so', () => {
  const codes = findings((setting) =>
    pool(setting, 'p', { model: Model.MINISTRAL_3_8B_INSTRUCT_2512, gpu: Gpu.H100_SXM, quantization: 'fp8' }),
  );
  expect(codes.map(({ code }) => code)).not.toContain('AF-ENG-033');
});

test('a quantized checkpoint that the plan counts in 16 bit is a finding', () => {
  const found = findings((setting) => pool(setting, 'p', { ...wide, checkpoint: 'acme/our-70b-AWQ' })).find(
    ({ code }) => code === 'AF-ENG-033',
  );
  expect(found).toMatchObject({ severity: 'warning', prop: 'quantization', repairs: ["quantization: 'awq'"] });
});

test('the volume of the weights is as large as the checkpoint that is loaded', () => {
  const sizeOf = (props: Props) => {
    const text = JSON.stringify(research((setting) => pool(setting, 'p', props)).manifests());
    return Number(/"sizeLimit":"(\d+)Gi"/.exec(text)?.[1]);
  };
  expect(sizeOf({ ...wide, quantization: 'nvfp4' })).toBeLessThan(sizeOf(wide) / 2);
});

describe('a model of the user’s own', () => {
  const config = {
    ...{ architectures: ['LlamaForCausalLM'], model_type: 'llama', _name_or_path: 'meta-llama/Llama-3.1-8B-Instruct' },
    ...{ hidden_size: 4096, num_hidden_layers: 32, num_attention_heads: 32, num_key_value_heads: 8, intermediate_size: 14_336 },
    ...{ vocab_size: 128_256, max_position_embeddings: 131_072, torch_dtype: 'bfloat16' },
  };

  test.each([
    [{}, 'AF-ENG-039'],
    [{ id: 'our-8b' }, 'AF-ENG-033'],
  ])('with the options %j it says nowhere to load from', (options, code) => {
    const { problems } = refusal((setting) => pool(setting, 'p', { model: Model.fromConfig(config, options) }));
    expect(problems.map((found) => `${found.code} ${found.prop}`)).toEqual([`${code} checkpoint`]);
  });

  test('is loaded from its checkpoint, or from the repository that is its id', () => {
    expect(started({ model: Model.fromConfig(config, { id: 'our-8b' }), checkpoint: 'acme/our-8b' }).model).toBe('acme/our-8b');
    expect(started({ model: Model.fromConfig(config, { id: 'our-8b' }), checkpoint: '/models/ours' }).model).toBe('/models/ours');
    expect(started({ model: Model.fromConfig(config, { id: 'acme/our-8b' }) }).model).toBe('acme/our-8b');
  });
});

describe('the list of published checkpoints', () => {
  test('names catalog models, each format once, with source and date', () => {
    for (const { modelId, provenance } of PUBLISHED_CHECKPOINTS) {
      expect(Model.byId(modelId)?.facts.nativeQuantization).toBeNull();
      expect(provenance.source).not.toBe('');
      expect(provenance.asOf).toMatch(/^\d{4}-\d{2}$/);
    }
    expect(new Set(PUBLISHED_CHECKPOINTS.map(({ modelId, format }) => `${modelId} ${format}`)).size).toBe(PUBLISHED_CHECKPOINTS.length);
  });

  test('every format is one that the name of its repository says, too', () => {
    for (const { repository, format } of PUBLISHED_CHECKPOINTS)
      expect([repository, formatInName(`x/${repository.split('/').at(-1)}`)]).toEqual([repository, format]);
  });

  test('published sizes agree with the weights of the plan', () => {
    const sized = PUBLISHED_CHECKPOINTS.filter(({ gib }) => gib !== null);
    expect(sized.length).toBeGreaterThan(0);
    for (const { modelId, format, gib } of sized) {
      const spec = { model: Model.byId(modelId) as Model, gpu: Gpu.B200, engine: Engine.vllm(), tensorParallel: 1, quantization: format };
      const { terms } = sizeReplica({ ...spec, kvCacheDtype: 'auto', gpuMemoryUtilization: 0.9, maxContextTokens: 4096 });
      const planned = -(terms.find(({ id }) => id === 'weights')?.perGpuGiB ?? 0);
      expect(Math.abs(Math.abs(planned) - (gib ?? 0)) / (gib ?? 1)).toBeLessThan(0.15);
    }
  });

  test('is what a pool starts with', () => {
    const engine = Engine.vllm();
    for (const { modelId, format, repository } of PUBLISHED_CHECKPOINTS.filter((row) => !engine.quantizesAtLoad(row.format))) {
      const model = Model.byId(modelId) as Model;
      expect(servedCheckpoint({ model, quantization: format, checkpoint: undefined }, engine)).toMatchObject({ repository, atLoad: null });
    }
  });
});

test.each([
  ['meta-llama/Llama-3.3-70B-Instruct', undefined],
  ['/models/llama', undefined],
  ['acme/awq/plain', undefined],
  ['nvidia/Llama-3.1-8B-Instruct-FP4', 'nvfp4'],
  ['constructor', undefined],
])('the name %s says %s', (name, format) => {
  expect(formatInName(name)).toBe(format);
});
