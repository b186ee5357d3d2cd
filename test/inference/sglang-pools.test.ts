/** A pool of SGLang becomes a Deployment that starts it as planned; what it cannot do, or the plan does not count, is refused by name. */

import fc from 'fast-check';
import { AgentFleet, ObservabilityStack, Topology } from '../../lib';
import { engineModelOf } from '../../lib/capacity';
import { sglangSettings } from '../../lib/capacity/engines/sglang/settings';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { sglangAdapter } from '../../lib/inference/engines/sglang/adapter';
import type { InferencePoolProps } from '../../lib/inference/inference-pool-props';
import { poolFindings } from '../../lib/inference/pool-findings';
import { toPoolPlan } from '../../lib/inference/pool-plan';
import type { PoolView } from '../../lib/inference/pool-view';
import { servingSpec } from '../../lib/inference/serving';
import { Speculative } from '../../lib/inference/speculative';
import { Cluster } from '../../lib/platform/cluster';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { manifest, pool, refusal, research } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { runs } from '../support/runs';

const engine = Engine.sglang();
const cluster = Cluster.fromKubeconfig({ context: 'c' });

function made(props: Partial<InferencePoolProps>): PoolView {
  const app = new App({ outdir: temporaryOutdir() });
  return pool({ stack: new TerraformStack(app, 'research'), cluster }, 'p', { engine, ...props }).view();
}
const argsOf = (view: PoolView) => sglangAdapter.args(servingSpec(view));
const valueAfter = (args: readonly string[], flag: string) => args[args.indexOf(flag) + 1];

const COMBINATIONS: readonly Partial<InferencePoolProps>[] = [
  { model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.A100_80GB_SXM },
  { model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.L40S, quantization: 'fp8' },
  { model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.RTX_4090, quantization: 'awq' },
  { model: Model.LLAMA_3_2_3B_INSTRUCT, gpu: Gpu.L4, toolCalling: false },
  { model: Model.LLAMA_3_3_70B_INSTRUCT, gpu: Gpu.H100_SXM, gpusPerReplica: 4 },
  { model: Model.LLAMA_3_3_70B_INSTRUCT, gpu: Gpu.H100_SXM, gpusPerReplica: 2, quantization: 'fp8', kvCacheDtype: 'fp8' },
  { model: Model.LLAMA_3_3_70B_INSTRUCT, gpu: Gpu.B200, quantization: 'fp8', kvCacheDtype: 'bf16' },
  { model: Model.QWEN3_8B, gpu: Gpu.H100_SXM, tuning: { enforceEager: true, sampler: 'native' } },
  { model: Model.QWEN3_30B_A3B_INSTRUCT_2507, gpu: Gpu.H100_SXM, gpusPerReplica: 2, maxNumSeqs: 256 },
  { model: Model.GPT_OSS_20B, gpu: Gpu.H200_SXM },
  { model: Model.GLM_4_5_AIR, gpu: Gpu.H200_SXM, gpusPerReplica: 4, engineMemoryFraction: 0.85 },
  { model: Model.MISTRAL_7B_INSTRUCT_V0_3, gpu: Gpu.A100_80GB_PCIE, maxNumBatchedTokens: 4_096, chatTemplate: '/models/mine.jinja' },
  { model: Model.DEEPSEEK_V2_LITE_CHAT, gpu: Gpu.H100_SXM, maxContextTokens: 16_384 },
];

test.each(COMBINATIONS)('the flags of combination %# are flags of its release, with values that it takes', (props) => {
  const view = made(props);
  expect(poolFindings(view).filter(({ code, severity }) => code.startsWith('AF-ENG') && severity === 'error')).toEqual([]);
  const refused = engine.checkExtraArgs(argsOf(view), []).filter(({ code }) => code !== 'AF-ENG-023');
  expect(refused).toEqual([]);
});

const anyProps = fc.record(
  {
    model: fc.constantFrom(
      Model.LLAMA_3_1_8B_INSTRUCT,
      Model.QWEN3_8B,
      Model.GPT_OSS_20B,
      Model.GEMMA_3_27B_IT,
      Model.BGE_M3,
      Model.QWEN3_5_9B,
    ),
    gpu: fc.constantFrom(Gpu.H100_SXM, Gpu.B200, Gpu.L40S, Gpu.A100_80GB_SXM, Gpu.MI300X),
    gpusPerReplica: fc.constantFrom(1, 2, 4),
    quantization: fc.constantFrom('checkpoint', 'fp8', 'awq' as const),
    kvCacheDtype: fc.constantFrom('auto', 'bf16', 'fp16', 'fp8', 'nvfp4', 'fp8_per_token_head' as const),
    engineMemoryFraction: fc.double({ min: 0.5, max: 0.95, noNaN: true }),
    maxNumSeqs: fc.integer({ min: 1, max: 4_096 }),
    maxNumBatchedTokens: fc.integer({ min: 64, max: 32_768 }),
    parallelism: fc.record({ expert: fc.boolean(), decodeContext: fc.constantFrom(1, 2) }),
    offload: fc.record({
      weightsGiBPerGpu: fc.constantFrom(0, 4),
      kvCacheGiB: fc.constantFrom(0.5, 32),
      kvCacheDiskGiB: fc.constantFrom(0, 200),
    }),
    tuning: fc.record({
      enforceEager: fc.boolean(),
      hybridKvCacheManager: fc.boolean(),
      sampler: fc.constantFrom('native', 'flashinfer' as const),
    }),
    speculative: fc.constantFrom(Speculative.promptLookup({ tokens: 4 }), Speculative.ownLayers({ tokens: 1, layers: 1 })),
    toolCalling: fc.boolean(),
    chatTemplate: fc.constantFrom('/models/template.jinja', 'written {{ out }}'),
  },
  { requiredKeys: ['model', 'gpu'] },
);

test('whatever a pool asks for, it writes each flag once, as its release has it, and what it leaves out is refused', () => {
  fc.assert(
    fc.property(anyProps, (props) => {
      const view = made(props as Partial<InferencePoolProps>);
      const args = argsOf(view);
      expect(engine.checkExtraArgs(args, []).filter(({ code }) => code !== 'AF-ENG-023')).toEqual([]);
      expect(new Set(args.filter((arg) => arg.startsWith('--'))).size).toBe(args.filter((arg) => arg.startsWith('--')).length);
      const asked = poolFindings(view)
        .filter(({ code }) => code === 'AF-ENG-027')
        .map(({ prop }) => prop);
      expect(asked.includes('speculative')).toBe(props.speculative !== undefined);
      expect(asked.includes('offload.kvCacheGiB')).toBe(props.offload?.kvCacheGiB === 0.5);
      expect(asked.includes('maxNumBatchedTokens')).toBe((props.maxNumBatchedTokens ?? 128) % 128 !== 0);
    }),
    { numRuns: runs(20, 60) },
  );
});

const anyReplica = fc.record({
  gpu: fc.constantFrom(Gpu.RTX_4090, Gpu.L40S, Gpu.A100_80GB_SXM, Gpu.H100_SXM, Gpu.H200_SXM, Gpu.B200),
  gpusPerReplica: fc.constantFrom(1, 2, 4, 8),
  maxNumBatchedTokens: fc.option(
    fc.integer({ min: 1, max: 128 }).map((pages) => 128 * pages),
    { nil: undefined },
  ),
  engineMemoryFraction: fc.option(fc.double({ min: 0.5, max: 0.95, noNaN: true }), { nil: undefined }),
  tuning: fc.record({ enforceEager: fc.boolean() }),
});

test('what is started is what was planned: told its own flags, the plan holds as many tokens', () => {
  fc.assert(
    fc.property(anyReplica, ({ maxNumBatchedTokens, engineMemoryFraction, ...props }) => {
      const view = made({
        ...props,
        ...(maxNumBatchedTokens === undefined ? {} : { maxNumBatchedTokens }),
        ...(engineMemoryFraction === undefined ? {} : { engineMemoryFraction }),
      });
      const args = argsOf(view);
      const { supply } = view.verdict;
      const told = {
        ...view.replica,
        maxNumSeqs: Number(valueAfter(args, '--max-running-requests')),
        maxNumBatchedTokens: Number(valueAfter(args, '--chunked-prefill-size')),
        engineMemoryFraction: Number(valueAfter(args, '--mem-fraction-static')),
      };
      expect(engineModelOf(told).supply(told)).toMatchObject({
        kvTokens: supply.kvTokens,
        maxNumSeqs: supply.maxNumSeqs,
        maxNumBatchedTokens: supply.maxNumBatchedTokens,
      });
      expect(args.includes('--cuda-graph-max-bs-decode')).toBe(!props.tuning.enforceEager);
    }),
    { numRuns: runs(20, 60) },
  );
});

test('a tokenizer of another repository is downloaded with the weights, because the engine itself loads nothing from the hub', () => {
  const view = made({ extraArgs: ['--tokenizer-path', 'acme/tokenizer'] });
  expect(sglangAdapter.repositories(servingSpec(view))).toEqual([servingSpec(view).checkpoint, 'acme/tokenizer']);
});

test('on an H100 it starts with the fraction, the chunk and the batch of its own release', () => {
  const args = argsOf(made({ gpu: Gpu.H100_SXM }));
  // 81,559 MiB less 0.5 GiB, 1.5 MiB a token of 8,192, 2 MiB a sequence of 256, an eighth of a GiB a GPU and 58 prefill graphs of 8 MiB.
  expect(valueAfter(args, '--mem-fraction-static')).toBe('0.83');
  expect(valueAfter(args, '--chunked-prefill-size')).toBe('8192');
  expect(valueAfter(args, '--cuda-graph-max-bs-decode')).toBe('256');
  const replica = { ...made({ gpu: Gpu.H100_SXM }).replica, tensorParallel: 4 };
  expect(sglangSettings(replica).graphBatch).toBe(512);
});

test('windows save nothing: every token is planned in every layer, and the engine is told so', () => {
  const view = made({ model: Model.GPT_OSS_20B, gpu: Gpu.H100_SXM });
  expect(valueAfter(argsOf(view), '--swa-full-tokens-ratio')).toBe('1.0');
  expect(argsOf(made({}))).not.toContain('--swa-full-tokens-ratio');
  const layout = engineModelOf(view.replica).layout(view.replica);
  expect(layout).toMatchObject({ windowTokens: null, windowedBytesPerToken: 0 });
  const usual = { ...view.replica, engine: Engine.vllm() };
  expect(engineModelOf(usual).layout(usual).windowTokens).toBe(128);
});

test('a release that was not read starts without its defaults, and the plan is uncertain', () => {
  const view = made({ engine: Engine.sglang({ version: '0.5.19' }) });
  const args = argsOf(view);
  expect(args).not.toContain('--cuda-graph-max-bs-decode');
  expect(args).not.toContain('--uvicorn-access-log-exclude-prefixes');
  expect(args).toContain('--mem-fraction-static');
  const engineFindings = poolFindings(view).filter(({ code }) => code.startsWith('AF-ENG'));
  expect(engineFindings).toContainEqual(expect.objectContaining({ code: 'AF-ENG-034', severity: 'warning', uncertain: true }));
  expect(engineFindings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

interface Container {
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
  readonly ports: readonly { readonly containerPort: number }[];
  readonly readinessProbe: { readonly httpGet: { readonly path: string }; readonly timeoutSeconds: number };
}
interface Deployment {
  readonly spec: { readonly template: { readonly spec: { readonly securityContext: object; readonly containers: readonly Container[] } } };
}

describe('a fleet on SGLang', () => {
  const template = research((setting) => {
    const workers = pool(setting, 'workers', { engine, gpu: Gpu.H100_SXM });
    const fleet = new AgentFleet(setting.stack, 'crew', {
      cluster: setting.cluster,
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows: 4,
      roles: { writer: { pool: workers, contextTokens: 4_000, latency: 'chat' } },
      runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
    });
    new ObservabilityStack(setting.stack, 'observability', { cluster: setting.cluster, fleets: [fleet] });
  });
  const { securityContext, containers } = manifest<Deployment>(template, 'Deployment', 'workers').spec.template.spec;
  const [container] = containers;

  test('starts the server, on every address of its pod, with metrics', () => {
    expect(container?.command).toEqual(['python3', '-m', 'sglang.launch_server']);
    expect(container?.args).toContain('--enable-metrics');
    expect(valueAfter(container?.args ?? [], '--host')).toBe('0.0.0.0');
    expect(valueAfter(container?.args ?? [], '--tool-call-parser')).toBe('llama3');
  });

  test('is probed without a generation, and never runs as root', () => {
    expect(container?.env).toContainEqual(expect.objectContaining({ name: 'SGLANG_ENABLE_HEALTH_ENDPOINT_GENERATION', value: 'false' }));
    expect(container?.readinessProbe).toMatchObject({ httpGet: { path: '/health' }, timeoutSeconds: 5 });
    expect(container?.ports).toEqual([expect.objectContaining({ containerPort: 30_000 })]);
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 1000 });
    expect(template.plan().findings).toContainEqual(expect.objectContaining({ code: 'AF-ENG-029', severity: 'warning' }));
  });

  test('is watched under its own names, and a stall by what moves with every step', () => {
    const rules = JSON.stringify(manifest(template, 'PrometheusRule', 'observability'));
    expect(rules).toContain('rate(sglang:realtime_tokens_total');
    expect(rules).toContain('sglang:cached_tokens_total');
    expect(rules).not.toMatch(/vllm:|\bnull\b|undefined/);
  });

  test('is planned by its own accounting, and is in the plan as what it is', () => {
    expect(template.plan().pools[0]).toMatchObject({ engine: { id: 'sglang', version: '0.5.23' }, verdict: 'fits' });
  });
});

test.each<[string, Partial<InferencePoolProps>, string, string]>([
  ['a share of the whole card', { gpuMemoryUtilization: 0.9 }, 'AF-ENG-035', 'gpuMemoryUtilization'],
  ['pipeline stages', { gpusPerReplica: 2, parallelism: { pipeline: 2 } }, 'AF-ENG-027', 'parallelism.pipeline'],
  [
    'copies of the attention',
    { model: Model.QWEN3_30B_A3B_INSTRUCT_2507, gpusPerReplica: 2, parallelism: { data: 2 } },
    'AF-ENG-027',
    'parallelism.data',
  ],
  [
    'expert parallelism',
    { model: Model.QWEN3_30B_A3B_INSTRUCT_2507, gpusPerReplica: 2, parallelism: { expert: true } },
    'AF-ENG-027',
    'parallelism.expert',
  ],
  ['weights in host memory', { offload: { weightsGiBPerGpu: 4 } }, 'AF-ENG-027', 'offload.weightsGiBPerGpu'],
  ['less than a GB of KV blocks', { offload: { kvCacheGiB: 0.5 } }, 'AF-ENG-027', 'offload.kvCacheGiB'],
  ['KV blocks on disk alone', { offload: { kvCacheDiskGiB: 100 } }, 'AF-SPEC-001', 'offload.kvCacheDiskGiB'],
  ['drafts', { speculative: Speculative.promptLookup({ tokens: 4 }) }, 'AF-ENG-027', 'speculative'],
  [
    'one memory for all layers',
    { model: Model.GEMMA_3_27B_IT, gpu: Gpu.H100_SXM, tuning: { hybridKvCacheManager: false } },
    'AF-ENG-027',
    'tuning.hybridKvCacheManager',
  ],
  ['a cache in fp16', { kvCacheDtype: 'fp16' }, 'AF-ENG-027', 'kvCacheDtype'],
  ['a cache in nvfp4', { gpu: Gpu.B200, kvCacheDtype: 'nvfp4' }, 'AF-ENG-027', 'kvCacheDtype'],
  ['chunks that end within a page', { maxNumBatchedTokens: 5_000 }, 'AF-ENG-027', 'maxNumBatchedTokens'],
  ['a sampler for another card', { gpu: Gpu.MI300X, tuning: { sampler: 'flashinfer' } }, 'AF-ENG-027', 'tuning.sampler'],
  ['a chat template written out', { chatTemplate: '{% for m in messages %}{{ m.content }}{% endfor %}' }, 'AF-ENG-027', 'chatTemplate'],
  ['a chat template without its ending', { chatTemplate: '/models/template' }, 'AF-ENG-027', 'chatTemplate'],
  ['the ratio of windows by flag', { extraArgs: ['--swa-full-tokens-ratio', '0.2'] }, 'AF-ENG-023', 'extraArgs'],
  ['an encoder', { model: Model.BGE_M3, maxContextTokens: 512 }, 'AF-ENG-027', 'engine'],
  ['a card of AMD', { gpu: Gpu.MI300X }, 'AF-ENG-028', 'engine'],
  ['a flag of another engine', { extraArgs: ['--max-model-len', '8192'] }, 'AF-ENG-022', 'extraArgs'],
  ['a cache in host memory by flag', { extraArgs: ['--enable-hicache'] }, 'AF-ENG-023', 'extraArgs'],
  ['another size of it', { extraArgs: ['--hicache-ratio', '3'] }, 'AF-ENG-032', 'extraArgs'],
  [
    'slow health checks',
    { env: { SGLANG_ENABLE_HEALTH_ENDPOINT_GENERATION: 'true' } },
    'AF-ENG-032',
    'env.SGLANG_ENABLE_HEALTH_ENDPOINT_GENERATION',
  ],
  [
    'a folder of KV blocks of its own',
    { env: { SGLANG_HICACHE_FILE_BACKEND_STORAGE_DIR: '/tmp' } },
    'AF-ENG-037',
    'env.SGLANG_HICACHE_FILE_BACKEND_STORAGE_DIR',
  ],
  ['no draining', { env: { SGL_FORCE_SHUTDOWN: '1' } }, 'AF-ENG-032', 'env.SGL_FORCE_SHUTDOWN'],
])('%s is refused: the prop, and one thing to type', (_, props, code, prop) => {
  const { problems } = refusal((setting) => pool(setting, 'p', { engine, ...props }));
  const told = problems.filter((problem) => problem.code === code && problem.prop === prop);
  expect(told).toHaveLength(1);
  expect(told[0]?.repairs.length).toBeGreaterThan(0);
});

test('KV blocks in host memory and on disk: whole GB of each rank, files that the engine keeps within their part, and room for both', () => {
  const view = made({ gpusPerReplica: 2, offload: { kvCacheGiB: 96, kvCacheDiskGiB: 400 } });
  expect(argsOf(view).join(' ')).toContain('--enable-hierarchical-cache --hicache-size 51 --hicache-storage-backend file');
  expect(view.adapter.env(servingSpec(view))).toMatchObject({
    SGLANG_HICACHE_FILE_BACKEND_STORAGE_DIR: '/kv-blocks',
    SGLANG_HICACHE_FILE_BACKEND_MAX_SIZE: String(200 * 1024 ** 3),
  });
  expect(view.adapter.writableFolders(view.replica)).toContainEqual({ name: 'kv-blocks', path: '/kv-blocks', sizeGiB: 402 });
  expect(toPoolPlan(view).hostMemory).toMatchObject({ pod: `${64 + 96}Gi`, offloadedGiB: 96, kvDisk: { gib: 400 } });
});

test.each<[string, Partial<InferencePoolProps>]>([
  ['linear layers', { model: Model.QWEN3_5_9B, gpu: Gpu.H100_SXM }],
  ['a compressed cache', { model: Model.DEEPSEEK_V4_FLASH, gpu: Gpu.B200, gpusPerReplica: 4 }],
  ['a card of AMD with an image of your own', { engine: Engine.sglang({ image: 'registry.example.com/sglang-rocm' }), gpu: Gpu.MI300X }],
])('%s: nobody has counted it, and the plan says so', (_, props) => {
  const uncertain = poolFindings(made(props)).filter(({ code }) => code === 'AF-ENG-027');
  expect(uncertain).toEqual([expect.objectContaining({ severity: 'warning', uncertain: true })]);
});

describe('--scheduler-recv-interval', () => {
  const of = (...extraArgs: string[]) => made({ extraArgs });

  test('is counted: the last one wins, at 0 and below the engine looks before every step, and the flag reaches the engine as it is written', () => {
    const interval = (...extraArgs: string[]) => of(...extraArgs).replica.schedulerRecvInterval;
    expect([interval(), interval('--scheduler-recv-interval', '30'), interval('--scheduler-recv-interval=10')]).toEqual([
      undefined,
      30,
      10,
    ]);
    expect(interval('--scheduler-recv-interval', '30', '--scheduler-recv-interval', '5')).toBe(5);
    expect([interval('--scheduler-recv-interval', '0'), interval('--scheduler-recv-interval', '-7')]).toEqual([1, 1]);
    expect(argsOf(of('--scheduler-recv-interval', '30')).slice(-2)).toEqual(['--scheduler-recv-interval', '30']);
    expect(poolFindings(of('--scheduler-recv-interval', '30')).filter(({ prop }) => prop === 'extraArgs')).toEqual([]);
  });

  test.each([
    ['ten', 'AF-ENG-024'],
    ['1.5', 'AF-ENG-024'],
    ['${TfToken[TOKEN.1]}', 'AF-ENG-032'],
  ])('%s is refused', (value, code) => {
    const found = poolFindings(of('--scheduler-recv-interval', value)).filter(({ severity }) => severity === 'error');
    expect(found).toEqual([expect.objectContaining({ code })]);
    expect(found[0]?.message).toContain('--scheduler-recv-interval');
  });

  test.each(['DEFAULT', 'DECODE', 'TARGET_VERIFY', 'NONE'])('a variable that counts steps otherwise is refused (%s)', (mode) => {
    expect(engine.checkEnvironment([`SGLANG_SCHEDULER_RECV_SKIPPER_WEIGHT_${mode}`])).toMatchObject([
      { code: 'AF-ENG-032', severity: 'error', repairs: [expect.stringContaining('--scheduler-recv-interval')] },
    ]);
  });
});
