/** A pool of Text Embeddings Inference: the image of its card, one folder of weights, no cache; what it cannot do is refused by name. */
import { spawn, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as http from 'node:http';
import type { AddressInfo } from 'node:net';
import * as path from 'node:path';
import fc from 'fast-check';
import { LiteLLMRouter, Scaling, Weights } from '../../lib';
import { Engine } from '../../lib/catalog/engines/engine';
import { TEI_MODELS } from '../../lib/catalog/engines/tei/models';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { teiAdapter } from '../../lib/inference/engines/tei/adapter';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { poolFindings } from '../../lib/inference/pool-findings';
import type { PoolView } from '../../lib/inference/pool-view';
import { servingSpec } from '../../lib/inference/serving';
import { Speculative } from '../../lib/inference/speculative';
import { Cluster } from '../../lib/platform/cluster';
import { sizeLine } from '../../lib/sizing/size-line';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { manifest, pool, refusal, research } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const engine = Engine.textEmbeddingsInference();
const cluster = Cluster.fromKubeconfig({ context: 'c' });
const embedder: Partial<InferencePoolProps> = { engine, model: Model.BGE_M3, gpu: Gpu.L40S, maxContextTokens: 8_192 };

function made(props: Partial<InferencePoolProps> = {}): PoolView {
  const app = new App({ outdir: temporaryOutdir() });
  return pool({ stack: new TerraformStack(app, 'research'), cluster }, 'p', { ...embedder, ...props }).view();
}
const argsOf = (view: PoolView) => teiAdapter.args(servingSpec(view));
const valueAfter = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1];

test.each([
  [Gpu.T4, 'turing-1.9.3'],
  [Gpu.A100_80GB_SXM, '1.9.3'],
  [Gpu.A10G, '86-1.9.3'],
  [Gpu.L40S, '89-1.9.3'],
  [Gpu.H100_SXM, 'hopper-1.9.3'],
  [Gpu.B200, '100-1.9.3'],
])('%s takes the image that is built for its compute capability', (gpu, tag) => {
  expect(engine.imageReference(gpu)).toBe(`ghcr.io/huggingface/text-embeddings-inference:${tag}`);
});

test('a card, a vendor or a release without an image has none, and an image of your own has the tag of the release', () => {
  expect(engine.imageReference(Gpu.MI300X)).toBeNull();
  expect(engine.imageReference(Gpu.B300)).toBeNull();
  expect(Engine.textEmbeddingsInference({ version: '1.8.3' }).imageReference(Gpu.B200)).toBeNull();
  expect(Engine.textEmbeddingsInference({ image: 'registry.example.com/tei' }).imageReference(Gpu.B300)).toBe(
    'registry.example.com/tei:1.9.3',
  );
});

test('it starts with a folder, a name, and the batch that the plan counted; longer texts are refused where the model fits into a batch', () => {
  expect(argsOf(made())).toEqual([
    ...['--model-id', '/models/BAAI/bge-m3', '--served-model-name', 'bge-m3', '--hostname', '0.0.0.0', '--port', '8080'],
    ...['--max-batch-tokens', '16384', '--auto-truncate', 'false', '--json-output'],
  ]);
  expect(valueAfter(argsOf(made({ maxNumSeqs: 64 })), '--max-batch-requests')).toBe('64');
  expect(valueAfter(argsOf(made({ checkpoint: '/models/mine' })), '--model-id')).toBe('/models/mine');
});

test('a model that takes longer texts than a batch holds is cut there, and the plan says so', () => {
  const long = { model: Model.QWEN3_EMBEDDING_0_6B };
  expect(valueAfter(argsOf(made(long)), '--auto-truncate')).toBe('true');
  const cut = (view: PoolView) => poolFindings(view).filter(({ code, severity }) => code === 'AF-ENG-027' && severity === 'info');
  expect(cut(made(long))).toEqual([expect.objectContaining({ prop: 'maxNumBatchedTokens', repairs: ['maxNumBatchedTokens: 32768'] })]);
  expect(cut(made({ ...long, maxNumBatchedTokens: 32_768 }))).toEqual([]);
  expect(cut(made({ ...long, maxContextTokens: 32_768 }))).toEqual([]);
});

test('weights and a batch are counted, and nothing is kept: a decoder that embeds has no cache either', () => {
  const { supply } = made({ model: Model.QWEN3_EMBEDDING_8B, gpu: Gpu.L40S }).verdict;
  const gib = Object.fromEntries(supply.terms.map(({ id, perGpuGiB }) => [id, perGpuGiB]));
  // 7.57 billion parameters of two bytes; 16,384 tokens × (6 × 4,096 + 3 × 12,288) × 2 bytes.
  expect(gib['weights']).toBeCloseTo(14.1, 1);
  expect(gib['activation']).toBeCloseTo(1.875, 2);
  expect(supply.kvBytesPerToken).toBe(0);
  expect(made({ model: Model.QWEN3_EMBEDDING_8B, gpu: Gpu.L4 }).verdict.verdict).not.toBe('rejected');
});

test('sizing of a language model is never a yes', () => {
  const answer = sizeLine({
    model: 'llama-3.1-8b-instruct',
    gpu: 'h100-sxm',
    engine: 'tei',
    maxModelLen: 512,
    sessions: 1,
    contextTokens: 500,
  });
  expect(answer).toMatchObject({ verdict: 'uncertain' });
  expect(sizeLine({ model: 'bge-m3', gpu: 'l4', engine: 'tei', maxModelLen: 512 })).not.toMatchObject({ verdict: 'rejected' });
});

test('a card without flash attention writes out the scores of every pair of tokens', () => {
  const activation = (gpu: Gpu) => made({ gpu }).verdict.supply.terms.find(({ id }) => id === 'activation')?.perGpuGiB ?? 0;
  expect(activation(Gpu.T4) - activation(Gpu.L4)).toBeGreaterThan(7);
});

interface Container {
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly readinessProbe: { readonly httpGet: { readonly path: string } };
  readonly env: readonly { readonly name: string }[];
}
interface Deployment {
  readonly spec: {
    readonly template: { readonly spec: { readonly containers: readonly Container[]; readonly initContainers: readonly Container[] } };
  };
}

describe('an embedder and a reranker behind a router', () => {
  const template = research((setting) => {
    const embeddings = pool(setting, 'embedder', { ...embedder, scaling: Scaling.queueDepth({ min: 1, max: 2 }) });
    const reranker = pool(setting, 'reranker', { ...embedder, model: Model.BGE_RERANKER_V2_M3, weights: Weights.claim() });
    const router = new LiteLLMRouter(setting.stack, 'router', { cluster: setting.cluster, sessionAffinity: false });
    router.addRoute({ alias: 'embed', pool: embeddings });
    router.addRoute({ alias: 'rank', pool: reranker });
  });
  const config = manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'router').data['config.yaml'] ?? '';

  test('documents are ranked at the root of the server, by the client that knows it', () => {
    expect(config).toContain('openai/bge-m3');
    expect(config).toMatch(/api_base: "?http:\/\/embedder\.research\.svc\.cluster\.local:8080\/v1"?\n/);
    expect(config).toContain('huggingface/bge-reranker-v2-m3');
    expect(config).toMatch(/api_base: "?http:\/\/reranker\.research\.svc\.cluster\.local:8080"?\n/);
  });

  test('the pods are probed, scraped and scaled by their own names', () => {
    const [container] = manifest<Deployment>(template, 'Deployment', 'embedder').spec.template.spec.containers;
    expect(container?.ports).toEqual([expect.objectContaining({ name: 'http', containerPort: 8080 })]);
    expect(container?.readinessProbe.httpGet.path).toBe('/health');
    expect(manifest(template, 'ScaledObject', 'embedder')).toMatchObject({
      spec: { triggers: [{ metadata: { query: expect.stringMatching(/^sum\(te_queue_size\{/) as unknown } }] },
    });
  });
});

test.each<[string, Partial<InferencePoolProps>, string, string]>([
  ['a language model', { model: Model.LLAMA_3_1_8B_INSTRUCT }, 'AF-ENG-027', 'engine'],
  ['a reranker by words', { model: Model.QWEN3_RERANKER_0_6B }, 'AF-ENG-027', 'model'],
  ['rotary positions of another kind', { model: Model.JINA_EMBEDDINGS_V3 }, 'AF-ENG-027', 'model'],
  ['two GPUs', { gpusPerReplica: 2 }, 'AF-ENG-027', 'gpusPerReplica'],
  ['stages', { gpusPerReplica: 2, parallelism: { pipeline: 2 } }, 'AF-ENG-027', 'parallelism.pipeline'],
  ['quantized weights', { quantization: 'awq', checkpoint: 'acme/bge-awq' }, 'AF-ENG-027', 'quantization'],
  ['a KV cache format', { kvCacheDtype: 'fp8' }, 'AF-ENG-027', 'kvCacheDtype'],
  ['offload', { offload: { kvCacheGiB: 8 } }, 'AF-ENG-027', 'offload.kvCacheGiB'],
  ['eager mode', { tuning: { enforceEager: true } }, 'AF-ENG-027', 'tuning.enforceEager'],
  ['drafts', { speculative: Speculative.promptLookup({ tokens: 4 }) }, 'AF-ENG-027', 'speculative'],
  ['a chat template', { chatTemplate: '/models/t.jinja' }, 'AF-ENG-027', 'chatTemplate'],
  ['a batch below the longest text', { maxNumBatchedTokens: 4_096 }, 'AF-ENG-027', 'maxNumBatchedTokens'],
  ['a share of the card', { gpuMemoryUtilization: 0.8 }, 'AF-ENG-035', 'gpuMemoryUtilization'],
  ['a card of AMD', { gpu: Gpu.MI300X }, 'AF-ENG-028', 'engine'],
  ['a card that no image is built for', { gpu: Gpu.B300 }, 'AF-ENG-028', 'engine'],
  [
    'a release that stops at the value of --auto-truncate',
    { engine: Engine.textEmbeddingsInference({ version: '1.9.1' }) },
    'AF-ENG-027',
    'engine',
  ],
  ['a release without a name for the model', { engine: Engine.textEmbeddingsInference({ version: '1.8.3' }) }, 'AF-ENG-043', 'engine'],
  ['32 bit by flag', { extraArgs: ['--dtype', 'float32'] }, 'AF-ENG-032', 'extraArgs'],
  ['32 bit by variable', { env: { DTYPE: 'float32' } }, 'AF-ENG-032', 'env.DTYPE'],
  ['a batch by flag', { extraArgs: ['--max-batch-tokens', '999'] }, 'AF-ENG-023', 'extraArgs'],
  ['a flag of another engine', { extraArgs: ['--max-model-len', '8192'] }, 'AF-ENG-022', 'extraArgs'],
  ['a pooling that does not exist', { extraArgs: ['--pooling', 'max'] }, 'AF-ENG-024', 'extraArgs'],
])('%s is refused: the prop, and one thing to type', (_, props, code, prop) => {
  const { problems } = refusal((setting) => pool(setting, 'p', { ...embedder, ...props }));
  const told = problems.filter((problem) => problem.code === code && problem.prop === prop);
  expect(told).toHaveLength(1);
  expect(told[0]?.repairs.length).toBeGreaterThan(0);
});

test('a model that was not read is uncertain', () => {
  const own = Model.custom({ ...Model.BGE_M3.facts, id: 'own-embedder', huggingFaceId: 'acme/own-embedder' });
  expect(poolFindings(made({ model: own })).filter(({ code }) => code === 'AF-ENG-027')).toEqual([
    expect.objectContaining({ severity: 'warning', uncertain: true, prop: 'model' }),
  ]);
});

test('the table of models names every embedder and reranker of the catalog, and only those', () => {
  const ids = Model.all().filter(({ facts }) => facts.kind !== 'llm');
  expect(Object.keys(TEI_MODELS).sort()).toEqual(ids.map(({ id }) => id).sort());
});

test('whatever a pool of an encoder asks for, every flag stands once and is one of its release', () => {
  const props = fc.record(
    {
      model: fc.constantFrom(Model.BGE_M3, Model.BGE_RERANKER_V2_M3, Model.QWEN3_EMBEDDING_0_6B),
      gpu: fc.constantFrom(Gpu.T4, Gpu.L4, Gpu.H100_SXM),
      maxContextTokens: fc.integer({ min: 1, max: 8_192 }),
      maxNumSeqs: fc.integer({ min: 1, max: 1_024 }),
      maxNumBatchedTokens: fc.integer({ min: 8_192, max: 65_536 }),
    },
    { requiredKeys: ['model', 'gpu', 'maxContextTokens'] },
  );
  fc.assert(
    fc.property(props, (given) => {
      const view = made(given as Partial<InferencePoolProps>);
      const args = argsOf(view);
      expect(engine.checkExtraArgs(args, []).filter(({ code }) => code !== 'AF-ENG-023')).toEqual([]);
      const names = args.filter((arg) => arg.startsWith('--'));
      expect(new Set(names).size).toBe(names.length);
      expect(Number(valueAfter(args, '--max-batch-tokens'))).toBeGreaterThanOrEqual(view.spec.maxContextTokens);
      expect(Number(valueAfter(args, '--max-batch-tokens'))).toBe(view.verdict.supply.maxNumBatchedTokens);
    }),
    { numRuns: 50 },
  );
});

/** A hub with one repository, which asks for a token. */
function hub(files: Readonly<Record<string, string>>): http.Server {
  return http.createServer((request, response) => {
    const url = request.url ?? '';
    const name = url.split('/resolve/main/')[1];
    const body =
      url === '/api/models/acme/encoder/revision/main'
        ? JSON.stringify({ siblings: Object.keys(files).map((rfilename) => ({ rfilename })) })
        : files[name ?? ''];
    const known = request.headers.authorization === 'Bearer secret' && body !== undefined;
    response.writeHead(known ? 200 : 404).end(known ? body : '');
  });
}

const withShell = ['bash', 'curl'].every((program) => spawnSync(program, ['--version']).status === 0) ? test : test.skip;

withShell('the download brings what the engine reads and nothing else, writes its marker last, and never again', async () => {
  const files = {
    'config.json': '{}',
    '1_Pooling/config.json': '{"a":1}',
    'model.safetensors': 'weights',
    'pytorch_model.bin': 'old',
    'onnx/model.onnx': 'other',
    'README.md': 'x',
  };
  const server = hub(files);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = temporaryOutdir();
  const [program = '', ...args] = teiAdapter.download({ ...servingSpec(made()), checkpoint: 'acme/encoder' }, '.done/marker');
  const run = (token: string) =>
    new Promise<number | null>((resolve) => {
      const env = { ...process.env, HF_ENDPOINT: `http://127.0.0.1:${port}`, HF_TOKEN: token };
      const words = args.map((arg) => arg.replace(/^\/models/, folder));
      spawn(program, words, { env }).on('exit', resolve);
    });
  expect(await run('wrong')).not.toBe(0);
  expect(fs.existsSync(path.join(folder, '.done/marker'))).toBe(false);
  expect(await run('secret')).toBe(0);
  const brought = fs.readdirSync(path.join(folder, 'acme/encoder'), { recursive: true }) as string[];
  expect(brought.sort()).toEqual(['1_Pooling', '1_Pooling/config.json', 'config.json', 'model.safetensors']);
  expect(fs.readFileSync(path.join(folder, 'acme/encoder/model.safetensors'), 'utf8')).toBe('weights');
  expect(fs.existsSync(path.join(folder, '.done/marker'))).toBe(true);
  server.close();
  expect(await run('wrong')).toBe(0);
});
