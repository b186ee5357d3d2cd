/** AF-CAP-027 and AF-CAP-028: which engine reads which format of weights on which card, in both directions. */
import { engineToSize } from '../../lib/capacity';
import type { Quantization } from '../../lib/capacity/replica-spec';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { codes, judge, replica } from './support';

const SMALL = Model.LLAMA_3_2_1B_INSTRUCT;
const vllm = (version: string) => Engine.vllm({ version });
const trt = engineToSize('tensorrt-llm', null);

type Asked = Parameters<typeof replica>[0] & object;
function said(change: Asked): 'yes' | 'no' | 'not known' | 'nothing' {
  const found = judge({ replica: replica({ model: SMALL, ...change }) }).findings.filter(({ code }) => code === 'AF-CAP-027');
  if (found.length > 0) return found.some(({ severity }) => severity === 'error') ? 'no' : 'not known';
  return change.quantization === undefined && change.model === undefined ? 'nothing' : 'yes';
}

describe('fp8 weights', () => {
  test.each([
    ['T4 with vLLM from 0.22 on: Marlin', Gpu.T4, vllm('0.30.0'), 'yes'],
    ['T4 with vLLM before Marlin came to Turing', Gpu.T4, vllm('0.10.2'), 'no'],
    ['T4 with a release in between, which was not read', Gpu.T4, vllm('0.19.0'), 'not known'],
    ['T4 with SGLang', Gpu.T4, Engine.sglang(), 'no'],
    ['A100 with SGLang', Gpu.A100_80GB_PCIE, Engine.sglang(), 'yes'],
    ['A100 with TensorRT-LLM, which has no kernel that unpacks', Gpu.A100_80GB_PCIE, trt, 'no'],
    ['L4 with TensorRT-LLM', Gpu.L4, trt, 'yes'],
    ['T4 with TGI', Gpu.T4, Engine.textGenerationInference(), 'no'],
    ['A100 with TGI', Gpu.A100_80GB_PCIE, Engine.textGenerationInference(), 'yes'],
  ] as const)('%s', (_, gpu, engine, expected) => {
    expect(said({ gpu, engine, quantization: 'fp8' })).toBe(expected);
  });

  test('copies of ModelOpt ask for more: Ampere from 0.29 on, Turing never', () => {
    const of = (gpu: Gpu, version: string) =>
      said({ gpu, engine: vllm(version), quantization: 'fp8', checkpoint: 'nvidia/Llama-3.1-8B-Instruct-FP8' });
    expect([of(Gpu.A100_80GB_PCIE, '0.26.0'), of(Gpu.A100_80GB_PCIE, '0.28.0'), of(Gpu.A100_80GB_PCIE, '0.29.0')]).toEqual([
      'no',
      'not known',
      'yes',
    ]);
    expect(of(Gpu.T4, '0.33.0')).toBe('no');
  });

  test('a model that is published in fp8 is judged as one that is planned in it', () => {
    const published = Model.custom({ ...SMALL.facts, id: 'small-fp8', nativeQuantization: 'fp8' });
    expect(said({ model: published, gpu: Gpu.T4, engine: Engine.sglang() })).toBe('no');
    expect(codes(judge({ replica: replica({ model: published, gpu: Gpu.A100_80GB_PCIE }) }), 'info')).toContain('AF-CAP-028');
  });
});

describe('other formats', () => {
  const of = (quantization: Quantization, gpu: Gpu, engine = vllm('0.30.0'), checkpoint?: string) =>
    said({ gpu, engine, quantization, ...(checkpoint === undefined ? {} : { checkpoint }) });

  test('int8 has no kernel on Blackwell; 8-bit copies of GPTQ are unpacked there', () => {
    expect([of('int8', Gpu.T4), of('int8', Gpu.H100_SXM), of('int8', Gpu.B200), of('int8', Gpu.RTX_5090)]).toEqual([
      'yes',
      'yes',
      'no',
      'no',
    ]);
    expect(of('int8', Gpu.B200, vllm('0.30.0'), 'Qwen/Qwen2.5-7B-Instruct-GPTQ-Int8')).toBe('yes');
    expect([of('int8', Gpu.T4, Engine.sglang()), of('int8', Gpu.B200, Engine.sglang())]).toEqual(['no', 'no']);
  });

  test('awq and gptq run from Turing on, w4a16 of llm-compressor on SGLang from Ampere on', () => {
    expect([of('awq', Gpu.T4), of('gptq', Gpu.T4), of('awq', Gpu.T4, Engine.sglang()), of('gptq', Gpu.B200)]).toEqual([
      'yes',
      'yes',
      'yes',
      'yes',
    ]);
    expect(of('gptq', Gpu.T4, Engine.sglang(), 'RedHatAI/Llama-3.2-1B-Instruct-quantized.w4a16')).toBe('no');
  });

  test('nvfp4 on Hopper and Ampere through Marlin, with TensorRT-LLM on Blackwell alone', () => {
    expect([of('nvfp4', Gpu.H100_SXM), of('nvfp4', Gpu.A100_80GB_PCIE), of('nvfp4', Gpu.T4)]).toEqual(['yes', 'yes', 'yes']);
    expect([of('nvfp4', Gpu.H100_SXM, Engine.sglang()), of('nvfp4', Gpu.T4, Engine.sglang())]).toEqual(['yes', 'no']);
    expect(said({ gpu: Gpu.A100_80GB_PCIE, engine: trt, quantization: 'nvfp4' })).toBe('no');
    expect(said({ gpu: Gpu.B200, engine: trt, quantization: 'nvfp4' })).toBe('yes');
  });

  test('mxfp4 of gpt-oss from Ampere on, on no Turing', () => {
    const oss = (gpu: Gpu, engine = vllm('0.30.0')) => said({ model: Model.GPT_OSS_20B, gpu, engine });
    expect([oss(Gpu.T4), oss(Gpu.A100_80GB_PCIE), oss(Gpu.H100_SXM), oss(Gpu.L4, Engine.sglang())]).toEqual(['no', 'yes', 'yes', 'yes']);
  });

  test('what the table of TensorRT-LLM leaves out is not known', () => {
    expect(said({ gpu: Gpu.B200, engine: trt, quantization: 'awq' })).toBe('not known');
  });

  test('of weights in 16 bit, of AMD and of formats that were not read nothing is said', () => {
    expect(said({ gpu: Gpu.T4 })).toBe('nothing');
    expect(codes(judge({ replica: replica({ model: SMALL, gpu: Gpu.MI300X, quantization: 'fp8' }) }))).not.toContain('AF-CAP-027');
    expect(Engine.vllm().weightSupport('q4_k_m', '', Gpu.L4)).toBeNull();
  });

  test('a card whose compute capability is not known is named', () => {
    const { id: _id, ...facts } = Gpu.L40S.facts;
    const own = Gpu.custom({ ...facts, id: 'own', computeCapability: null });
    expect(said({ gpu: own, quantization: 'fp8' })).toBe('not known');
  });
});

test('fp8 KV cache of TensorRT-LLM on Ampere is no experiment', () => {
  const kv = (engine: Asked['engine'] & object) =>
    codes(judge({ replica: replica({ model: SMALL, gpu: Gpu.A100_80GB_PCIE, kvCacheDtype: 'fp8', engine }) }));
  expect(kv(trt)).not.toContain('AF-CAP-004');
  expect(kv(Engine.vllm())).toContain('AF-CAP-004');
});
