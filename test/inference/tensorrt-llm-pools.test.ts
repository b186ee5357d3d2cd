/** A pool of TensorRT-LLM: the numbers of the plan as options with underscores; what its 1.2 line cannot do by an option is refused. */
import fc from 'fast-check';
import { Scaling } from '../../lib';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { tensorRtLlmAdapter } from '../../lib/inference/engines/tensorrt-llm/adapter';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { poolFindings } from '../../lib/inference/pool-findings';
import type { PoolView } from '../../lib/inference/pool-view';
import { servingSpec } from '../../lib/inference/serving';
import { Speculative } from '../../lib/inference/speculative';
import { Cluster } from '../../lib/platform/cluster';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { manifest, pool, refusal, research } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const engine = Engine.tensorRtLlm();
const cluster = Cluster.fromKubeconfig({ context: 'c' });
const base: Partial<InferencePoolProps> = { engine, model: Model.QWEN3_8B, gpu: Gpu.H100_SXM };

function made(props: Partial<InferencePoolProps> = {}): PoolView {
  const app = new App({ outdir: temporaryOutdir() });
  return pool({ stack: new TerraformStack(app, 'research'), cluster }, 'p', { ...base, ...props }).view();
}
const argsOf = (view: PoolView) => tensorRtLlmAdapter.args(servingSpec(view));
const valueAfter = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1];

test('it is accepted, and starts with the numbers of the plan and its parsers', () => {
  const view = made({ gpusPerReplica: 2, engineMemoryFraction: 0.85 });
  expect(poolFindings(view).filter(({ severity }) => severity === 'error')).toEqual([]);
  const args = argsOf(view);
  expect(args[0]).toBe('Qwen/Qwen3-8B');
  const told = [
    '--backend',
    '--tensor_parallel_size',
    '--max_seq_len',
    '--free_gpu_memory_fraction',
    '--tool_parser',
    '--reasoning_parser',
  ];
  expect(told.map((flag) => valueAfter(args, flag))).toEqual(['pytorch', '2', '8192', '0.85', 'qwen3', 'qwen3']);
  expect(valueAfter(args, '--max_num_tokens')).toBe(String(view.verdict.supply.maxNumBatchedTokens));
  expect(args).toContain('--enable_chunked_prefill');
});

test('whatever a pool asks for, every option stands once and is one of its release', () => {
  const props = fc.record({
    gpusPerReplica: fc.constantFrom(1, 2, 4),
    maxNumSeqs: fc.integer({ min: 1, max: 2_048 }),
    maxNumBatchedTokens: fc.integer({ min: 64, max: 32_768 }),
    toolCalling: fc.boolean(),
    engineMemoryFraction: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
  });
  fc.assert(
    fc.property(props, (given) => {
      const args = argsOf(made(given));
      expect(engine.checkExtraArgs(args.slice(1), []).filter(({ code }) => code !== 'AF-ENG-023')).toEqual([]);
      const names = args.filter((arg) => arg.startsWith('--'));
      expect(new Set(names).size).toBe(names.length);
    }),
    { numRuns: 50 },
  );
});

test('it is not scraped, because its names were not read, and the plan says so', () => {
  const template = research((setting) => void pool(setting, 'p', base));
  expect(template.plan().findings).toContainEqual(expect.objectContaining({ code: 'AF-ENG-044', severity: 'warning' }));
  expect(manifest(template, 'Deployment', 'p')).toMatchObject({
    spec: {
      template: {
        spec: {
          containers: [
            { command: ['trtllm-serve'], image: expect.stringMatching(/^nvcr\.io\/nvidia\/tensorrt-llm\/release:1\.2\.1@sha256:/) },
          ],
        },
      },
    },
  });
});

test('weights in fp8 leave the cache in the format of the model, which no option changes', () => {
  const view = made({ model: Model.LLAMA_3_1_8B_INSTRUCT, quantization: 'fp8', toolCalling: false });
  expect(view.replica.kvCacheDtype).toBe('auto');
  expect(poolFindings(view).filter(({ severity }) => severity === 'error')).toEqual([]);
});

test.each<[string, Partial<InferencePoolProps>, string, string]>([
  ['scaling by a queue that nobody has read', { scaling: Scaling.queueDepth({ min: 1, max: 2 }) }, 'AF-ELA-013', 'scaling'],
  ['an encoder', { model: Model.BGE_M3, maxContextTokens: 512 }, 'AF-ENG-027', 'engine'],
  ['stages', { gpusPerReplica: 2, parallelism: { pipeline: 2 } }, 'AF-ENG-027', 'parallelism.pipeline'],
  ['a cache in fp8', { kvCacheDtype: 'fp8' }, 'AF-ENG-027', 'kvCacheDtype'],
  ['offload', { offload: { kvCacheGiB: 8 } }, 'AF-ENG-027', 'offload.kvCacheGiB'],
  ['a sampler', { tuning: { sampler: 'native' } }, 'AF-ENG-027', 'tuning.sampler'],
  ['drafts', { speculative: Speculative.promptLookup({ tokens: 4 }) }, 'AF-ENG-027', 'speculative'],
  ['fp8 at load', { quantization: 'fp8' }, 'AF-ENG-033', 'quantization'],
  ['gptq', { quantization: 'gptq', checkpoint: 'acme/qwen-gptq' }, 'AF-ENG-033', 'quantization'],
  ['a share of the whole card', { gpuMemoryUtilization: 0.9 }, 'AF-ENG-035', 'gpuMemoryUtilization'],
  ['a card of AMD', { gpu: Gpu.MI300X }, 'AF-ENG-028', 'engine'],
  ['a flag of another engine', { extraArgs: ['--max-model-len', '8192'] }, 'AF-ENG-022', 'extraArgs'],
  ['a configuration file', { extraArgs: ['--extra_llm_api_options', '/models/x.yaml'] }, 'AF-ENG-032', 'extraArgs'],
  ['stages by the short option', { extraArgs: ['--pp_size', '2'] }, 'AF-ENG-032', 'extraArgs'],
  ['the batch by option', { extraArgs: ['--max_batch_size', '8'] }, 'AF-ENG-023', 'extraArgs'],
])('%s is refused: the prop, and one thing to type', (_, props, code, prop) => {
  const { problems } = refusal((setting) => pool(setting, 'p', { ...base, ...props }));
  const told = problems.filter((problem) => problem.code === code && problem.prop === prop);
  expect(told).toHaveLength(1);
  expect(told[0]?.repairs.length).toBeGreaterThan(0);
});

test('a model that was not read is uncertain', () => {
  const doubts = poolFindings(made({ model: Model.GRANITE_4_0_H_SMALL, toolCalling: false })).filter(({ code }) => code === 'AF-ENG-027');
  expect(doubts).toEqual([expect.objectContaining({ severity: 'warning', uncertain: true, prop: 'model' })]);
});
