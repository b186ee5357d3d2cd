/** A service by its conversations a day: hours, residency between turns, and GPU-hours. */

import { type Conversations, dayCurve, overTheDay, ownDayCurve, planConversations } from '../../lib/capacity';
import { set } from '../../lib/core/change';
import { repair } from '../../lib/core/finding';
import { changesAsCode, renderChanges } from '../../lib/core/render-change';
import { FP8, judge, pool, replica, sessions } from './support';

const SUPPORT: Conversations = {
  fleet: 'support',
  role: 'agent',
  conversationsPerDay: 10_000,
  turns: 5,
  tokensPerTurn: 200,
  outputTokensPerTurn: 80,
  contextTokens: 2_000,
  answerSeconds: 2,
};

describe('day curves', () => {
  test.each([
    ['even', 1],
    ['business-hours', 240 / 114],
    ['regional-assistant', 1.84],
  ] as const)('%s: the busiest hour is %d times the mean', (name, peak) => {
    const { shares, source } = dayCurve(name);
    expect(shares).toHaveLength(24);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
    expect(24 * Math.max(...shares)).toBeCloseTo(peak, 2);
    expect(source.length).toBeGreaterThan(10);
  });

  test('the measured one is 11.7 times as busy at 14 as at 7 o’clock', () => {
    const { shares } = dayCurve('regional-assistant');
    expect([shares.indexOf(Math.max(...shares)), shares.indexOf(Math.min(...shares))]).toEqual([14, 7]);
    expect((shares[14] ?? 0) / (shares[7] ?? 1)).toBeCloseTo(11.7, 1);
  });

  test('your own shares have to be a day', () => {
    const even = Array.from({ length: 24 }, () => 1 / 24);
    expect(ownDayCurve(even).shares).toHaveLength(24);
    expect(() => ownDayCurve(even.slice(1))).toThrow('AF-SPEC-001');
    expect(() => ownDayCurve([...even.slice(1), 0.9])).toThrow('shares that add up to 1');
    expect(() => ownDayCurve([...even.slice(2), 3 / 24, -1 / 24])).toThrow('AF-SPEC-001');
  });
});

describe('sessions over the day', () => {
  test('requests of all hours are those of the day, times the burst', () => {
    const flat = planConversations({ ...SUPPORT, burst: 1, curve: 'regional-assistant' });
    expect(flat.hours.reduce((sum, hour) => sum + hour.requestsPerSecond * 3_600, 0)).toBeCloseTo(50_000, 6);
    expect([flat.peakHour, flat.quietHour]).toEqual([14, 7]);
  });

  test('the burst stands over the mean of the day: a curve is not counted on top of it', () => {
    const peak = (change: Partial<Conversations>) => planConversations({ ...SUPPORT, ...change }).peak.rate?.requestsPerSecond ?? 0;
    const mean = 50_000 / 86_400;
    expect(peak({})).toBeCloseTo(10 * mean, 9);
    expect(peak({ curve: 'regional-assistant' })).toBeCloseTo(10 * mean, 9);
    expect(peak({ curve: 'business-hours', burst: 1 })).toBeCloseTo((240 / 114) * mean, 9);
  });

  test('arrivals × time: what is answered, and nothing between turns unless it is kept', () => {
    const { peak, hours } = planConversations({ ...SUPPORT, thinkSeconds: 60 });
    expect(hours[0]?.activeSessions).toBeCloseTo(((10 * 10_000) / 86_400) * 5 * 2, 9);
    expect(hours[0]?.idleSessions).toBe(0);
    expect(peak.sessions).toBe(12);
    expect(peak.rate?.cachedInputTokens).toBe(0);
  });

  test('kept for a share: four gaps of a minute, half of them held', () => {
    const { hours, peak } = planConversations({ ...SUPPORT, thinkSeconds: 60, kept: { share: 0.5 } });
    expect(hours[0]?.idleSessions).toBeCloseTo(((10 * 10_000) / 86_400) * 4 * 60 * 0.5, 9);
    expect(peak.rate?.cachedInputTokens).toBe(Math.round((1_000 + 2 * 200) * 0.8 * 0.5));
  });

  test('kept for a time: gaps spread exponentially, and the last turn keeps its cache once more', () => {
    const held = 1 - Math.exp(-300 / 60);
    const { hours } = planConversations({ ...SUPPORT, thinkSeconds: 60, kept: { seconds: 300 } });
    expect(hours[0]?.idleSessions).toBeCloseTo(((10 * 10_000) / 86_400) * (4 * 60 * held + 300), 9);
  });

  test('AF-CAP-023: kept in host memory they leave the pool, and host memory has to hold them', () => {
    const kept = { thinkSeconds: 60, kept: { share: 1 }, contextTokens: 8_192 } as const;
    const [pooled, hosted] = [
      planConversations({ ...SUPPORT, ...kept }).peak,
      planConversations({ ...SUPPORT, ...kept, keptIn: 'host' }).peak,
    ];
    expect([hosted.sessions, hosted.offloadedSessions, pooled.offloadedSessions]).toEqual([12, 278, undefined]);
    expect(hosted.rate).toEqual(pooled.rate);
    expect(hosted.formula).toMatch(/277\.8 kept between turns in host memory$/);
    const on = (kvOffloadGiB: number) => judge({ replica: replica({ ...FP8, kvOffloadGiB }), demands: [hosted] });
    const finding = (kvOffloadGiB: number) => on(kvOffloadGiB).findings.find(({ code }) => code === 'AF-CAP-023');
    expect(finding(100)).toMatchObject({
      severity: 'warning',
      prop: 'kvOffloadGiB',
      value: 100,
      repairs: [repair(set('kvOffloadGiB', 139))],
    });
    expect(finding(139)).toBeUndefined();
    expect(on(139).demandGiB).toBe(6);
    const withDisk = judge({ replica: replica({ ...FP8, kvOffloadGiB: 64, kvOffload: { nvmeGiB: 75 } }), demands: [hosted] });
    expect(withDisk.findings.filter(({ code }) => code === 'AF-CAP-023')).toEqual([]);
    const sharing = (sharedGiB: number) =>
      judge({ replica: replica({ ...FP8, kvOffloadGiB: 8, kvOffload: { sharedGiB } }), demands: [hosted], replicas: 4 });
    // The store is there once, however many replicas there are.
    const [short, enough] = [sharing(100), sharing(139)].map(({ findings }) => findings.find(({ code }) => code === 'AF-CAP-023'));
    expect(short?.message).toMatch(/in the store that they share; 4 replicas have 100\.0 GiB there/);
    expect(enough).toBeUndefined();
  });

  test('longer kept never holds less and never computes more', () => {
    const plans = [0, 15, 60, 300, 3_600].map((seconds) => planConversations({ ...SUPPORT, thinkSeconds: 86, kept: { seconds } }).peak);
    const [held, cached] = [plans.map((plan) => plan.sessions), plans.map((plan) => plan.rate?.cachedInputTokens ?? 0)];
    expect(held).toEqual([...held].sort((a, b) => a - b));
    expect(cached).toEqual([...cached].sort((a, b) => a - b));
    expect(held[4]).toBeGreaterThan(held[0] ?? 0);
  });

  test('a declared prefix is not computed and is passed on', () => {
    const { peak } = planConversations({ ...SUPPORT, sharedPrefixTokens: 600 });
    expect([peak.sharedPrefixTokens, peak.rate?.cachedInputTokens]).toEqual([600, 600]);
    expect(peak.rate?.inputTokens).toBe(1_000 + 2 * 200 + 120);
  });

  test('the formula says how the number of sessions is computed', () => {
    expect(planConversations({ ...SUPPORT, curve: 'regional-assistant', thinkSeconds: 60, kept: { share: 1 } }).peak.formula).toBe(
      '10000 conversations a day, hour 14: 11.6 answered + 277.8 kept between turns',
    );
  });
});

describe('a pool under such a day', () => {
  const service: Conversations = { ...SUPPORT, contextTokens: 8_192, thinkSeconds: 60, kept: { share: 1 }, curve: 'regional-assistant' };
  const day = planConversations(service);

  test('the floor fits one replica, the peak needs more, and a repair names conversations', () => {
    const with_ = (maxReplicas: number) =>
      judge({ replica: replica(FP8), replicas: 1, maxReplicas, demands: [day.floor], peakDemands: [day.peak] });
    expect([with_(1).verdict, with_(3).verdict]).toEqual(['rejected', 'fits']);
    const changes = with_(1).findings.flatMap(({ repairs }) => repairs.flatMap((repair) => (typeof repair === 'string' ? [] : [repair])));
    expect(changes.map((repair) => renderChanges(repair.changes))).toContain('scaling.max: 3');
    const fewer = changes.find((repair) => renderChanges(repair.changes).startsWith('conversationsPerDay ≤ '));
    expect(changesAsCode(fewer?.changes ?? [])).toMatch(/^conversationsPerDay: \d_\d{3}$/);
  });

  test('replicas follow the hours; GPU-hours are fewer than those of the peak all day', () => {
    const over = overTheDay(pool({ replica: replica(FP8), replicas: 1, maxReplicas: 8 }), day);
    expect(over.replicas[day.quietHour]).toBe(1);
    expect(over.replicas[day.peakHour]).toBe(Math.max(...over.replicas.map((count) => count ?? 0)));
    expect(over.gpuHours).toBe(over.replicas.reduce<number>((sum, count) => sum + (count ?? 0), 0));
    expect(over.gpuHours).toBeLessThan(over.gpuHoursAtPeak ?? 0);
    expect(over.gpuHoursAtPeak).toBe(24 * (over.replicas[day.peakHour] ?? 0));
  });

  test('an even day has nothing to scale', () => {
    const even = planConversations({ ...service, curve: 'even' });
    const over = overTheDay(pool({ replica: replica(FP8), replicas: 1, maxReplicas: 8 }), even);
    expect(over.gpuHours).toBe(over.gpuHoursAtPeak);
  });

  test('an hour that the ceiling does not carry has no replicas, and the day no GPU-hours', () => {
    const over = overTheDay(pool({ replica: replica(FP8), replicas: 1, maxReplicas: 1 }), day);
    expect([over.replicas[day.peakHour], over.gpuHours]).toEqual([null, null]);
  });

  test('what the pool serves besides stays all day', () => {
    const beside = overTheDay(pool({ replica: replica(FP8), replicas: 1, maxReplicas: 8, demands: [sessions(100, 8_192)] }), day);
    expect(beside.replicas[day.quietHour]).toBe(2);
  });
});
