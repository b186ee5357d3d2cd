import * as fc from 'fast-check';
import { checkLatency, concurrencyWithin, estimateLatency, replicaThroughput, saturation } from '../../lib/capacity';
import { heldAgainst } from '../../lib/capacity/latency/classes';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { FP8, replica } from './support';

const CHAT = { concurrency: 16, inputTokens: 1_024, outputTokens: 256 };
const tpot = (change: Parameters<typeof replica>[0], load = CHAT) => {
  const estimate = estimateLatency(replica(change), load);
  if ('missing' in estimate) throw new Error(estimate.missing.join());
  return estimate.tpotMs;
};

describe('the estimate', () => {
  test('fp8 weights are faster, more requests slower, a larger model slower', () => {
    expect(tpot(FP8)).toBeLessThan(tpot({}));
    expect(tpot({}, { ...CHAT, concurrency: 64 })).toBeGreaterThan(tpot({}));
    expect(tpot({ model: Model.LLAMA_3_3_70B_INSTRUCT, gpu: Gpu.H200_SXM })).toBeGreaterThan(3 * tpot({ gpu: Gpu.H200_SXM }));
  });

  test("a user's own number replaces the law and has no band", () => {
    const estimate = estimateLatency(replica(), CHAT, { tpotMs: 9, ttftMs: 120 });
    expect(estimate).toMatchObject({ ttftMs: 120, tpotMs: 9, band: { ttft: 0, tpot: 0 } });
  });

  test('a model without dimensions has no latency, and says what is missing', () => {
    expect(estimateLatency(replica({ model: Model.QWEN3_8_2_4T_A95B }), CHAT)).toHaveProperty('missing');
  });

  test('the concurrency that meets a promise meets it, and one more does not', () => {
    const most = concurrencyWithin(replica(), 20, CHAT) ?? 0;
    expect(most).toBeGreaterThan(16);
    expect(tpot({}, { ...CHAT, concurrency: most })).toBeLessThanOrEqual(20);
    expect(tpot({}, { ...CHAT, concurrency: most + 1 })).toBeGreaterThan(20);
    expect(concurrencyWithin(replica(), 1, CHAT)).toBe(0);
  });
});

describe('requests that find no room', () => {
  const lengths = { inputTokens: 8_000, outputTokens: 500 };

  test('they wait for the others, and the first token says so', () => {
    const estimate = estimateLatency(replica(), { ...lengths, concurrency: 200 });
    expect(estimate).toMatchObject({ limit: 'KV cache' });
    if ('missing' in estimate) throw new Error('no estimate');
    expect(estimate.running).toBeGreaterThan(40);
    expect(estimate.running).toBeLessThan(70);
    expect(estimate.queueMs).toBeGreaterThan(10_000);
    expect(estimate.range.ttftMs[1]).toBeGreaterThan(estimate.ttftMs);
  });

  test('half the bytes of the cache let twice as many run', () => {
    const running = (change: Parameters<typeof replica>[0]) => {
      const estimate = estimateLatency(replica(change), { ...lengths, concurrency: 200 });
      return 'missing' in estimate ? 0 : estimate.running;
    };
    expect(running({ kvCacheDtype: 'fp8' }) / running({})).toBeCloseTo(2, 1);
  });

  test('a limit of the scheduler is named as such', () => {
    const estimate = estimateLatency(replica({ maxNumSeqs: 8 }), { ...CHAT, concurrency: 32 });
    expect(estimate).toMatchObject({ limit: 'max-num-seqs', running: 8 });
  });
});

describe('saturation', () => {
  const point = (change: Parameters<typeof replica>[0], lengths: { inputTokens: number; outputTokens: number }) => {
    const found = saturation(replica(change), lengths);
    if ('missing' in found) throw new Error(found.missing.join());
    return found;
  };

  test('long contexts run out of cache, long prompts out of arithmetic', () => {
    expect(point({ maxContextTokens: 32_768 }, { inputTokens: 24_000, outputTokens: 4_000 }).cause).toBe('KV cache');
    expect(point({ ...FP8, gpu: Gpu.B200, maxNumSeqs: 1_024 }, { inputTokens: 4_000, outputTokens: 32 }).cause).toBe('compute');
    expect(point({ maxNumSeqs: 4 }, { inputTokens: 100, outputTokens: 100 }).cause).toBe('max-num-seqs');
  });

  test('a smaller growth is asked for later', () => {
    const at = (growth: number) => {
      const found = saturation(replica(FP8), { inputTokens: 1_000, outputTokens: 500 }, growth);
      return 'missing' in found ? 0 : found.concurrency;
    };
    expect(at(0.05)).toBeGreaterThan(at(0.2));
  });

  test('what is not known is named', () => {
    expect(saturation(replica({ model: Model.QWEN3_8_2_4T_A95B }), CHAT)).toHaveProperty('missing');
  });
});

describe('the two rates of a replica', () => {
  test('Qwen3-32B on two H100 reads prompts of 8k at 15,400 to 15,900 tokens/s (llm-d calibration on vLLM 0.30)', () => {
    const rates = replicaThroughput(replica({ model: Model.QWEN3_32B, gpu: Gpu.H100_SXM, tensorParallel: 2 }), {
      concurrency: 1,
      contextTokens: 8_192,
    });
    if ('missing' in rates) throw new Error(rates.missing.join());
    expect(rates.prefill.likely / 15_650).toBeCloseTo(1, 1);
    expect(rates.prefill.range[0]).toBeLessThan(15_375);
    expect(rates.prefill.range[1]).toBeGreaterThan(15_928);
  });

  test('it generates as many tokens a second as requests run in a step', () => {
    const rates = replicaThroughput(replica(FP8), { concurrency: 16, contextTokens: 2_000 });
    expect(rates).toMatchObject({ running: 16, limit: 'load' });
    expect(replicaThroughput(replica({ model: Model.QWEN3_8_2_4T_A95B }), { concurrency: 1, contextTokens: 100 })).toHaveProperty(
      'missing',
    );
  });
});

describe('a number of your own', () => {
  test('tokens per second alone slow both times down', () => {
    const law = estimateLatency(replica(), CHAT);
    if ('missing' in law) throw new Error('no estimate');
    const half = estimateLatency(replica(), CHAT, { tokensPerSecond: law.tokensPerSecond / 2 });
    expect(half).toMatchObject({ tokensPerSecond: law.tokensPerSecond / 2 });
    expect('missing' in half ? 0 : half.tpotMs / law.tpotMs).toBeCloseTo(2, 6);
    expect('missing' in half ? 0 : half.ttftMs / law.ttftMs).toBeCloseTo(2, 6);
  });

  test('the band is the narrower one of corrected laws at another load, and none at its own', () => {
    const at = (concurrency: number, atConcurrency?: number) => {
      const measured = { tpotMs: 11, ...(atConcurrency === undefined ? {} : { atConcurrency }) };
      const estimate = estimateLatency(replica(), { ...CHAT, concurrency }, measured);
      if ('missing' in estimate) throw new Error('no estimate');
      return estimate.range.tpotMs[1] / estimate.tpotMs;
    };
    expect(at(16)).toBe(1);
    expect(at(32, 16)).toBeGreaterThan(1);
    expect(at(32, 16)).toBeLessThan(1.3);
  });
});

test('an embedding model makes no tokens, and no number of tokens is given for it', () => {
  const model = Model.custom({ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id: 'reader', kind: 'embedding' });
  expect(estimateLatency(replica({ model }), CHAT)).toEqual({ missing: [expect.stringContaining('reader')] });
});

test('accepted drafts are not guessed at: the estimate says that they depend on the text', () => {
  const drafter = { kind: 'own-layers', layers: 1 } as const;
  const estimate = estimateLatency(replica({ drafter }), CHAT);
  expect(estimate).toMatchObject({ notModelled: [expect.stringContaining('accepted drafts')] });
  expect(estimateLatency(replica(), CHAT)).toMatchObject({ notModelled: [] });
});

test('whole experts change no traffic of one copy; copies wait for each other, and the estimate says so', () => {
  expect(estimateLatency(replica({ expertParallel: true }), CHAT)).toMatchObject({ notModelled: [] });
  expect(estimateLatency(replica({ expertParallel: true, dataParallel: 4 }), CHAT)).toMatchObject({
    notModelled: [expect.stringContaining('wait for each other')],
  });
});

describe('AF-LAT-001 and AF-LAT-002: latency classes', () => {
  test('a spoken answer of 60 tokens does not come within 200 ms', () => {
    const [finding] = checkLatency(replica(), 'voice', { concurrency: 8, inputTokens: 600, outputTokens: 60 });
    expect(finding).toMatchObject({ code: 'AF-LAT-001', severity: 'error', prop: 'latency', allowed: '≤ 200 ms' });
  });

  test('a chat is fine at 16 requests, and waits too long behind long prompts', () => {
    expect(checkLatency(replica(FP8), 'chat', CHAT)).toEqual([]);
    const [finding] = checkLatency(replica(FP8), 'chat', { concurrency: 64, inputTokens: 32_768, outputTokens: 256 });
    expect(finding).toMatchObject({ code: 'AF-LAT-002', severity: 'error', allowed: '≤ 500 ms' });
  });

  test('one law for all limits: kept at both ends of the range, late where the class refuses, uncertain between', () => {
    const time = fc.record({
      fast: fc.double({ min: 1, max: 1_000, noNaN: true }),
      likely: fc.double({ min: 0, max: 1_000, noNaN: true }),
      slow: fc.double({ min: 0, max: 1_000, noNaN: true }),
    });
    const ORDER = ['kept', 'uncertain', 'late'];
    fc.assert(
      fc.property(time, fc.constantFrom('likely', 'fast'), fc.double({ min: 1, max: 3_000, noNaN: true }), (parts, refusedAt, ms) => {
        const [fast, likely, slow] = [parts.fast, parts.fast + parts.likely, parts.fast + parts.likely + parts.slow];
        const held = heldAgainst({ likely, range: [fast, slow] }, { ms, refusedAt });
        expect(held === 'kept').toBe(slow <= ms);
        if (fast > ms) expect(held).toBe('late');
        if (refusedAt === 'fast' && fast <= ms && slow > ms) expect(held).toBe('uncertain');
        // More time is never worse.
        expect(ORDER.indexOf(heldAgainst({ likely, range: [fast, slow] }, { ms: 2 * ms, refusedAt }))).toBeLessThanOrEqual(
          ORDER.indexOf(held),
        );
      }),
    );
  });

  test('the slow end of a spoken answer and of a first token is asked in the same way', () => {
    const quick = { concurrency: 1, inputTokens: 100, outputTokens: 14 };
    for (const [target, load, code] of [
      ['voice', quick, 'AF-LAT-001'],
      ['chat', { concurrency: 8, inputTokens: 8_000, outputTokens: 256 }, 'AF-LAT-002'],
    ] as const) {
      const [finding] = checkLatency(replica({ maxContextTokens: 16_384 }), target, load);
      expect([finding?.code, finding?.severity, finding?.uncertain]).toEqual([code, 'warning', true]);
      expect(finding?.message).toMatch(/which the slow end of that range, \d+ ms, does not keep/);
    }
  });

  test('the finding shows the sum, and repairs that hold', () => {
    const load = { concurrency: 64, inputTokens: 3_000, outputTokens: 256 };
    const [finding] = checkLatency(replica({ maxContextTokens: 16_384 }), 'chat', load);
    expect(finding?.details?.map(({ label }) => label)).toEqual(['first token', 'other tokens', 'at once']);
    const text = finding?.repairs.find((repair) => typeof repair === 'string' && repair.startsWith('at most'));
    const most = Number(/at most (\d+)/.exec(String(text))?.[1]);
    expect(checkLatency(replica({ maxContextTokens: 16_384 }), 'chat', { ...load, concurrency: most })).toEqual([]);
    expect(checkLatency(replica({ maxContextTokens: 16_384 }), 'chat', { ...load, concurrency: most + 1 })).toHaveLength(1);
  });

  test('where nothing takes the doubt away, repairs take the refusal away', () => {
    const load = { concurrency: 64, inputTokens: 8_000, outputTokens: 256 };
    const at = (concurrency: number) => checkLatency(replica({ maxContextTokens: 16_384 }), 'chat', { ...load, concurrency });
    const [finding] = at(load.concurrency);
    const most = Number(/at most (\d+)/.exec(String(finding?.repairs.find((repair) => String(repair).startsWith('at most'))))?.[1]);
    expect([finding?.severity, finding?.value]).toEqual(['error', expect.any(Number)]);
    expect(at(most)).toMatchObject([{ uncertain: true, severity: 'warning' }]);
    expect(at(most)[0]?.value).toBeLessThanOrEqual(500);
    expect(at(1)).toMatchObject([{ uncertain: true }]);
  });

  test('a spoken answer is refused by what is expected, and doubted where only the bad end is late', () => {
    const load = { concurrency: 1, inputTokens: 300 };
    const severity = (outputTokens: number) => checkLatency(replica(FP8), 'voice', { ...load, outputTokens })[0]?.severity;
    expect([8, 20, 32, 80].map(severity)).toEqual([undefined, 'warning', 'error', 'error']);
  });

  test('a chat is refused only where not even the good end is soon enough', () => {
    const severity = (inputTokens: number) =>
      checkLatency(replica(FP8), 'chat', { concurrency: 64, inputTokens, outputTokens: 256 })[0]?.severity;
    expect([500, 5_000, 32_768].map(severity)).toEqual([undefined, 'warning', 'error']);
  });

  test('background work has no target', () => {
    expect(checkLatency(replica(), 'background', { ...CHAT, inputTokens: 100_000 })).toEqual([]);
  });
});
