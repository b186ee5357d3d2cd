import { checkThroughput, sessionsAtPeak, trafficOf } from '../../lib/capacity';
import { replica } from './support';

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

describe('AF-CAP-013: tokens a second at the peak', () => {
  const load = { concurrency: 32, inputTokens: 600, outputTokens: 350 };

  test('one replica makes a thousand a second, not a hundred thousand', () => {
    expect(checkThroughput(replica(), 1, 1_000, load)).toEqual([]);
    expect(checkThroughput(replica(), 1, 100_000, load)).toMatchObject([
      { code: 'AF-CAP-013', severity: 'error', prop: 'replicas', value: 1 },
    ]);
  });

  test('the repair makes enough', () => {
    const [finding] = checkThroughput(replica(), 1, 100_000, load);
    const replicas = Number(/\d+/.exec(String(finding?.repairs[0]))?.[0]);
    expect(checkThroughput(replica(), replicas, 100_000, load)).toEqual([]);
    expect(checkThroughput(replica(), replicas - 1, 100_000, load)).toHaveLength(1);
  });
});
