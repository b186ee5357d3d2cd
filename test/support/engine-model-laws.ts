/** What every `EngineModel` has to keep: run it over the engines of the library and over one of your own. */
import * as fc from 'fast-check';
import { type EngineModel, judgePool, type ReplicaSpec } from '../../lib/capacity';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';

const MODELS = [
  Model.LLAMA_3_1_8B_INSTRUCT,
  Model.LLAMA_3_3_70B_INSTRUCT,
  Model.DEEPSEEK_V2_LITE_CHAT,
  Model.QWEN3_5_9B,
  Model.custom({ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id: 'laws-gguf', nativeQuantization: 'q4_k_m' }),
];
const GPUS = [Gpu.L40S, Gpu.A100_80GB_SXM, Gpu.H100_SXM, Gpu.H200_SXM, Gpu.B200];

/** A model that says nothing of its dimensions or of its size. */
const UNKNOWN = Model.custom({
  ...Model.LLAMA_3_1_8B_INSTRUCT.facts,
  id: 'laws-unknown',
  layers: null,
  hiddenSize: null,
  kvHeads: null,
  checkpointGiB: null,
  paramsTotalB: null,
});

export function engineModelLaws(model: EngineModel, runs = 100): void {
  const engine = model.engine(null);
  if (engine === null) throw new Error(`${model.id} has no default release`);
  const spec: fc.Arbitrary<ReplicaSpec> = fc.record({
    model: fc.constantFrom(...MODELS),
    gpu: fc.constantFrom(...GPUS),
    engine: fc.constant(engine),
    tensorParallel: fc.constantFrom(1, 2, 4),
    pipelineParallel: fc.constantFrom(1, 1, 2),
    quantization: fc.constant('checkpoint' as const),
    kvCacheDtype: fc.constantFrom('auto' as const, 'fp8' as const),
    gpuMemoryUtilization: fc.constantFrom(0.85, 0.9, 0.92),
    maxContextTokens: fc.integer({ min: 1_024, max: 65_536 }),
    maxNumSeqs: fc.integer({ min: 1, max: 256 }),
  });
  const holds = (law: (replica: ReplicaSpec) => void) => fc.assert(fc.property(spec, law), { numRuns: runs, seed: 4 });

  describe(`the model of ${model.id} keeps the laws of all engines`, () => {
    test('its id is that of its engines, and its limits are whole and positive', () => {
      expect(engine.id).toBe(model.id);
      holds((replica) => {
        const { maxNumSeqs, maxNumBatchedTokens } = model.limits(replica);
        expect(maxNumSeqs).toBe(replica.maxNumSeqs);
        expect(Number.isInteger(maxNumBatchedTokens) && maxNumBatchedTokens > 0).toBe(true);
      });
    });

    test('every figure is a number', () => {
      holds((replica) => {
        const { terms, missing: _, kvFormula: __, ...figures } = model.supply(replica);
        const { perGpuGiB, missing: ___, maxConcurrency, ...others } = model.estimate(replica);
        const { kvCacheRange, ...gib } = perGpuGiB;
        const all = [...terms.map((term) => term.perGpuGiB), ...Object.values(figures), ...Object.values(gib), ...kvCacheRange];
        expect([...all, ...Object.values(others), maxConcurrency ?? 0].filter((value) => !Number.isFinite(value))).toEqual([]);
      });
    });

    test('the terms add up: what is neither weights nor runtime of the budget is cache', () => {
      holds((replica) => {
        const gib = Object.fromEntries(model.supply(replica).terms.map((term) => [term.id, term.perGpuGiB]));
        const spent = (gib['weights'] ?? 0) + (gib['activation'] ?? 0) + (gib['nonTorch'] ?? 0) + (gib['graphs'] ?? 0);
        expect((gib['budget'] ?? 0) - spent).toBeCloseTo(gib['kvCache'] ?? Number.NaN, 6);
        expect(gib['budget']).toBeLessThanOrEqual(gib['physical'] ?? 0);
        const likely = model.estimate(replica).perGpuGiB;
        expect(likely.budget - likely.weights - likely.activation - likely.nonTorch - likely.graphs).toBeCloseTo(likely.kvCache, 6);
      });
    });

    test('the band contains the estimate, and what nobody said never narrows it', () => {
      holds((replica) => {
        const { kvCache, kvCacheRange } = model.estimate(replica).perGpuGiB;
        const told = { version: true, sampler: true, prefixCaching: true, compileCache: 'warm' } as const;
        const [all, none] = [told, { ...told, version: false, sampler: false, compileCache: null }].map(
          (said) => model.unsaid(replica, said).range,
        );
        expect(kvCacheRange[0] <= kvCache && kvCache <= kvCacheRange[1]).toBe(true);
        expect((all?.[0] ?? 0) <= kvCacheRange[0] && (all?.[1] ?? 0) >= kvCacheRange[1]).toBe(true);
        expect((none?.[0] ?? 0) <= (all?.[0] ?? 0) && (none?.[1] ?? 0) >= (all?.[1] ?? 0)).toBe(true);
      });
    });

    test('a card with more memory holds no less', () => {
      holds((replica) => {
        const [low, high] = replica.gpu.facts.reportedMemoryGiB ?? [0, 0];
        const facts = { ...replica.gpu.facts, marketedMemoryGb: replica.gpu.facts.marketedMemoryGb + 8 };
        const driverMemoryMiB = facts.driverMemoryMiB === null ? null : facts.driverMemoryMiB + 8 * 1024;
        const larger = Gpu.custom({ ...facts, id: `${facts.id}-larger`, driverMemoryMiB, reportedMemoryGiB: [low + 8, high + 8] });
        const fixed = { ...replica, maxNumBatchedTokens: 2_048 };
        expect(model.supply({ ...fixed, gpu: larger }).kvCacheGiB).toBeGreaterThanOrEqual(model.supply(fixed).kvCacheGiB);
      });
    });

    test('a longer context takes no fewer bytes, and no more sessions fit than before', () => {
      const rank = { fits: 0, tight: 1, uncertain: 2, rejected: 3 } as const;
      const verdict = (replica: ReplicaSpec, sessions: number, contextTokens: number) =>
        rank[
          judgePool({
            name: 'laws',
            replica: { ...replica, maxNumSeqs: 256, maxContextTokens: 65_536 },
            replicas: 1,
            maxReplicas: 1,
            demands: [{ fleet: 'laws', role: 'laws', sessions, contextTokens, formula: '' }],
            pricePerGpuHour: null,
            alternatives: [],
          }).verdict
        ];
      fc.assert(
        fc.property(spec, fc.integer({ min: 1, max: 120 }), fc.integer({ min: 256, max: 30_000 }), (replica, sessions, context) => {
          const asked = verdict(replica, sessions, context);
          expect(verdict(replica, sessions + 20, context)).toBeGreaterThanOrEqual(asked);
          expect(verdict(replica, sessions, context + 2_000)).toBeGreaterThanOrEqual(asked);
        }),
        { numRuns: Math.ceil(runs / 4), seed: 4 },
      );
    });

    test('the share of the GPU moves the cache by the input that the model names, and by no other', () => {
      const isMoved = (replica: ReplicaSpec, input: 'gpuMemoryUtilization' | 'engineMemoryFraction') => {
        const [less, more] = [0.5, 0.9].map((share) => model.supply({ ...replica, [input]: share }).kvCacheGiB);
        return less !== more;
      };
      holds((replica) => {
        for (const input of ['gpuMemoryUtilization', 'engineMemoryFraction'] as const) {
          expect({ input, isMoved: isMoved(replica, input) }).toEqual({ input, isMoved: input === model.memoryShare.input });
        }
      });
    });

    test('what is not known is missing, and the verdict is uncertain', () => {
      const replica = { ...fc.sample(spec, { numRuns: 1, seed: 4 })[0], model: UNKNOWN } as ReplicaSpec;
      expect(model.supply(replica).missing.length).toBeGreaterThan(0);
      expect(model.estimate(replica).missing.length).toBeGreaterThan(0);
      const asked = { name: 'laws', replica, replicas: 1, maxReplicas: 1, demands: [], pricePerGpuHour: null };
      expect(judgePool(asked)).toMatchObject({ verdict: 'uncertain', kvRangeGiB: null });
      expect(judgePool(asked).missing.length).toBeGreaterThan(0);
    });

    test('its latency figures are positive, and its bands contain the estimate', () => {
      for (const { step, firstToken } of [model.latency.band, model.latency.correctedBand]) {
        for (const { low, high, mean } of [step, firstToken]) expect(low > 0 && low <= 1 && high >= 1 && mean >= 0).toBe(true);
      }
      expect(Object.values(model.latency.firstToken).every((factor) => factor >= 0)).toBe(true);
    });
  });
}
