/** The published sizing tables, figure by figure: exact ones exactly, estimates of the engine within 1 GiB a GPU or 2 %. */
import { type Configuration, K, replicaOf, supplyOf, verdictOf, weightsOf } from '../../../bench/published/replicas';
import { contextAfter, sizeReplica, tokensWithSharedPrefix } from '../../../lib/capacity';
import { expectEstimate } from '../support';

const GIB = 1024 ** 3;

describe('KV cache of one token and of sessions of 4K, 8K, 16K and 32K', () => {
  test.each([
    ['8B', 'fp8', 65_536, [0.25, 0.5, 1, 2]],
    ['8B', 'bf16', 131_072, [0.5, 1, 2, 4]],
    ['7B', 'bf16', 131_072, [0.5, 1, 2, 4]],
    ['7B MHA', 'bf16', 524_288, [2, 4, 8, 16]],
    ['70B', 'fp8', 163_840, [0.625, 1.25, 2.5, 5]],
    ['70B', 'bf16', 327_680, [1.25, 2.5, 5, 10]],
    ['13B', 'bf16', 163_840, [0.625, 1.25, 2.5, 5]],
  ] as const)('%s %s: %d bytes', (model, format, bytes, sessions) => {
    const { kvBytesPerToken } = supplyOf({ model, format, gpu: 'B200' });
    expect(kvBytesPerToken).toBe(bytes);
    expect([4, 8, 16, 32].map((k) => (kvBytesPerToken * k * K) / GIB)).toEqual(sessions);
  });

  test('100 × 32K of an 8B are 200 GiB, 214.7 GB; 16 bit doubles it', () => {
    const bytes = 100 * 32 * K * supplyOf({ model: '8B', format: 'fp8', gpu: 'B200' }).kvBytesPerToken;
    expect([bytes / GIB, Math.round(bytes / 1e8) / 10]).toEqual([200, 214.7]);
    expect(supplyOf({ model: '8B', format: 'bf16', gpu: 'B200' }).kvBytesPerToken).toBe((2 * bytes) / (100 * 32 * K));
  });

  test('a research agent after 30,000 to 50,000 tokens', () => {
    const gib = (model: '8B' | '70B', tokens: number) =>
      ((supplyOf({ model, format: 'fp8', gpu: 'B200' }).kvBytesPerToken * tokens) / GIB).toFixed(2);
    expect([gib('8B', 30_000), gib('8B', 50_000), gib('70B', 30_000), gib('70B', 50_000)]).toEqual(['1.83', '3.05', '4.58', '7.63']);
  });

  test('five tool calls add 2,500 tokens, which triples a request of 1,250', () => {
    const grown = (baseTokens: number) => contextAfter({ baseTokens, turns: 0, tokensPerTurn: 0, toolCalls: 5 });
    expect([grown(0), grown(1_250)]).toEqual([2_500, 3_750]);
  });
});

describe('weights', () => {
  test.each([
    ['7B', 'bf16', 13.5],
    ['8B', 'bf16', 14.96],
    ['8B', 'fp8', 8.46],
    ['13B', 'bf16', 24.21],
    ['70B', 'bf16', 131.4],
    ['70B', 'fp8', 67.66],
  ] as const)('%s %s: %d GiB', (model, format, gib) => {
    // 13 B is a size without a shape: ours has 13.05 B in its matrices.
    expect(Math.abs(weightsOf({ model, format, gpu: 'H200' }) - gib)).toBeLessThan(model === '13B' ? 0.1 : 0.03);
  });

  test('the quick rule of a quarter for the cache ignores the sessions: 13 of a 70B, 3 of an 8B', () => {
    const sessions = (model: '8B' | '70B', format: 'bf16' | 'fp8', gigabytes: number) => {
      const tokens = gigabytes / supplyOf({ model, format, gpu: 'B200' }).kvBytesPerToken;
      return [Math.round(tokens / 1_000), Math.floor(tokens / (8 * K))];
    };
    expect(sessions('70B', 'fp8', 17.5e9)).toEqual([107, 13]);
    expect(sessions('8B', 'bf16', 4e9)).toEqual([31, 3]);
  });
});

describe('memory budgets: the printed sums against their own parts', () => {
  test.each([
    ['8B, 100 × 8K', 50, 8, 60, 58],
    ['8B, 100 × 32K', 200, 8, 210, 208],
    ['70B, 50 × 8K', 64, 70, 137, 134],
    ['70B, 50 × 32K', 256, 70, 330, 326],
  ])('%s: %d + %d is printed %d and is %d', (_, kv, weights, printed, sum) => {
    expect(kv + weights).toBe(sum);
    expect(printed).not.toBe(sum);
  });

  test('158 of 160 GB are 98.75 % of the cards, 375 to 380 of 384 are 98 to 99 %', () => {
    expect(Math.round(137 * 1.15)).toBe(158);
    expect(158 / 160).toBe(0.9875);
    expect([Math.round((326 * 1.15 * 100) / 384), Math.round((380 * 100) / 384)]).toEqual([98, 99]);
  });

  test('64 and 256 GB come from 160 kB and 8,000 or 32,000 tokens; exact are 62.5 and 250 GiB', () => {
    expect([160e3 * 8_000 * 50, 160e3 * 32_000 * 50]).toEqual([64e9, 256e9]);
    const seventy = { model: '70B', format: 'fp8', gpu: 'B200' } as const;
    expect([verdictOf(seventy, 50, 8 * K).demandGiB, verdictOf(seventy, 50, 32 * K).demandGiB]).toEqual([62.5, 250]);
  });

  test.each([
    ['8B, 100 × 8K', 'fp8', '8B', 100, 8, 58.5],
    ['8B, 100 × 32K', 'fp8', '8B', 100, 32, 208.5],
    ['70B, 50 × 8K', 'fp8', '70B', 50, 8, 130.2],
    ['70B, 50 × 32K', 'fp8', '70B', 50, 32, 317.7],
  ] as const)('%s: cache and weights together', (_, format, model, sessions, k, gib) => {
    const of = { model, format, gpu: 'B200' } as const;
    expect(verdictOf(of, sessions, k * K).demandGiB + weightsOf(of)).toBeCloseTo(gib, 1);
  });

  test.each([
    ['8B, 100 × 8K on H100 PCIe', { model: '8B', format: 'fp8', gpu: 'H100 PCIe' }, 100, 8, 17, 'fits'],
    ['8B, 100 × 32K on 2 × H200', { model: '8B', format: 'fp8', gpu: 'H200', gpus: 2 }, 100, 32, 15, 'fits'],
    ['8B, 100 × 32K on two H200', { model: '8B', format: 'fp8', gpu: 'H200', replicas: 2 }, 100, 32, 13, 'tight'],
    ['70B, 50 × 8K on 2 × H100 SXM', { model: '70B', format: 'fp8', gpu: 'H100 SXM', gpus: 2 }, 50, 8, 5.6, 'rejected'],
    ['70B, 50 × 8K on B200', { model: '70B', format: 'fp8', gpu: 'B200' }, 50, 8, 29, 'fits'],
    ['70B, 50 × 8K on 2 × H200', { model: '70B', format: 'fp8', gpu: 'H200', gpus: 2 }, 50, 8, 64, 'fits'],
    ['70B, 50 × 8K on H200', { model: '70B', format: 'fp8', gpu: 'H200' }, 50, 8, -13.7, 'rejected'],
    ['70B, 50 × 32K on 2 × B200', { model: '70B', format: 'fp8', gpu: 'B200', gpus: 2 }, 50, 32, -3.2, 'rejected'],
    ['70B, 50 × 32K on 4 × B200', { model: '70B', format: 'fp8', gpu: 'B200', gpus: 4 }, 50, 32, 55, 'fits'],
    ['70B, 50 × 32K on 2 × B300', { model: '70B', format: 'fp8', gpu: 'B300', gpus: 2 }, 50, 32, 38, 'fits'],
    ['70B, 50 × 32K on 4 × H200', { model: '70B', format: 'fp8', gpu: 'H200', gpus: 4 }, 50, 32, 40, 'fits'],
  ] as const)('%s', (_, configuration: Configuration, sessions, k, free, word) => {
    const { headroom, verdict } = verdictOf(configuration, sessions, k * K);
    expect(verdict).toBe(word);
    expect(Math.abs(headroom * 100 - free)).toBeLessThan(1);
  });
});

describe('sessions per GPU: the context that the printed range leaves each', () => {
  test.each([
    ['A100 80GB', 'bf16', 1, [40, 80], [11_200, 5_600]],
    ['H100 PCIe', 'fp8', 1, [80, 150], [12_400, 6_600]],
    ['H100 SXM', 'fp8', 2, [150, 250], [13_800, 8_300]],
    ['H100 SXM', 'fp8', 1, [150, 250], [6_600, 4_000]],
    ['H200', 'fp8', 1, [250, 500], [7_500, 3_800]],
    ['B200', 'fp4', 1, [500, 1_000], [5_000, 2_500]],
  ] as const)('%s %s × %d', (gpu, format, gpus, range, tokens) => {
    const { kvTokens } = supplyOf({ model: '8B', format, gpu, ...(gpus === 1 ? {} : { gpus }) });
    for (const [index, sessions] of range.entries()) {
      expect(Math.abs(kvTokens / sessions / (tokens[index] ?? 1) - 1)).toBeLessThan(0.02);
    }
  });

  test('27 full sessions of 16K on an A100', () => {
    expect(Math.floor(supplyOf({ model: '8B', format: 'bf16', gpu: 'A100 80GB' }).kvTokens / (16 * K))).toBe(27);
  });

  test.each([
    ['A100', 1.04, [40, 80], [0.026, 0.013]],
    ['H100 PCIe', 2.01, [80, 150], [0.0251, 0.0134]],
    ['H100 SXM, two', 4.8, [150, 250], [0.032, 0.0192]],
    ['H200', 3.7, [250, 500], [0.0148, 0.0074]],
    ['B200 spot', 2.01, [500, 1_000], [0.004, 0.002]],
  ] as const)('%s: dollars a session and hour', (_, usd, range, perSession) => {
    expect(range.map((sessions) => Number((usd / sessions).toFixed(4)))).toEqual(perSession.map((value) => Number(value.toFixed(4))));
  });
});

describe('scenarios in 16 bit', () => {
  test.each([
    ['Q&A', { model: '7B', format: 'bf16', gpu: 'RTX 5090' }, 20, 4, 23.5, 27.6 / 1.15],
    ['customer service', { model: '13B', format: 'bf16', gpu: 'H200' }, 50, 8, 86.7, 88.5],
    ['reasoning', { model: '70B', format: 'bf16', gpu: 'H100 SXM', gpus: 4 }, 10, 32, 231.4, 240],
  ] as const)('%s: cache and weights', (_, configuration: Configuration, sessions, k, gib, printedParts) => {
    const sum = verdictOf(configuration, sessions, k * K).demandGiB + weightsOf(configuration);
    expect(Math.abs(sum - gib)).toBeLessThan(0.15);
    expect(Math.abs((sum * GIB) / 1e9 / printedParts - 1)).toBeLessThan(0.06);
  });

  test('the runtime is in some printed sums and not in others', () => {
    expect([24 * 1.15, 88.5 * 1.15, 240 * 1.15, 76 * 1.15].map((gb) => Number(gb.toFixed(1)))).toEqual([27.6, 101.8, 276, 87.4]);
    expect(76 * 1.05).toBeCloseTo(79.8, 9);
  });
});

/** Pool in GiB and full sessions of 4K, 8K, 16K and 32K. */
const SUPPLY: readonly (readonly [Configuration, number, readonly number[]])[] = [
  [{ model: '8B', format: 'fp8', gpu: 'H100 PCIe' }, 60.6, [242, 121, 60, 30]],
  [{ model: '8B', format: 'fp8', gpu: 'H100 SXM' }, 60.6, [242, 121, 60, 30]],
  [{ model: '8B', format: 'bf16', gpu: 'H100 PCIe' }, 54.1, [108, 54, 27, 13]],
  [{ model: '8B', format: 'bf16', gpu: 'A100 80GB' }, 54.7, [109, 54, 27, 13]],
  [{ model: '8B', format: 'bf16', gpu: 'L40' }, 23.5, [47, 23, 11, 5]],
  [{ model: '8B', format: 'bf16', gpu: 'L40S' }, 23.5, [47, 23, 11, 5]],
  [{ model: '8B', format: 'fp8', gpu: 'L40S' }, 30, [120, 60, 30, 15]],
  [{ model: '8B', format: 'fp8', gpu: 'RTX 5090' }, 18.3, [73, 36, 18, 9]],
  [{ model: '8B', format: 'fp8', gpu: 'RTX 4090' }, 11.2, [44, 22, 11, 5]],
  [{ model: '8B', format: 'fp8', gpu: 'H200' }, 114.6, [458, 229, 114, 57]],
  [{ model: '8B', format: 'fp4', gpu: 'B200' }, 151.6, [606, 303, 151, 75]],
  [{ model: '70B', format: 'fp8', gpu: 'H100 PCIe', gpus: 2 }, 66.1, [105, 52, 26, 13]],
  [{ model: '70B', format: 'fp8', gpu: 'H100 SXM', gpus: 2 }, 66.2, [105, 52, 26, 13]],
  [{ model: '70B', format: 'fp8', gpu: 'H100 SXM' }, 0.4, [0, 0, 0, 0]],
  [{ model: '70B', format: 'fp8', gpu: 'H200' }, 55, [87, 43, 21, 10]],
  [{ model: '70B', format: 'fp8', gpu: 'H200', gpus: 2 }, 175.2, [280, 140, 70, 35]],
  [{ model: '70B', format: 'fp8', gpu: 'B200' }, 87.9, [140, 70, 35, 17]],
  [{ model: '70B', format: 'fp8', gpu: 'B200', gpus: 2 }, 242.3, [387, 193, 96, 48]],
  [{ model: '70B', format: 'bf16', gpu: 'H100 SXM', gpus: 4 }, 137.3, [109, 54, 27, 13]],
  [{ model: '70B', format: 'bf16', gpu: 'H200', gpus: 2 }, 111.5, [89, 44, 22, 11]],
  [{ model: '7B', format: 'bf16', gpu: 'RTX 5090' }, 13.2, [26, 13, 6, 3]],
  [{ model: '7B', format: 'bf16', gpu: 'RTX 4090' }, 6.2, [12, 6, 3, 1]],
  [{ model: '7B', format: 'bf16', gpu: 'H100 PCIe' }, 55.5, [111, 55, 27, 13]],
  [{ model: '13B', format: 'bf16', gpu: 'H100 PCIe' }, 44.8, [71, 35, 17, 8]],
  [{ model: '13B', format: 'bf16', gpu: 'H200' }, 99.3, [158, 79, 39, 19]],
];

describe('supply of the published pools: GiB, and full sessions at the same tolerance', () => {
  test.each(SUPPLY)('%o', (configuration, gib, sessions) => {
    const gpus = configuration.gpus ?? 1;
    const { kvCacheGiB, kvTokens } = sizeReplica(replicaOf(configuration, 8 * K, 100));
    expectEstimate(kvCacheGiB, gib, gpus);
    const tolerance = Math.max(gpus, 0.02 * gib) / gib;
    for (const [index, k] of [4, 8, 16, 32].entries()) {
      const published = sessions[index] ?? 0;
      expect(Math.abs(Math.floor(kvTokens / (k * K)) - published)).toBeLessThanOrEqual(Math.ceil(published * tolerance));
    }
  });

  test('a 70B in fp8 fills one 80 GB card almost: 3k tokens', () => {
    const { kvTokens } = supplyOf({ model: '70B', format: 'fp8', gpu: 'H100 SXM' });
    expect(kvTokens).toBeLessThan(5_000);
    expect(verdictOf({ model: '70B', format: 'fp8', gpu: 'H100 SXM' }, 1, 8 * K).verdict).toBe('rejected');
  });
});

test('prefix caching: 20 to 40 % at 8K are 1.6k to 3.3k shared tokens', () => {
  const saved = (shared: number) => 1 - tokensWithSharedPrefix({ sessions: 1_000, contextTokens: 8 * K }, shared, 1) / (1_000 * 8 * K);
  expect(saved(1_638)).toBeCloseTo(0.2, 2);
  expect(saved(3_277)).toBeCloseTo(0.4, 2);
});
