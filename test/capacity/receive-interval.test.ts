/** `--scheduler-recv-interval` of SGLang: how long a first token waits until the scheduler looks for its request, and what that decides. */
import fc from 'fast-check';
import { checkRoleLatency, estimateLatency, type LatencyEstimate, type ReplicaSpec, type RoleLatency } from '../../lib/capacity';
import { stepSeconds } from '../../lib/capacity/latency/decode-step';
import { type Load, stepAt } from '../../lib/capacity/latency/step-terms';
import { Engine } from '../../lib/catalog/engines/engine';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { runs } from '../support/runs';
import { replica, VLLM } from './support';

const SGLANG = replica({ engine: Engine.sglang(), gpu: Gpu.H100_SXM });
const LOAD = { concurrency: 16, inputTokens: 1_000, outputTokens: 300 };

function latency(spec: ReplicaSpec, load: Load = LOAD): LatencyEstimate {
  const estimate = estimateLatency(spec, load);
  if ('missing' in estimate) throw new Error(estimate.missing.join());
  return estimate;
}

const every = (schedulerRecvInterval: number, spec = SGLANG): ReplicaSpec => ({ ...spec, schedulerRecvInterval });
const waitMs = (interval: number, load: Load = LOAD, spec = SGLANG) =>
  latency(every(interval, spec), load).ttftMs - latency(spec, load).ttftMs;

/** A step that writes one token for each request, and computes no prompt. */
function tokenStepMs(load: Load): number {
  const seconds = stepSeconds(SGLANG, { ...stepAt(load), promptTokens: 0 });
  if (typeof seconds !== 'number') throw new Error(seconds.missing.join());
  return seconds * 1e3;
}

describe('the wait for the next look', () => {
  test('is half of the steps between two of them; without the setting, and at 1, there is none', () => {
    expect(waitMs(30)).toBeCloseTo(14.5 * tokenStepMs(LOAD), 6);
    expect(waitMs(10)).toBeCloseTo(4.5 * tokenStepMs(LOAD), 6);
    expect(waitMs(1)).toBe(0);
  });

  test('is nothing for a request alone on the server, which goes round at once with nothing to do', () => {
    expect(waitMs(30, { ...LOAD, concurrency: 1 })).toBe(0);
  });

  test('is no longer than the answers of the others: where all have one token nobody waits', () => {
    expect(waitMs(30, { ...LOAD, outputTokens: 1 })).toBe(0);
    const ten = { ...LOAD, outputTokens: 10 };
    expect(waitMs(1_000, ten)).toBeCloseTo(4.5 * tokenStepMs(ten), 6);
  });

  test('is nothing where prompts alone are computed, since the scheduler looks after each of them', () => {
    expect(waitMs(30, LOAD, { ...SGLANG, promptsOnly: true })).toBe(0);
  });

  test('comes on top where other replicas compute the prompts', () => {
    const prefill = { replica: SGLANG, perReplica: 1, gbitPerSecond: 400 };
    expect(waitMs(30, LOAD, { ...SGLANG, prefill })).toBeGreaterThan(10 * tokenStepMs(LOAD));
  });

  test('is in the whole range, and not in the time of a token', () => {
    const [usual, late] = [latency(SGLANG), latency(every(30))];
    expect(late.tpotMs).toBe(usual.tpotMs);
    expect(late.range.ttftMs[0]).toBeGreaterThan(usual.range.ttftMs[0]);
    expect(late.range.ttftMs[1]).toBeGreaterThan(usual.range.ttftMs[1]);
    expect(late.tokensPerSecond).toBeLessThan(usual.tokensPerSecond);
  });

  test('engines that look before every step do not read it', () => {
    for (const engine of [VLLM, Engine.tensorRtLlm()])
      expect(latency(every(30, { ...SGLANG, engine }))).toEqual(latency({ ...SGLANG, engine }));
  });

  test('a larger interval, more requests and longer answers never make a first token earlier', () => {
    const specs = fc.constantFrom(
      SGLANG,
      { ...SGLANG, gpu: Gpu.B200, model: Model.GPT_OSS_120B },
      { ...SGLANG, model: Model.LLAMA_3_3_70B_INSTRUCT, tensorParallel: 4 },
    );
    const loads = fc.record({
      concurrency: fc.integer({ min: 1, max: 200 }),
      inputTokens: fc.integer({ min: 1, max: 4_000 }),
      outputTokens: fc.integer({ min: 1, max: 200 }),
    });
    const more = fc.integer({ min: 1, max: 60 });
    fc.assert(
      fc.property(specs, loads, more, more, (spec, load, interval, by) => {
        const first = (one: number, change: Partial<Load> = {}) => latency(every(one, spec), { ...load, ...change }).ttftMs * (1 + 1e-9);
        expect(first(interval + by)).toBeGreaterThanOrEqual(latency(every(interval, spec), load).ttftMs);
        expect(first(interval, { concurrency: load.concurrency + by })).toBeGreaterThanOrEqual(latency(every(interval, spec), load).ttftMs);
        expect(first(interval, { outputTokens: load.outputTokens + by })).toBeGreaterThanOrEqual(
          latency(every(interval, spec), load).ttftMs,
        );
      }),
      { numRuns: runs(20, 2_000) },
    );
  });
});

describe('a deadline', () => {
  const role = (replica: ReplicaSpec): RoleLatency => ({
    role: 'r',
    target: 'chat',
    replica,
    concurrency: 32,
    contextTokens: 4_000,
    request: { inputTokens: 1_000, cachedTokens: 0, outputTokens: 1_000 },
  });

  test('that the default keeps is in doubt with a large interval and refused with a huge one, and the repair says so', () => {
    expect(checkRoleLatency(role(SGLANG))).toEqual([]);
    const severities = [400, 4_000].map((interval) => {
      const [finding] = checkRoleLatency(role(every(interval)));
      expect(finding?.repairs).toContain(`--scheduler-recv-interval 1 (now ${interval})`);
      return finding?.severity;
    });
    expect(severities).toEqual(['warning', 'error']);
  });
});
