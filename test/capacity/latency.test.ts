import { dot, mean, quantile, robustFit } from '../../bench/least-squares';
import { perfRows } from '../../bench/perf-rows';
import { checkLatency, concurrencyWithin, estimateLatency } from '../../lib/capacity';
import { DECODE_LAW, STEP_PARTS, weigh } from '../../lib/capacity/latency/decode-step';
import { stepTerms } from '../../lib/capacity/latency/step-terms';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { FP8, replica } from './support';

const CHAT = { concurrency: 16, inputTokens: 1_024, outputTokens: 256 };
const tpot = (change: Parameters<typeof replica>[0], load = CHAT) => {
  const estimate = estimateLatency(replica(change), load);
  if ('missing' in estimate) throw new Error(estimate.missing.join());
  return estimate.tpotMs;
};

describe('the decode law against published measurements', () => {
  const rows = perfRows().flatMap((row) => {
    const terms = stepTerms(row.spec, row.load);
    return 'missing' in terms ? [] : [{ model: row.model, terms, seconds: row.tpotSeconds }];
  });
  const parts = rows.map(({ terms, seconds }) => STEP_PARTS.map((part) => terms[part] / seconds));

  test('its coefficients are those of the fit', () => {
    const errors = rows.map(({ terms, seconds }) => Math.abs(weigh(terms, DECODE_LAW) / seconds - 1));
    expect(rows.length).toBeGreaterThan(800);
    expect(mean(errors)).toBeLessThan(0.16);
  });

  test('with the model under test left out: at most 22 % on average, 18 % in the median', () => {
    const errors = [...new Set(rows.map((row) => row.model))].flatMap((model) => {
      const law = robustFit(parts.filter((_, index) => rows[index]?.model !== model));
      return parts.filter((_, index) => rows[index]?.model === model).map((row) => Math.abs(dot(row, law) - 1));
    });
    expect(mean(errors)).toBeLessThan(0.22);
    expect(quantile(errors, 0.5)).toBeLessThan(0.18);
  });
});

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

  test('background work has no target', () => {
    expect(checkLatency(replica(), 'background', { ...CHAT, inputTokens: 100_000 })).toEqual([]);
  });
});
