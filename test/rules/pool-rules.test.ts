import { engineToSize, type PoolInput, type ReplicaSpec, type RoleDemand } from '../../lib/capacity';
import { type Assessment, assess } from '../../lib/capacity/fit/assessment';
import { BAND_RULES } from '../../lib/capacity/fit/band-rules';
import { POOL_RULES } from '../../lib/capacity/fit/rules';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { FP8, judge, pool, replica, sessions } from '../capacity/support';
import { describeRules } from './cases';

const asked = (spec: Partial<ReplicaSpec> = {}, demands: readonly RoleDemand[] = [], more: Partial<PoolInput> = {}): Assessment =>
  assess(pool({ replica: replica(spec), demands, ...more }));
const fp8 = (count: number, more: Partial<PoolInput> = {}) => asked(FP8, [sessions(count, 8_192)], more);
const admitting = (maxNumSeqs: number) => asked({ maxNumSeqs }, [sessions(20, 8_000)]);
const rated = (requestsPerSecond: number, spec: Partial<ReplicaSpec> = {}): Assessment =>
  asked({ ...FP8, gpu: Gpu.H100_SXM, maxNumSeqs: 64, ...spec }, [
    { ...sessions(20, 4_096), rate: { requestsPerSecond, inputTokens: 600, outputTokens: 350 } },
  ]);
const made = judge({
  replica: replica({ ...FP8, gpu: Gpu.H100_SXM, maxNumSeqs: 64 }),
  demands: [{ ...sessions(20, 4_096), rate: { requestsPerSecond: 1, inputTokens: 600, outputTokens: 350 } }],
}).throughput;
const perSecond = (tokens: number | undefined) => (tokens ?? 0) / 350;
const quiet = (kvOffloadGiB: number) => asked({ ...FP8, kvOffloadGiB }, [{ ...sessions(2, 8_192), offloadedSessions: 40 }]);
const slice = Gpu.mig('2g.20gb', Gpu.H100_PCIE);
const encoder = { model: Model.BGE_M3, gpu: Gpu.L40 };
/** Experts of 1,536, in blocks of 128 × 128. */
const M2 = { model: Model.MINIMAX_M2, gpu: Gpu.H200_SXM, tensorParallel: 8 } as const;
const large = Model.LLAMA_3_3_70B_INSTRUCT;

/** Nothing is in doubt. */
const SURE = { reserveGiB: 0, kvRangeGiB: null, doubts: [] };

describeRules('rules of a pool', POOL_RULES, {
  'facts-known': { violated: [asked({ gpu: Gpu.GH200_144GB })], compliant: asked(), notApplicable: 'always' },
  'tensor-parallel-divides': {
    violated: [asked({ tensorParallel: 3 })],
    compliant: asked({ tensorParallel: 2 }),
    notApplicable: asked(),
  },
  'quantized-split': {
    violated: [asked({ ...M2, engine: Engine.sglang() }), asked({ ...M2, engine: engineToSize('tgi') })],
    compliant: asked({ ...M2, engine: Engine.sglang(), tensorParallel: 4 }),
    notApplicable: asked(),
  },
  'one-slice': {
    violated: [asked({ gpu: slice, tensorParallel: 2 })],
    compliant: asked({ gpu: slice }),
    notApplicable: asked({ tensorParallel: 2 }),
  },
  'tensor-parallel-in-node': {
    violated: [asked({ tensorParallel: 16 })],
    compliant: asked({ tensorParallel: 16, gpusPerNode: 16 }),
    notApplicable: asked(),
  },
  'stages-have-layers': {
    violated: [asked({ pipelineParallel: 40 })],
    compliant: asked({ pipelineParallel: 32 }),
    notApplicable: asked(),
  },
  'context-ranks-divide': {
    violated: [asked({ tensorParallel: 8, decodeContextParallel: 2 })],
    compliant: asked({ tensorParallel: 16, gpusPerNode: 16, decodeContextParallel: 2 }),
    notApplicable: asked({ tensorParallel: 8 }),
  },
  'weights-fit': { violated: [asked({ model: large })], compliant: asked(), notApplicable: 'always' },
  'one-request-fits': {
    violated: [asked({ gpu: Gpu.RTX_4090, maxContextTokens: 131_072 })],
    compliant: asked(),
    notApplicable: asked(encoder),
  },
  'demand-fits': { violated: [fp8(200)], compliant: fp8(50), notApplicable: asked() },
  headroom: { violated: [fp8(115), fp8(105)], compliant: fp8(50), notApplicable: asked() },
  'throughput-enough': {
    violated: [rated(perSecond(made?.range[1]) * 1.05), rated(perSecond(made?.supplyTokensPerSecond) * 1.02)],
    compliant: rated(perSecond(made?.range[0]) * 0.5),
    notApplicable: fp8(20),
  },
  'throughput-spare': {
    violated: [rated(perSecond(made?.supplyTokensPerSecond) * 0.95)],
    compliant: rated(perSecond(made?.range[0]) * 0.5),
    notApplicable: fp8(20),
  },
  'throughput-known': {
    violated: [rated(1, { gpu: Gpu.fromReported({ name: 'a card', memoryGiB: 79 }), kvCacheDtype: 'auto' })],
    compliant: rated(1),
    notApplicable: fp8(20),
  },
  'kv-offload-holds': { violated: [quiet(1)], compliant: quiet(200), notApplicable: fp8(20) },
  'planned-share': {
    violated: [asked({ gpuMemoryUtilization: 0.97 })],
    compliant: asked(),
    notApplicable: asked({ gpu: Gpu.GH200_144GB }),
  },
  'fp8-kv-cache': {
    violated: [asked({ gpu: Gpu.T4, kvCacheDtype: 'fp8' })],
    compliant: asked({ gpu: Gpu.A100_80GB_PCIE, kvCacheDtype: 'fp8', allowExperimentalFp8Kv: true }),
    notApplicable: asked(),
  },
  'attention-kernels': {
    violated: [
      asked({ model: Model.DEEPSEEK_V3_2, gpu: Gpu.A100_80GB_SXM }),
      asked({ model: Model.DEEPSEEK_V3_2, gpu: Gpu.A100_80GB_SXM, engine: Engine.sglang() }),
    ],
    compliant: asked({ model: Model.DEEPSEEK_V3_2, gpu: Gpu.H200_SXM }),
    notApplicable: asked({ gpu: Gpu.A100_80GB_SXM }),
  },
  'weight-format-loads': {
    violated: [
      asked({ gpu: Gpu.T4, quantization: 'fp8', engine: Engine.sglang() }),
      // The release that brought Marlin to Turing was not read.
      asked({ gpu: Gpu.T4, quantization: 'fp8', engine: Engine.vllm({ version: '0.19.0' }) }),
    ],
    compliant: asked({ gpu: Gpu.T4, quantization: 'fp8' }),
    notApplicable: asked({ gpu: Gpu.T4 }),
  },
  'weight-format-native': {
    violated: [asked({ gpu: Gpu.A100_80GB_PCIE, quantization: 'fp8' })],
    compliant: asked({ quantization: 'fp8' }),
    notApplicable: asked({ gpu: Gpu.T4, quantization: 'fp8', engine: Engine.sglang() }),
  },
  'utilization-range': {
    violated: [asked({ gpuMemoryUtilization: 0.97 }), asked({ gpuMemoryUtilization: 0.8 })],
    compliant: asked({ gpuMemoryUtilization: 0.92 }),
    notApplicable: 'always',
  },
  'context-within-model': {
    violated: [asked({ maxContextTokens: 200_000 })],
    compliant: asked({ maxContextTokens: 131_072 }),
    notApplicable: asked({ model: Model.custom({ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id: 'own', maxPositionEmbeddings: null }) }),
  },
  'context-within-pool': {
    violated: [asked({}, [sessions(2, 12_000)])],
    compliant: asked({}, [sessions(2, 8_192)]),
    notApplicable: asked(),
  },
  'admission-limit': { violated: [admitting(10)], compliant: admitting(30), notApplicable: asked({ maxNumSeqs: 10 }) },
  'admission-ratio': { violated: [admitting(200)], compliant: admitting(40), notApplicable: fp8(20) },
  'fast-interconnect': {
    violated: [asked({ gpu: Gpu.L40S, tensorParallel: 2 })],
    compliant: asked({ gpu: Gpu.H100_SXM, tensorParallel: 2 }),
    notApplicable: asked({ gpu: Gpu.L40S }),
  },
  'replica-may-fail': { violated: [fp8(150, { replicas: 2 })], compliant: fp8(100, { replicas: 2 }), notApplicable: fp8(50) },
  'sessions-per-gpu': { violated: [fp8(100)], compliant: fp8(50), notApplicable: asked(encoder, [sessions(500, 512)]) },
  'small-model-whole': {
    violated: [asked({ tensorParallel: 2 })],
    compliant: asked({ model: large, gpu: Gpu.H100_SXM, tensorParallel: 4 }),
    notApplicable: asked(),
  },
});

/** One request of 8,192 tokens takes 1 GiB. */
const ranged = (low: number, spec: Partial<ReplicaSpec> = {}) => ({ ...asked(spec), ...SURE, kvRangeGiB: [low, 80] as const });
const doubting = (...doubts: string[]) => ({ ...asked(), ...SURE, doubts });

describeRules('what is judged with the band of the estimate', BAND_RULES, {
  'starts-within-band': {
    violated: [ranged(0.5)],
    compliant: ranged(1.5),
    notApplicable: { ...asked(), ...SURE },
  },
  'effects-bounded': { violated: [doubting('memoryGiB: what loading leaves free')], compliant: doubting(), notApplicable: 'always' },
  'fits-within-band': {
    violated: [{ ...fp8(100), ...SURE, reserveGiB: 12 }],
    compliant: { ...fp8(100), ...SURE, reserveGiB: 10 },
    notApplicable: { ...fp8(200), ...SURE, reserveGiB: 12 },
  },
});

describe('what the rules decide beside their findings', () => {
  test.each([
    ['pipeline stages', { pipelineParallel: 40 }],
    ['decode context ranks', { tensorParallel: 8, decodeContextParallel: 2 }],
    ['GPUs of a node', { tensorParallel: 16 }],
    ['tensor parallel size', { tensorParallel: 3 }],
    ['format of the KV cache', { gpu: Gpu.T4, model: Model.LLAMA_3_2_1B_INSTRUCT, kvCacheDtype: 'fp8' }],
    ['format of the weights', { gpu: Gpu.T4, model: Model.LLAMA_3_2_1B_INSTRUCT, quantization: 'fp8', engine: Engine.sglang() }],
    ['share of the card', { gpuMemoryUtilization: 0.97 }],
    ["the model's context", { maxContextTokens: 200_000 }],
  ] as const)('the bottleneck is the rule that refuses: %s', (bottleneck, spec) => {
    expect(judge({ replica: replica(spec) }).bottleneck).toBe(bottleneck);
  });

  test('a rule that can refuse a pool names its bottleneck, or is a ceiling that is measured', () => {
    const unnamed = POOL_RULES.filter(({ severity, bottleneck }) => JSON.stringify(severity).includes('error') && bottleneck === undefined);
    expect(unnamed.map(({ id }) => id)).toEqual(['demand-fits', 'headroom', 'throughput-enough', 'admission-limit']);
  });

  test('an uncertain pool names the reason: a start that the band decides, an input without a known bound', () => {
    const on = (maxContextTokens: number) =>
      judge({ replica: replica({ gpu: Gpu.L4, maxContextTokens, maxNumSeqs: 256, maxNumBatchedTokens: 2_048 }) });
    const { supply, kvRangeGiB } = on(8_192);
    const [low, high] = kvRangeGiB ?? [0, 0];
    const between = (((supply.kvCacheGiB + low) / 2) * 1024 ** 3) / supply.kvBytesPerToken;
    const edge = on(Math.floor(between));
    expect(low).toBeLessThan(high);
    expect([edge.verdict, edge.findings.map(({ code }) => code)]).toEqual(['uncertain', expect.arrayContaining(['AF-CAP-038'])]);
    const doubted = judge({ replica: replica(), doubts: ['sampler: memory of my own'] });
    expect(doubted).toMatchObject({ verdict: 'uncertain', missing: ['sampler: memory of my own'] });
    expect(doubted.findings).toEqual([expect.objectContaining({ code: 'AF-CAP-039', severity: 'warning' })]);
  });

  test('without the facts of the memory no rule speaks of memory, and the rules of shape do', () => {
    const verdict = judge({ replica: replica({ gpu: Gpu.GH200_144GB, tensorParallel: 3 }), demands: [sessions(5_000, 8_000)] });
    expect(verdict.verdict).toBe('uncertain');
    expect(verdict.findings.map(({ code }) => code)).toEqual(expect.arrayContaining(['AF-CAP-021', 'AF-CAP-007']));
    expect(verdict.findings.map(({ code }) => code)).not.toContain('AF-CAP-001');
  });
});
