/** A pool of Text Generation Inference: legacy, by an image of one's own, under the one name that it answers to. */
import { LiteLLMRouter } from '../../lib';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { tgiAdapter } from '../../lib/inference/engines/tgi/adapter';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { poolFindings } from '../../lib/inference/pool-findings';
import type { PoolView } from '../../lib/inference/pool-view';
import { servingSpec } from '../../lib/inference/serving';
import { Speculative } from '../../lib/inference/speculative';
import { Cluster } from '../../lib/platform/cluster';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { manifest, pool, refusal, research } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const engine = Engine.textGenerationInference({ image: 'registry.example.com/tgi' });
const cluster = Cluster.fromKubeconfig({ context: 'c' });
const base: Partial<InferencePoolProps> = { engine, gpu: Gpu.H100_SXM };

function made(props: Partial<InferencePoolProps> = {}): PoolView {
  const app = new App({ outdir: temporaryOutdir() });
  return pool({ stack: new TerraformStack(app, 'research'), cluster }, 'p', { ...base, ...props }).view();
}
const argsOf = (view: PoolView) => tgiAdapter.args(servingSpec(view));
const valueAfter = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1];

test('it is warned about wherever it runs, and its own image is refused, because it runs as root alone', () => {
  expect(poolFindings(made()).filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(poolFindings(made())).toContainEqual(expect.objectContaining({ code: 'AF-ENG-011', severity: 'warning' }));
  const published = made({ engine: Engine.textGenerationInference() });
  expect(poolFindings(published)).toContainEqual(expect.objectContaining({ code: 'AF-ENG-029', severity: 'error' }));
});

test('it starts with the numbers of the plan', () => {
  const args = argsOf(made({ gpusPerReplica: 2, maxContextTokens: 16_384, engineMemoryFraction: 0.9, quantization: 'fp8' }));
  const told = [
    '--num-shard',
    '--max-total-tokens',
    '--max-input-tokens',
    '--max-batch-prefill-tokens',
    '--cuda-memory-fraction',
    '--quantize',
  ];
  expect(told.map((flag) => valueAfter(args, flag))).toEqual(['2', '16384', '16383', '16384', '0.9', 'fp8']);
  expect(engine.checkExtraArgs(args, []).filter(({ code }) => code !== 'AF-ENG-023')).toEqual([]);
});

test('the warm-up that is planned computes as many tokens as the engine is told', () => {
  for (const props of [{}, { maxContextTokens: 32_768 }, { maxNumBatchedTokens: 20_000 }]) {
    const view = made(props);
    expect(valueAfter(argsOf(view), '--max-batch-prefill-tokens')).toBe(String(view.verdict.supply.maxNumBatchedTokens));
  }
});

test('clients send the one name that is not an adapter', () => {
  const template = research((setting) => {
    const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster });
    router.addRoute({ alias: 'old', pool: pool(setting, 'workers', base) });
  });
  const config = manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router').data['config.yaml'] ?? '';
  expect(config).toContain('openai/tgi');
  expect(template.plan().pools[0]?.model).toMatchObject({ id: 'llama-3.1-8b-instruct', servedName: 'tgi' });
  expect(manifest(template, 'Deployment', 'workers').metadata.labels).toMatchObject({ 'agent-fleet/model': 'llama-3.1-8b-instruct' });
});

test.each<[string, Partial<InferencePoolProps>, string, string]>([
  ['its own image', { engine: Engine.textGenerationInference() }, 'AF-ENG-029', 'engine'],
  ['an encoder', { model: Model.BGE_M3, maxContextTokens: 512 }, 'AF-ENG-027', 'engine'],
  ['stages', { gpusPerReplica: 2, parallelism: { pipeline: 2 } }, 'AF-ENG-027', 'parallelism.pipeline'],
  ['eager mode', { tuning: { enforceEager: true } }, 'AF-ENG-027', 'tuning.enforceEager'],
  [
    'a cache in fp8 beside heads that FlashInfer does not take',
    { model: Model.DEEPSEEK_V2_LITE_CHAT, kvCacheDtype: 'fp8' },
    'AF-ENG-027',
    'kvCacheDtype',
  ],
  ['a cache in fp16', { kvCacheDtype: 'fp16' }, 'AF-ENG-027', 'kvCacheDtype'],
  ['a number of sequences', { maxNumSeqs: 64 }, 'AF-ENG-027', 'maxNumSeqs'],
  ['a prefill below the context', { maxNumBatchedTokens: 4_096 }, 'AF-ENG-027', 'maxNumBatchedTokens'],
  ['drafts', { speculative: Speculative.promptLookup({ tokens: 4 }) }, 'AF-ENG-027', 'speculative'],
  ['a chat template', { chatTemplate: '/models/t.jinja' }, 'AF-ENG-027', 'chatTemplate'],
  ['a share of another kind', { gpuMemoryUtilization: 0.9 }, 'AF-ENG-035', 'gpuMemoryUtilization'],
  ['nvfp4', { quantization: 'nvfp4', checkpoint: 'acme/llama-nvfp4' }, 'AF-ENG-033', 'quantization'],
  ['a card of AMD', { engine: Engine.textGenerationInference(), gpu: Gpu.MI300X }, 'AF-ENG-028', 'engine'],
  ['a flag of another engine', { extraArgs: ['--max-model-len', '8192'] }, 'AF-ENG-022', 'extraArgs'],
  ['a cut of the cache', { extraArgs: ['--max-batch-total-tokens', '9000'] }, 'AF-ENG-032', 'extraArgs'],
  ['the context by flag', { extraArgs: ['--max-total-tokens', '9000'] }, 'AF-ENG-023', 'extraArgs'],
  ['a format that it has not', { extraArgs: ['--dtype', 'float8'] }, 'AF-ENG-024', 'extraArgs'],
  ['adapters by variable', { env: { LORA_ADAPTERS: 'a/b' } }, 'AF-ENG-032', 'env.LORA_ADAPTERS'],
  ['the context by variable', { env: { MAX_TOTAL_TOKENS: '9000' } }, 'AF-ENG-037', 'env.MAX_TOTAL_TOKENS'],
])('%s is refused: the prop, and one thing to type', (_, props, code, prop) => {
  const { problems } = refusal((setting) => pool(setting, 'p', { ...base, ...props }));
  const told = problems.filter((problem) => problem.code === code && problem.prop === prop);
  expect(told).toHaveLength(1);
  expect(told[0]?.repairs.length).toBeGreaterThan(0);
});

test('a model that it does not list is uncertain', () => {
  const doubts = poolFindings(made({ model: Model.QWEN3_8B })).filter(({ code }) => code === 'AF-ENG-027');
  expect(doubts).toEqual([expect.objectContaining({ severity: 'warning', uncertain: true, prop: 'model' })]);
});
