/** What a step waits for beside its own work: worse inputs never make it faster, and each part is what its data sheet gives. */
import fc from 'fast-check';
import { estimateLatency, type LatencyEstimate, type ReplicaSpec } from '../../lib/capacity';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { sizeLine } from '../../lib/sizing/size-line';
import { runs } from '../support/runs';
import { replica, VLLM } from './support';

const LOAD = { concurrency: 16, inputTokens: 2_000, outputTokens: 300 };

function latency(spec: ReplicaSpec, load = LOAD): LatencyEstimate {
  const estimate = estimateLatency(spec, load);
  if ('missing' in estimate) throw new Error(estimate.missing.join());
  return estimate;
}

const ON_H100 = replica({ gpu: Gpu.H100_SXM, maxContextTokens: 8_192 });
const MOE = replica({ model: Model.byId('qwen3-30b-a3b') ?? Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.H100_SXM, maxContextTokens: 8_192 });

describe('weights in host memory', () => {
  test('over a link that nobody knows, PCIe 4.0 is assumed and said', () => {
    const gpu = Gpu.custom({ ...Gpu.H100_SXM.facts, id: 'ours', name: 'a card of ours', pcieGBps: null });
    expect(latency({ ...ON_H100, gpu, cpuOffloadGiB: 4 }).notModelled).toEqual([
      'pcieGBps of a card of ours is not known: PCIe 4.0 assumed',
    ]);
    expect(latency({ ...ON_H100, gpu }).notModelled).toEqual([]);
  });

  test('4 GiB cross a link of 128 GB/s both ways in 67 ms, in every step and before the first token', () => {
    const [without, with4] = [latency(ON_H100), latency({ ...ON_H100, cpuOffloadGiB: 4 })];
    const seconds = (4 * 1024 ** 3) / ((Gpu.H100_SXM.facts.pcieGBps ?? 0) / 2 / 1e-9);
    expect(with4.tpotMs - without.tpotMs).toBeCloseTo(seconds * 1e3, 3);
    expect(with4.ttftMs).toBeGreaterThan(without.ttftMs + 0.99 * seconds * 1e3);
    expect(with4.notModelled).toEqual([]);
  });
});

describe('drafts', () => {
  const drafter = { kind: 'model', model: Model.LLAMA_3_2_1B_INSTRUCT } as const;

  test('the drafter reads its weights for each drafted token; none accepted is the slow end, all accepted the fast one', () => {
    const [without, drafted] = [latency(ON_H100), latency({ ...ON_H100, drafter, speculativeTokens: 4 })];
    expect(drafted.tpotMs).toBeGreaterThan(without.tpotMs);
    expect(drafted.range.tpotMs[0]).toBeLessThan(without.range.tpotMs[0] / 2);
    expect(drafted.range.tokensPerSecond[1]).toBeGreaterThan(without.range.tokensPerSecond[1]);
    expect(drafted.notModelled.join()).toContain('from none to all');
  });
});

describe('experts of data-parallel copies', () => {
  test('each rank reads its part of them, and batches cross the link', () => {
    const [alone, four] = [latency(MOE), latency({ ...MOE, dataParallel: 4 })];
    expect(four.tpotMs).not.toBe(alone.tpotMs);
    const slow = latency({
      ...MOE,
      dataParallel: 4,
      gpu: Gpu.custom({ ...Gpu.H100_SXM.facts, id: 'slow', interconnect: 'pcie', nvlinkGBps: null }),
    });
    expect(slow.tpotMs).toBeGreaterThan(four.tpotMs);
  });

  test('whole experts alone change no traffic: all ranks have all tokens', () => {
    const spec = { ...MOE, tensorParallel: 4 };
    expect(latency({ ...spec, expertParallel: true }).tpotMs).toBe(latency(spec).tpotMs);
    expect(latency({ ...spec, expertParallel: true }).notModelled).toEqual([]);
  });
});

const wholeMs = ({ ttftMs, tpotMs }: LatencyEstimate, { outputTokens }: typeof LOAD) => ttftMs + (outputTokens - 1) * tpotMs;

test('a worse input is never faster: host memory, drafts, load, longer prompts and answers, slower cards', () => {
  const specs = fc.record({
    model: fc.constantFrom(Model.LLAMA_3_1_8B_INSTRUCT, Model.LLAMA_3_3_70B_INSTRUCT, Model.QWEN3_5_9B, Model.DEEPSEEK_V4_FLASH, MOE.model),
    gpu: fc.constantFrom(Gpu.H100_SXM, Gpu.L40S, Gpu.B200),
    tensorParallel: fc.constantFrom(1, 2, 8),
    dataParallel: fc.constantFrom(1, 1, 4),
    cpuOffloadGiB: fc.constantFrom(0, 2),
    speculativeTokens: fc.constantFrom(1, 4),
    engine: fc.constantFrom(VLLM, VLLM, Engine.sglang()),
    schedulerRecvInterval: fc.constantFrom(1, 10),
  });
  const loads = fc.record({
    concurrency: fc.integer({ min: 1, max: 64 }),
    inputTokens: fc.integer({ min: 16, max: 6_000 }),
    outputTokens: fc.integer({ min: 2, max: 1_000 }),
  });
  const drafter = { kind: 'model', model: Model.LLAMA_3_2_1B_INSTRUCT } as const;
  fc.assert(
    fc.property(specs, loads, ({ speculativeTokens, ...change }, load) => {
      const spec = replica({ ...change, maxContextTokens: 8_192 });
      const usual = latency(spec, load);
      // Weights in host memory leave room for the cache: who waited for room is answered sooner, and the prompt itself takes longer.
      const offloaded = latency({ ...spec, cpuOffloadGiB: change.cpuOffloadGiB + 3 }, load);
      const worse = [
        offloaded,
        latency({ ...spec, drafter, speculativeTokens }, load),
        latency(spec, { ...load, concurrency: load.concurrency + 7 }),
        latency(spec, { ...load, inputTokens: load.inputTokens + 500 }),
        latency({ ...spec, enginesPerCard: 2 }, load),
        latency({ ...spec, schedulerRecvInterval: change.schedulerRecvInterval + 20 }, load),
      ];
      // Where the cache is full fewer requests run and each of them is quicker: what a client waits for as a whole never is. Not compared are weights
      // in host memory, which leave room for the cache, and a pool that a drafter makes too small for one request, which its memory refuses.
      const comparable = worse.filter((one) => usual.limit === 'load' || (one !== offloaded && one.limit !== 'load'));
      for (const one of comparable) expect(wholeMs(one, load)).toBeGreaterThanOrEqual(wholeMs(usual, load) * (1 - 1e-9));
      if (usual.limit === 'load') expect(offloaded.ttftMs).toBeGreaterThan(usual.ttftMs);
    }),
    { numRuns: runs(60, 2_000), seed: 16 },
  );
});

describe('first tokens of short prompts', () => {
  const spec = replica({ maxContextTokens: 8_192 });
  const short = { concurrency: 1, inputTokens: 12, outputTokens: 256 };

  test('up to 512 tokens the layers of a prompt are in captured graphs: Llama 3.1 8B on H100 was seen with 22 ms', () => {
    expect(latency(spec, short).ttftMs).toBeGreaterThan(22 * 0.6);
    expect(latency(spec, short).ttftMs).toBeLessThan(22 * 1.6);
    expect(latency(spec, { ...short, inputTokens: 513 }).ttftMs - latency(spec, { ...short, inputTokens: 512 }).ttftMs).toBeGreaterThan(10);
    // Without graphs every layer is launched, however short the prompt; with few sequences graphs are small.
    expect(latency({ ...spec, enforceEager: true }, short).ttftMs).toBeGreaterThan(latency(spec, short).ttftMs + 10);
    expect(latency({ ...spec, maxNumSeqs: 4 }, short).ttftMs).toBeGreaterThan(latency(spec, short).ttftMs + 10);
  });

  test('the range holds requests that arrive together: 128 of them were seen with 210 ms, 16 of 539 tokens with 154 to 191', () => {
    const together = (load: typeof short): LatencyEstimate => {
      const estimate = estimateLatency(spec, load, {}, { together: true });
      if ('missing' in estimate) throw new Error(estimate.missing.join());
      return estimate;
    };
    const high = (load: typeof short) => together(load).range.ttftMs[1];
    expect(high({ ...short, concurrency: 128 })).toBeGreaterThan(210);
    expect(high({ ...short, concurrency: 16, inputTokens: 539 })).toBeGreaterThan(191);
    // Long prompts do not share a batch: their range grows by one batch, not by all prompts.
    const long = together({ concurrency: 64, inputTokens: 7_000, outputTokens: 256 });
    expect(long.range.ttftMs[1]).toBeLessThan(2.5 * long.ttftMs);
  });
});

test('the length of answers as half and nineteen of twenty of them have it', () => {
  const ask = (osl: unknown) => {
    const answer = sizeLine({
      model: 'meta-llama/Llama-3.1-8B-Instruct',
      gpu: 'H100',
      engineVersion: '0.19.0',
      maxModelLen: 8_192,
      isl: 1_000,
      osl,
      concurrency: 8,
      repairs: false,
    });
    if ('error' in answer) throw new Error(answer.error.message);
    return answer;
  };
  const ranged = ask({ p50: 200, p95: 4_000 }).latency;
  expect(ranged).toMatchObject(ask(200).latency ?? {});
  const { band: _, ...long } = ask(4_000).latency ?? { band: 0 };
  expect(ranged?.p95).toEqual(long);
  expect(ask({ p50: 200, p95: 100 }).missing.join()).toContain('osl.p95');
});
