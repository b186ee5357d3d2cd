/** What must hold of latency whatever the constants: laws over random loads. */
import fc from 'fast-check';
import { concurrencyWithin, estimateLatency, type LatencyEstimate, replicaThroughput, saturation } from '../../lib/capacity';
import { checkRoleLatency } from '../../lib/capacity/latency/check-role';
import { isRefused } from '../../lib/capacity/latency/role-latency';
import type { Load } from '../../lib/capacity/latency/step-terms';
import type { ReplicaSpec } from '../../lib/capacity/replica-spec';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { runs } from '../support/runs';
import { FP8, replica } from './support';

const known = (spec: ReplicaSpec, load: Load, ...more: [Parameters<typeof estimateLatency>[2]?]): LatencyEstimate => {
  const estimate = estimateLatency(spec, load, ...more);
  if ('missing' in estimate) throw new Error(estimate.missing.join());
  return estimate;
};

const loads = fc.record({
  concurrency: fc.integer({ min: 1, max: 400 }),
  inputTokens: fc.integer({ min: 1, max: 7_000 }),
  outputTokens: fc.integer({ min: 1, max: 1_000 }),
});
const replicas = fc.constantFrom(
  replica(),
  replica(FP8),
  replica({ gpu: Gpu.H200_SXM, tensorParallel: 2, model: Model.LLAMA_3_3_70B_INSTRUCT }),
  replica({ gpu: Gpu.B200, model: Model.GPT_OSS_120B }),
  replica({ engine: Engine.sglang() }),
  replica({ engine: Engine.sglang(), gpu: Gpu.B200, model: Model.GPT_OSS_120B, schedulerRecvInterval: 30 }),
);
const RUNS = { numRuns: runs(60, 3_000) };
/** Rounding of the last digits. */
const LITTLE = 1 + 1e-9;
/**
 * A single request bears no part of what company costs. Where answers have a few tokens that is most of the difference: to the formula, which is fitted on
 * answers of hundreds, company then costs up to seven of a hundred; elsewhere five of a thousand.
 */
const companyOf = ({ outputTokens }: Load): number => (outputTokens < 8 ? 1.07 : 1.005);

test('more requests in flight never lower the time per token or to the first one, nor the tokens per second', () => {
  fc.assert(
    fc.property(replicas, loads, fc.integer({ min: 1, max: 200 }), (spec, load, more) => {
      const [few, many] = [known(spec, load), known(spec, { ...load, concurrency: load.concurrency + more })];
      expect(many.tpotMs * LITTLE).toBeGreaterThanOrEqual(few.tpotMs);
      expect(many.ttftMs * LITTLE).toBeGreaterThanOrEqual(few.ttftMs);
      expect(many.tokensPerSecond * companyOf(load)).toBeGreaterThanOrEqual(few.tokensPerSecond);
    }),
    RUNS,
  );
});

test('more bandwidth never raises the time per token, more arithmetic never the one to the first token', () => {
  fc.assert(
    fc.property(replicas, loads, fc.double({ min: 1, max: 4, noNaN: true }), (spec, load, factor) => {
      const facts = spec.gpu.facts;
      const { fp16, bf16, fp8, int8, fp4 } = facts.tflops;
      const times = (value: number | null) => (value === null ? null : value * factor);
      const wider = Gpu.custom({ ...facts, id: 'wider', memoryBandwidthGBps: (facts.memoryBandwidthGBps ?? 0) * factor });
      const tflops = { fp16: times(fp16), bf16: times(bf16), fp8: times(fp8), int8: times(int8), fp4: times(fp4) };
      const faster = Gpu.custom({ ...facts, id: 'faster', tflops });
      expect(known({ ...spec, gpu: wider }, load).tpotMs).toBeLessThanOrEqual(known(spec, load).tpotMs * LITTLE);
      expect(known({ ...spec, gpu: faster }, load).ttftMs).toBeLessThanOrEqual(known(spec, load).ttftMs * LITTLE);
    }),
    RUNS,
  );
});

test('a cached prompt is never later than one that is computed, and less is cached than that', () => {
  fc.assert(
    fc.property(replicas, loads, fc.double({ min: 0, max: 1, noNaN: true }), (spec, load, share) => {
      const cachedTokens = Math.floor(load.inputTokens * share);
      const [cold, warm] = [known(spec, load), known(spec, { ...load, cachedTokens })];
      expect(warm.ttftMs).toBeLessThanOrEqual(cold.ttftMs * LITTLE);
      expect(warm.tpotMs).toBeLessThanOrEqual(cold.tpotMs * LITTLE);
    }),
    RUNS,
  );
});

test('the likely value lies in its range, and no more requests run than are in flight', () => {
  fc.assert(
    fc.property(replicas, loads, (spec, load) => {
      const estimate = known(spec, load);
      for (const figure of ['ttftMs', 'tpotMs', 'tokensPerSecond'] as const) {
        const [low, high] = estimate.range[figure];
        expect(low).toBeLessThanOrEqual(estimate[figure]);
        expect(high).toBeGreaterThanOrEqual(estimate[figure]);
      }
      expect(estimate.running).toBeLessThanOrEqual(load.concurrency);
      expect(estimate.queueMs).toBeGreaterThanOrEqual(0);
      expect(estimate.queueMs > 0).toBe(estimate.limit !== 'load');
    }),
    RUNS,
  );
});

test('a promise is kept at the concurrency that is named, and broken or out of room at the next', () => {
  fc.assert(
    fc.property(replicas, loads, fc.integer({ min: 2, max: 60 }), (spec, { inputTokens, outputTokens }, tpotMs) => {
      const most = concurrencyWithin(spec, tpotMs, { inputTokens, outputTokens }) ?? 0;
      const at = (concurrency: number) => known(spec, { inputTokens, outputTokens, concurrency });
      if (most > 0) expect(at(most).tpotMs).toBeLessThanOrEqual(tpotMs);
      if (most > 0) expect(at(most).limit).toBe('load');
      const next = at(most + 1);
      if (most < 1_024) expect(next.tpotMs > tpotMs || next.limit !== 'load').toBe(true);
    }),
    RUNS,
  );
});

test('beyond saturation twice the requests bring at most a tenth more tokens; half of them bring more than that', () => {
  fc.assert(
    fc.property(replicas, loads, (spec, { inputTokens, outputTokens }) => {
      const point = saturation(spec, { inputTokens, outputTokens });
      if ('missing' in point) throw new Error('unknown');
      const rate = (concurrency: number) => known(spec, { inputTokens, outputTokens, concurrency }).tokensPerSecond;
      if (point.concurrency <= 1_024) expect(rate(2 * point.concurrency)).toBeLessThanOrEqual(1.1 * rate(point.concurrency) * LITTLE);
      if (point.concurrency > 2) expect(rate(2 * point.concurrency - 2)).toBeGreaterThan(1.1 * rate(point.concurrency - 1));
      expect(point.range[0]).toBeLessThanOrEqual(point.tokensPerSecond);
    }),
    { numRuns: runs(25, 500) },
  );
});

test('a measured number replaces the estimate at its load, and scales it at every other', () => {
  fc.assert(
    fc.property(replicas, loads, fc.double({ min: 0.5, max: 3, noNaN: true }), (spec, load, factor) => {
      const [law, other] = [known(spec, load), known(spec, { ...load, concurrency: load.concurrency + 7 })];
      const measured = { tpotMs: law.tpotMs * factor, atConcurrency: load.concurrency };
      expect(known(spec, load, measured)).toMatchObject({ tpotMs: measured.tpotMs, band: { tpot: 0 } });
      const moved = known(spec, { ...load, concurrency: load.concurrency + 7 }, measured);
      expect(moved.tpotMs).toBeCloseTo(other.tpotMs * factor, 6);
      expect(moved.band.tpot).toBeGreaterThan(0);
    }),
    RUNS,
  );
});

test('a number of your own never makes a range wider: at its load, and at every other', () => {
  const figures = fc.constantFrom('ttftMs' as const, 'tpotMs' as const);
  const width = ([low, high]: readonly [number, number]) => high / low;
  fc.assert(
    fc.property(replicas, loads, figures, fc.double({ min: 0.5, max: 3, noNaN: true }), (spec, load, figure, factor) => {
      const measured = { [figure]: known(spec, load)[figure] * factor, atConcurrency: load.concurrency };
      for (const concurrency of [load.concurrency, load.concurrency + 7]) {
        const [without, within] = [known(spec, { ...load, concurrency }), known(spec, { ...load, concurrency }, measured)];
        // Who waits for room waits for steps and first tokens of others: the ends of such a sum do not keep the share of one of them.
        if (without.queueMs > 0) continue;
        expect(width(within.range[figure])).toBeLessThanOrEqual(width(without.range[figure]) * LITTLE);
      }
    }),
    RUNS,
  );
});

test('a replica generates more with more requests, and less the longer they are', () => {
  fc.assert(
    fc.property(replicas, fc.integer({ min: 1, max: 64 }), fc.integer({ min: 16, max: 4_000 }), (spec, concurrency, contextTokens) => {
      const rate = (more: Partial<{ concurrency: number; contextTokens: number }>) => {
        const rates = replicaThroughput(spec, { concurrency, contextTokens, ...more });
        return 'missing' in rates ? Number.NaN : rates.generate.likely;
      };
      expect(rate({ concurrency: 2 * concurrency }) * LITTLE).toBeGreaterThanOrEqual(rate({}));
      expect(rate({ contextTokens: 2 * contextTokens })).toBeLessThanOrEqual(rate({}) * LITTLE);
    }),
    RUNS,
  );
});

test('a class is refused where the rules find an error, and nowhere else', () => {
  const requests = fc.option(
    fc.record({
      inputTokens: fc.integer({ min: 1, max: 7_000 }),
      cachedTokens: fc.constant(0),
      outputTokens: fc.integer({ min: 1, max: 400 }),
    }),
    {
      nil: undefined,
    },
  );
  const measured = fc.constantFrom(undefined, { ttftMs: 100 }, { ttftMs: 900, tpotMs: 60 });
  const found: boolean[] = [];
  fc.assert(
    fc.property(
      fc.oneof(replicas, fc.constant(replica({ gpu: Gpu.L4 }))),
      fc.constantFrom('voice' as const, 'chat' as const, 'background' as const),
      fc.integer({ min: 1, max: 300 }),
      requests,
      measured,
      (spec, target, concurrency, request, own) => {
        const role = { role: 'r', target, replica: spec, concurrency, contextTokens: 8_000, request, measured: own };
        const byRules = checkRoleLatency(role).some(({ severity }) => severity === 'error');
        expect(isRefused(role)).toBe(byRules);
        found.push(byRules);
      },
    ),
    { numRuns: 100 },
  );
  expect(new Set(found)).toEqual(new Set([true, false]));
});
