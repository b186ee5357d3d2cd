/** Quantized checkpoints over tensor-parallel ranks: what the engine of a release refuses to load is refused, with repairs that load. */

import { engineToSize } from '../../lib/capacity';
import { answerPool } from '../../lib/capacity/fit/judge';
import type { ReplicaSpec } from '../../lib/capacity/replica-spec';
import { splitFaultsOf } from '../../lib/capacity/split-faults-of';
import { PUBLISHED_CHECKPOINTS, scaleGroupNamed } from '../../lib/catalog/checkpoints';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { sizeLine } from '../../lib/sizing/size-line';
import { judge, pool, repairsOf, replica } from './support';

const CODE = 'AF-CAP-045';
const EIGHT = { gpu: Gpu.H100_SXM, tensorParallel: 8 } as const;
const vllm = (version: string) => Engine.vllm({ version });
const SGLANG = Engine.sglang({ version: '0.5.23' });
const QWEN_235B: Partial<ReplicaSpec> = {
  ...EIGHT,
  model: Model.QWEN3_235B_A22B_INSTRUCT_2507,
  quantization: 'fp8',
  checkpoint: 'Qwen/Qwen3-235B-A22B-Instruct-2507-FP8',
};
const QWEN_30B: Partial<ReplicaSpec> = {
  ...{ gpu: Gpu.H100_SXM, tensorParallel: 4, model: Model.QWEN3_30B_A3B_INSTRUCT_2507, quantization: 'fp8' },
  checkpoint: 'Qwen/Qwen3-30B-A3B-Instruct-2507-FP8',
};
const AWQ_14B: Partial<ReplicaSpec> = {
  ...{ ...EIGHT, model: Model.QWEN2_5_14B_INSTRUCT, quantization: 'awq' },
  checkpoint: 'Qwen/Qwen2.5-14B-Instruct-AWQ',
};
const M2: Partial<ReplicaSpec> = { ...EIGHT, model: Model.MINIMAX_M2 };

describe('an engine that refuses the checkpoint refuses the pool', () => {
  test.each<[string, Partial<ReplicaSpec>]>([
    ['experts of MiniMax M2 on SGLang: 1536 / 8 = 192', { ...M2, engine: SGLANG }],
    ['experts of MiniMax M2 on vLLM 0.22', { ...M2, engine: vllm('0.22.1') }],
    ['experts of MiniMax M2 on vLLM 0.26', { ...M2, engine: vllm('0.26.0') }],
    ['experts of Qwen3 235B, published in fp8, on SGLang', { ...QWEN_235B, engine: SGLANG }],
    ['experts of Qwen3 30B over four, on SGLang: 768 / 4 = 192', { ...QWEN_30B, engine: SGLANG }],
    ['AWQ of Qwen2.5 14B: 13824 / 8 = 1728 and groups of 128', { ...AWQ_14B, engine: vllm('0.30.0') }],
    ['AWQ of Qwen2.5 14B on SGLang', { ...AWQ_14B, engine: SGLANG }],
    ['the same checkpoint by the format alone', { ...AWQ_14B, checkpoint: undefined as never, engine: vllm('0.30.0') }],
    ['Ray Serve, which runs vLLM', { ...AWQ_14B, engine: engineToSize('ray-serve') }],
  ])('%s', (_, change) => {
    const { checkpoint, ...rest } = change;
    const verdict = judge({ replica: replica({ ...rest, ...(checkpoint === undefined ? {} : { checkpoint }) }) });
    expect(verdict).toMatchObject({ verdict: 'rejected', bottleneck: 'tensor parallel size' });
    expect(verdict.findings.find(({ code }) => code === CODE)).toMatchObject({ severity: 'error', prop: 'tensorParallel' });
  });

  test('the message says what each GPU would hold, and which sizes load', () => {
    const found = judge({ replica: replica({ ...M2, engine: SGLANG }) }).findings.find(({ code }) => code === CODE);
    expect(found?.message).toBe(
      'tensor parallel 8 gives each GPU 192 of the width of the experts of minimax-m2, where 128 share a scale: SGLang 0.5.23 does not load them',
    );
    expect(found?.allowed).toBe('1, 2, 4');
  });
});

describe('an engine that loads it is not held back', () => {
  test.each<[string, Partial<ReplicaSpec>]>([
    ['vLLM 0.29 refines the scales of experts', { ...M2, engine: vllm('0.29.0') }],
    ['so does 0.33', { ...M2, engine: vllm('0.33.0') }],
    ['four GPUs: 384', { ...M2, tensorParallel: 4, engine: SGLANG }],
    ['whole experts on each rank', { ...M2, expertParallel: true, engine: vllm('0.26.0') }],
    [
      'fp8 that is made of 16 bit when it is loaded',
      { ...EIGHT, model: Model.QWEN3_235B_A22B_INSTRUCT_2507, quantization: 'fp8', engine: SGLANG },
    ],
    ['16 bit', { ...EIGHT, model: Model.QWEN2_5_14B_INSTRUCT, engine: SGLANG }],
    [
      'a scale for each channel',
      { ...EIGHT, model: Model.LLAMA_3_3_70B_INSTRUCT, quantization: 'fp8', checkpoint: 'RedHatAI/Llama-3.3-70B-Instruct-FP8-dynamic' },
    ],
    ['experts in MXFP4, rounded up: 2880 / 8 = 360', { ...EIGHT, model: Model.GPT_OSS_120B }],
    ['the same on SGLang', { ...EIGHT, model: Model.GPT_OSS_120B, engine: SGLANG }],
    ['int4 experts in groups of 32', { ...EIGHT, model: Model.KIMI_K2_5, gpu: Gpu.B200 }],
    ['DeepSeek V3 over eight', { ...EIGHT, model: Model.DEEPSEEK_V3_1, gpu: Gpu.H200_SXM, engine: SGLANG }],
    ['NVFP4 in groups of 16', { ...EIGHT, model: Model.LLAMA_3_3_70B_INSTRUCT, gpu: Gpu.B200, quantization: 'nvfp4' }],
    ['AWQ of Qwen2.5 72B, whose width is padded to 29,696', { ...EIGHT, model: Model.QWEN2_5_72B_INSTRUCT, quantization: 'awq' }],
    [
      'the same by its name',
      {
        ...EIGHT,
        model: Model.QWEN2_5_72B_INSTRUCT,
        quantization: 'gptq',
        checkpoint: 'Qwen/Qwen2.5-72B-Instruct-GPTQ-Int4',
        engine: SGLANG,
      },
    ],
    ['AWQ over four: 3456 = 27 × 128', { ...AWQ_14B, tensorParallel: 4 }],
    [
      'layers of a GGUF file, which are dealt out',
      { ...EIGHT, model: Model.QWEN2_5_14B_INSTRUCT, engine: engineToSize('ollama'), quantization: 'q4_k_m' },
    ],
  ])('%s', (_, change) => {
    expect(splitFaultsOf(replica(change))).toEqual([]);
  });
});

describe('what is not known makes no yes', () => {
  test.each<[string, Partial<ReplicaSpec>, RegExp]>([
    [
      'a copy of which nobody read the groups',
      { ...AWQ_14B, checkpoint: 'acme/ours-AWQ' },
      /how many weights share a scale in acme\/ours-AWQ/,
    ],
    ['fp8 of others', { ...QWEN_235B, checkpoint: 'acme/Qwen3-235B-FP8', engine: SGLANG }, /share a scale in acme\/Qwen3-235B-FP8/],
    ['releases between the wheels that were read', { ...M2, engine: vllm('0.28.0') }, /vLLM 0\.27 and 0\.28/],
    [
      'a copy that nobody says is padded',
      { ...EIGHT, model: Model.QWEN2_5_72B_INSTRUCT, quantization: 'awq', checkpoint: 'acme/72b-AWQ' },
      /acme/,
    ],
    [
      'layers that a model brings itself',
      { ...EIGHT, tensorParallel: 16, gpusPerNode: 16, gpu: Gpu.B200, model: Model.DEEPSEEK_V4_PRO },
      /how vLLM 0\.31\.0 splits deepseek-v4-pro/,
    ],
    ['an engine that nobody read', { ...M2, engine: engineToSize('tensorrt-llm') }, /how TensorRT-LLM splits weights in fp8/],
  ])('%s', (_, change, what) => {
    const input = pool({ replica: replica(change) });
    const answer = answerPool(input);
    expect(answer.verdict).toBe('uncertain');
    expect(answer.missing.join('; ')).toMatch(what);
    const found = judge(input).findings.find(({ code }) => code === CODE);
    expect(found).toMatchObject({ severity: 'warning', uncertain: true, message: expect.stringMatching(what) });
  });

  test('sizes that every usual group divides need no fact', () => {
    expect(splitFaultsOf(replica({ ...AWQ_14B, tensorParallel: 4, checkpoint: 'acme/ours-AWQ' }))).toEqual([]);
  });

  test('the configuration of the checkpoint answers it', () => {
    const config = (quantization_config: object) => ({
      ...{ architectures: ['Qwen2ForCausalLM'], model_type: 'qwen2', hidden_size: 5120, num_hidden_layers: 48, num_attention_heads: 40 },
      ...{
        num_key_value_heads: 8,
        intermediate_size: 13_824,
        vocab_size: 152_064,
        max_position_embeddings: 32_768,
        torch_dtype: 'float16',
      },
      quantization_config,
    });
    const faults = (quantization: object) =>
      splitFaultsOf(replica({ ...EIGHT, engine: SGLANG, model: Model.fromConfig(config(quantization), { id: 'acme/ours-14b' }) }));
    const awq = { quant_method: 'awq', bits: 4, zero_point: true };
    expect(faults({ ...awq, group_size: 128 })).toEqual([{ matrix: 'feed-forward layers', perRank: 1728, multiple: 128, unknown: null }]);
    expect(faults({ ...awq, group_size: 64 })).toEqual([]);
    const fp8 = { quant_method: 'fp8', activation_scheme: 'dynamic' };
    expect(faults({ ...fp8, weight_block_size: [128, 128] })).toEqual([
      { matrix: 'feed-forward layers', perRank: 1728, multiple: 128, unknown: null },
    ]);
    expect(faults(fp8)).toEqual([]);
  });
});

describe('repairs load', () => {
  test.each<[string, Partial<ReplicaSpec>, readonly string[]]>([
    ['MiniMax M2 on vLLM 0.26', { ...M2, engine: vllm('0.26.0') }, ['tensorParallel: 4', 'expertParallel: true']],
    ['Qwen2.5 14B in AWQ', { ...AWQ_14B }, ['tensorParallel: 4']],
  ])('%s', (_, change, wanted) => {
    const offered = repairsOf(judge({ replica: replica(change) }));
    for (const repair of wanted) expect(offered).toContain(repair);
    expect(offered.length).toBeLessThanOrEqual(5);
  });

  test('stages where fewer GPUs do not hold the weights', () => {
    const small = { ...QWEN_235B, engine: vllm('0.26.0'), gpu: Gpu.A100_40GB_SXM };
    const offered = repairsOf(judge({ replica: replica(small) }));
    expect(offered).toContain('tensorParallel: 4, pipelineParallel: 2');
  });

  test('a question by line is answered the same way', () => {
    const line = {
      model: 'Qwen/Qwen2.5-14B-Instruct-AWQ',
      engine: 'vllm',
      engineVersion: '0.30.0',
      gpu: 'H100-SXM',
      tensorParallel: 8,
      maxModelLen: 8_192,
    };
    expect(sizeLine(line)).toMatchObject({
      verdict: 'rejected',
      reason: expect.stringContaining('1,728 of the width of the feed-forward layers'),
      repairs: expect.arrayContaining([expect.objectContaining({ keys: { tensorParallel: 4 } })]),
    });
    expect(sizeLine({ ...line, tensorParallel: 4 })).toMatchObject({ verdict: 'fits' });
    for (const model of ['Qwen/Qwen2.5-72B-Instruct-AWQ', 'Qwen/Qwen2.5-72B-Instruct'])
      expect(sizeLine({ ...line, model, quantization: 'awq' })).toMatchObject({ verdict: 'fits' });
    const m2 = {
      model: 'MiniMaxAI/MiniMax-M2',
      engine: 'vllm',
      engineVersion: '0.26.0',
      gpu: 'H100-SXM',
      tensorParallel: 8,
      maxModelLen: 8_192,
    };
    expect(sizeLine(m2)).toMatchObject({
      verdict: 'rejected',
      repairs: expect.arrayContaining([expect.objectContaining({ keys: { expertParallel: true } })]),
    });
    expect(sizeLine({ ...m2, expertParallel: true })).toMatchObject({ verdict: 'fits' });
    expect(sizeLine({ ...line, model: 'Qwen/Qwen2.5-14B-Instruct', quantization: 'fp8' })).toMatchObject({ verdict: 'fits' });
  });
});

describe('every quantized checkpoint that is known', () => {
  const published = PUBLISHED_CHECKPOINTS.map(({ modelId, format, repository }) => ({
    model: Model.byId(modelId),
    quantization: format,
    checkpoint: repository,
  }));
  const native = Model.all()
    .filter(({ facts }) => facts.nativeQuantization !== null)
    .map((model) => ({ model, quantization: 'checkpoint' as const }));
  const engines = [SGLANG, ...['0.22.1', '0.26.0', '0.29.0', '0.30.0'].map(vllm)];
  const sizes = [1, 2, 4, 8] as const;

  test('is refused exactly where the checks of its engine, written down once more, raise', () => {
    let [refused, asked] = [0, 0];
    for (const engine of engines)
      for (const of of [...published, ...native])
        for (const tensorParallel of sizes)
          for (const expertParallel of [false, true]) {
            const { model } = of;
            const width = model?.facts.moe?.expertIntermediateSize ?? null;
            if (model === undefined || width === null) continue;
            const group =
              of.quantization === 'checkpoint'
                ? (model.facts.weightDetail?.scaleGroup ?? null)
                : scaleGroupNamed((of as { checkpoint: string }).checkpoint);
            const isFp8 =
              (of.quantization === 'checkpoint' ? (model.facts.expertQuantization ?? model.facts.nativeQuantization) : of.quantization) ===
              'fp8';
            if (!isFp8 || group !== 128) continue;
            const onRank = expertParallel ? width : width / tensorParallel;
            const refines = engine !== SGLANG && !['0.22.1', '0.26.0'].includes(engine.version);
            const raises = onRank % 128 !== 0 && !(refines && onRank % 32 === 0);
            const spec = replica({ gpu: Gpu.B200, engine, tensorParallel, expertParallel, ...of, model } as Partial<ReplicaSpec>);
            const faults = splitFaultsOf(spec).filter(({ matrix }) => matrix === 'experts');
            asked += 1;
            refused += raises ? 1 : 0;
            expect([model.id, engine.name, tensorParallel, expertParallel, faults.length > 0]).toEqual([
              model.id,
              engine.name,
              tensorParallel,
              expertParallel,
              raises,
            ]);
          }
    expect(asked).toBeGreaterThan(100);
    expect(refused).toBeGreaterThan(10);
  });

  test('a fault names a part that its group does not divide, and none is left where ranks hold all', () => {
    for (const engine of engines)
      for (const of of [...published, ...native]) {
        const spec = (tensorParallel: number) => replica({ gpu: Gpu.B200, engine, ...of, tensorParallel } as Partial<ReplicaSpec>);
        for (const size of sizes) for (const { perRank, multiple } of splitFaultsOf(spec(size))) expect(perRank % multiple).not.toBe(0);
        expect(splitFaultsOf(spec(1)).filter(({ unknown }) => unknown === null)).toEqual([]);
      }
  });
});
