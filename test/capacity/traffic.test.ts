import { sessionsAtPeak, trafficOf } from '../../lib/capacity';

test('F42: 10,000 conversations a day are 10 million tokens, 116 a second, 1,157 at the peak', () => {
  const traffic = trafficOf({ conversationsPerDay: 10_000, turns: 5, tokensPerTurn: 200 });
  expect(traffic.tokensPerDay).toBe(10_000_000);
  expect(traffic.meanTokensPerSecond).toBeCloseTo(115.7, 1);
  expect(Math.round(traffic.peakTokensPerSecond)).toBe(1_157);
  expect(trafficOf({ conversationsPerDay: 10_000, turns: 5, tokensPerTurn: 200, burst: 1 }).peakTokensPerSecond).toBeCloseTo(115.7, 1);
});

test('sessions in flight are arrivals times duration', () => {
  expect(sessionsAtPeak(4, 2.5)).toBe(10);
});
