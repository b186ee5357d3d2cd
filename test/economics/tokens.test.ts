/** Published worked numbers of agent fleets on GPUs, recomputed. Prices with their month: March, April and July 2026. */

import { checkAgainstApi, compareWithApi } from '../../lib/economics/compare-api';
import { poolCostPerHour, totalCost } from '../../lib/economics/cost';
import {
  apiPerHour,
  breakEvenTokensPerHour,
  breakEvenUse,
  costPerInteraction,
  costPerMonth,
  costPerMTokens,
  gpusPerHour,
  shareOfGpuPerHour,
  tierGpus,
  tokensPerDollar,
} from '../../lib/economics/tokens';

describe('F04: a thousand sessions against an API at $0.40 for a million tokens', () => {
  const perHour = (tokensPerMinute: number) => 1_000 * tokensPerMinute * 60;

  test('200 tokens a minute each: 12 M an hour, $4.80, the API wins twice over', () => {
    expect(perHour(200)).toBe(12_000_000);
    expect(apiPerHour(0.4, perHour(200))).toBeCloseTo(4.8, 9);
    expect(compareWithApi(9.6, { tokensPerHour: perHour(200), usdPerMTokens: 0.4 }).ratio).toBeCloseTo(0.5, 9);
  });

  test('5,000 tokens a minute each: $120, 12.5 times the four GPUs, published as 12', () => {
    expect(compareWithApi(9.6, { tokensPerHour: perHour(5_000), usdPerMTokens: 0.4 }).ratio).toBeCloseTo(12.5, 9);
  });

  test('both cost the same at 400 tokens a minute on four GPUs, 500 on the five that are needed', () => {
    expect(breakEvenTokensPerHour(9.6, 0.4) / 60_000).toBeCloseTo(400, 9);
    expect(breakEvenTokensPerHour(poolCostPerHour(5, 1, 2.4) ?? 0, 0.4) / 60_000).toBeCloseTo(500, 9);
    expect(breakEvenTokensPerHour(4 * 3.2, 0.4) / 60_000).toBeCloseTo(533.3, 1);
    expect(breakEvenTokensPerHour(4 * 4.41, 0.4) / 60_000).toBeCloseTo(735, 9);
  });

  test('300 M tokens an hour are more than four GPUs make: fifteen, at 3.3 times', () => {
    const perGpuHour = 22_000 * 950;
    expect(perGpuHour / 3_600).toBeCloseTo(5_806, 0);
    const gpus = Math.ceil(perHour(5_000) / perGpuHour);
    expect([gpus, poolCostPerHour(gpus, 1, 2.4)]).toEqual([15, 36]);
    expect(120 / 36).toBeCloseTo(3.33, 2);
    expect((perGpuHour * 0.4) / 1e6 / 2.4).toBeCloseTo(3.48, 2);
    expect((4 * perGpuHour) / 60_000).toBeCloseTo(1_393, 0);
    expect(Math.round(perHour(5_000) / 4 / 3_600)).toBe(20_833);
  });
});

describe('F13–F15: the two-layer fleet', () => {
  test('$8.70 an hour, $208.80 a day, $6,264 a month', () => {
    const total = totalCost([poolCostPerHour(1, 2, 2.5), poolCostPerHour(2, 1, 1.35), poolCostPerHour(1, 1, 1)]);
    expect(total).toBe(8.7);
    expect((total ?? 0) * 24).toBeCloseTo(208.8, 9);
    expect(costPerMonth(total ?? 0)).toBeCloseTo(6_264, 9);
  });

  test('its variants: SXM planner $10.10, L40 workers $8.00', () => {
    expect(totalCost([poolCostPerHour(1, 2, 3.2), poolCostPerHour(2, 1, 1.35), 1])).toBe(10.1);
    expect(totalCost([poolCostPerHour(1, 2, 2.5), poolCostPerHour(2, 1, 1), 1])).toBe(8);
  });

  test('3,000 tokens a second for $5.00: 2.16 M tokens a dollar, $0.463 a million', () => {
    expect(tokensPerDollar(5, 3_000)).toBe(2_160_000);
    expect(costPerMTokens(5, 3_000)).toBeCloseTo(0.463, 3);
  });

  test.each([
    [3, 0.154],
    [5, 0.093],
    [15, 0.031],
    [25, 0.019],
    [0.4, 1.157],
  ])('against $%d for a million it breaks even at a use of %d', (usdPerMTokens, use) => {
    expect(breakEvenUse(5, 3_000, usdPerMTokens)).toBeCloseTo(use, 3);
  });
});

describe('one GPU and an API, 950 tokens an interaction', () => {
  test('the published share of a GPU: 500 an hour are $0.19 against $0.055', () => {
    expect(apiPerHour(0.4, 500 * 950)).toBeCloseTo(0.19, 9);
    expect(shareOfGpuPerHour(2.4, 500, 22_000)).toBeCloseTo(0.0545, 4);
    expect(apiPerHour(0.4, 500 * 950) / shareOfGpuPerHour(2.4, 500, 22_000)).toBeCloseTo(3.48, 2);
    expect(apiPerHour(0.4, 100 * 950)).toBeCloseTo(0.038, 9);
    expect(shareOfGpuPerHour(2.4, 100, 22_000)).toBeCloseTo(0.0109, 4);
  });

  test('what is paid is the whole GPU: $57.60 a day for 200 interactions that an API does for $0.076', () => {
    expect(24 * gpusPerHour(2.4, 100, 22_000)).toBeCloseTo(57.6, 9);
    expect(apiPerHour(0.4, 200 * 950)).toBeCloseTo(0.076, 9);
    expect(57.6 / 0.076).toBeCloseTo(758, 0);
  });

  test('a thousand interactions cost $0.11 on a full GPU and $0.38 at an API', () => {
    const [gpu, api] = [shareOfGpuPerHour(2.4, 1_000, 22_000), apiPerHour(0.4, 1_000 * 950)];
    expect([gpu.toFixed(3), api.toFixed(3), (api / gpu).toFixed(2)]).toEqual(['0.109', '0.380', '3.48']);
  });

  test('it breaks even at 28.7 % use, 6,316 interactions an hour', () => {
    expect(breakEvenUse(2.4, (22_000 * 950) / 3_600, 0.4)).toBeCloseTo(0.287, 3);
    expect(breakEvenTokensPerHour(2.4, 0.4) / 950).toBeCloseTo(6_316, 0);
  });
});

describe('F20–F22: tiers of a mixed fleet', () => {
  const PRICES = [0.72, 1.04, 2.51] as const;
  const tiers = (concurrent: number) => [tierGpus(concurrent, 0.7, 50), tierGpus(concurrent, 0.25, 75), tierGpus(concurrent, 0.05, 100)];
  const cost = (gpus: readonly number[], prices: readonly number[] = PRICES) =>
    totalCost(gpus.map((count, index) => poolCostPerHour(count, 1, prices[index] ?? null)));

  test.each([
    [1_000, [14, 4, 1], 16.75, 12_060],
    [10_000, [140, 34, 5], 148.71, 107_071.2],
    [100_000, [1_400, 334, 50], 1_480.86, 1_066_219.2],
  ])('%d interactions at once', (concurrent, gpus, usd, month) => {
    expect(tiers(concurrent)).toEqual(gpus);
    expect(cost(gpus)).toBe(usd);
    expect(costPerMonth(usd)).toBeCloseTo(month, 6);
  });

  test('two instances of the orchestrator: 20 GPUs, $19.26', () => {
    expect(cost([14, 4, 2])).toBe(19.26);
  });

  test('the same tiers at other prices', () => {
    expect([1_000, 10_000, 100_000].map((count) => cost(tiers(count), [0.72, 1.04, 2.01]))).toEqual([16.25, 146.21, 1_455.86]);
    expect([1_000, 10_000, 100_000].map((count) => cost(tiers(count), [0.72, 1.04, 4.41]))).toEqual([18.65, 158.21, 1_575.86]);
  });

  test('52.6, 55.9 and 56.1 agents share a GPU, and one of 10,000 interactions costs $0.015 an hour', () => {
    const perGpu = (concurrent: number) => concurrent / tiers(concurrent).reduce((sum, count) => sum + count, 0);
    expect([1_000, 10_000, 100_000].map((concurrent) => perGpu(concurrent).toFixed(1))).toEqual(['52.6', '55.9', '56.1']);
    expect(((cost(tiers(10_000)) ?? 0) / 10_000).toFixed(5)).toBe('0.01487');
  });

  test('spot of the A100 was dearer than on demand: $4.56, $38.76 and $380.76 for the middle tier', () => {
    const middle = (usd: number) => [1_000, 10_000, 100_000].map((concurrent) => poolCostPerHour(tierGpus(concurrent, 0.25, 75), 1, usd));
    expect([middle(1.14), middle(1.04)]).toEqual([
      [4.56, 38.76, 380.76],
      [4.16, 35.36, 347.36],
    ]);
  });

  test('a 70B as orchestrator triples its tier: $7.53 of $21.77', () => {
    expect([poolCostPerHour(1, 3, 2.51), totalCost([poolCostPerHour(14, 1, 0.72), poolCostPerHour(4, 1, 1.04), 7.53])]).toEqual([
      7.53, 21.77,
    ]);
  });

  test('its figures ask for 8.6 ms a token and 6,518 written tokens a second of each GPU, at $0.0354 a million', () => {
    expect((3_000 / 350).toFixed(1)).toBe('8.6');
    expect(Math.round((10_000 * 350) / 3 / 179)).toBe(6_518);
    expect((costPerInteraction(148.71, 10_000, 3) / 350) * 1e6).toBeCloseTo(0.0354, 4);
  });

  test('an interaction of three seconds', () => {
    expect(costPerInteraction(148.71, 10_000, 3)).toBeCloseTo(0.00001239, 8);
    expect(costPerInteraction(16.75, 1_000, 3)).toBeCloseTo(0.00001396, 8);
    expect(costPerInteraction(1_480.86, 100_000, 3)).toBeCloseTo(0.00001234, 8);
  });
});

describe('F42: ten million tokens a day on one H100', () => {
  test.each([
    [2.01, 1_447.2],
    [2.5, 1_800],
    [2.51, 1_807.2],
  ])('$%d an hour are $%d a month', (usd, month) => {
    expect(costPerMonth(usd)).toBeCloseTo(month, 9);
  });

  test('peak use 33 to 77 %, mean use 3 to 8 %', () => {
    const [mean, peak] = [115.74, 1_157.4];
    expect([peak / 3_500, peak / 1_500].map((use) => Math.round(use * 100))).toEqual([33, 77]);
    expect([mean / 3_500, mean / 1_500].map((use) => Math.round(use * 100))).toEqual([3, 8]);
  });

  test('AF-COST-004: it fits and is not economic: $48.24 a day where an API takes $4.00', () => {
    expect([costPerMTokens(2.01, 115.74), costPerMTokens(2.51, 115.74)].map((usd) => usd.toFixed(2))).toEqual(['4.82', '6.02']);
    const tokensPerHour = 10_000_000 / 24;
    expect(24 * apiPerHour(0.4, tokensPerHour)).toBeCloseTo(4, 9);
    expect(24 * 2.01).toBeCloseTo(48.24, 9);
    const [finding] = checkAgainstApi(2.01, { tokensPerHour, usdPerMTokens: 0.4, tokensPerSecond: 1_500 });
    expect(finding).toMatchObject({ code: 'AF-COST-004', severity: 'warning', allowed: '≥ 5.0 M tokens an hour' });
    expect(finding?.message).toBe('an API at $0.40 for a million tokens would cost $0.17 an hour against $2.01, at 8 % use');
  });

  test('GPUs that are cheaper are not warned about', () => {
    expect(checkAgainstApi(9.6, { tokensPerHour: 300_000_000, usdPerMTokens: 0.4 })).toEqual([]);
  });
});
