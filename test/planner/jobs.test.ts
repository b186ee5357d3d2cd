/** Run time and price of a job: the GPU that is cheapest for it, and as many as its deadline asks for. */
import { Gpu } from '../../lib/catalog/gpu';
import { isFleetError } from '../../lib/core/fleet-error';
import { type JobsOnGpusProps, jobsOnGpus } from '../../lib/planner';
import { as, JULY, L8, L70 } from './support';

const JOB: JobsOnGpusProps = {
  requests: 20_000,
  inputTokens: 2_000,
  outputTokens: 300,
  models: [as(L8, 'checkpoint')],
  inventory: { ...JULY, t4: { gpu: Gpu.T4, usdPerGpuHour: 0.35, priceAsOf: '2026-07-03', gpusPerNode: 1 } },
};
const first = (change: Partial<JobsOnGpusProps> = {}) => jobsOnGpus({ ...JOB, ...change })[0];

test('the cheapest way comes first, and what does not fit is none: 8B in 16 bit is too large for 16 GB', () => {
  const ways = jobsOnGpus(JOB);
  expect(ways.length).toBeGreaterThan(4);
  expect(ways.map(({ usd }) => usd)).toEqual(ways.map(({ usd }) => usd).sort((a, b) => a - b));
  expect(ways.map(({ gpu }) => gpu)).not.toContain('t4');
});

test('time is tokens by tokens per second, money is time by price', () => {
  for (const { seconds, secondsRange, tokensPerSecond, usd, gpusPerReplica, replicas, nodePool } of jobsOnGpus(JOB)) {
    expect(seconds / ((20_000 * 300) / tokensPerSecond / replicas)).toBeCloseTo(1, 3);
    expect(usd).toBeCloseTo((seconds / 3_600) * gpusPerReplica * replicas * (JOB.inventory[nodePool]?.usdPerGpuHour ?? 0), 2);
    expect(secondsRange[0]).toBeLessThanOrEqual(seconds);
    expect(secondsRange[1]).toBeGreaterThanOrEqual(seconds);
  }
});

test('the dearest card is not the dearest way: what counts is the tokens for a dollar', () => {
  const perUsd = jobsOnGpus(JOB).map(
    ({ tokensPerSecond, gpusPerReplica, nodePool }) => tokensPerSecond / gpusPerReplica / (JOB.inventory[nodePool]?.usdPerGpuHour ?? 1),
  );
  for (const [index, value] of perUsd.slice(1).entries()) expect(value).toBeLessThanOrEqual((perUsd[index] ?? 0) * 1.001);
});

test('a deadline takes replicas, and costs the same; more than there are, or than requests, is no way', () => {
  const alone = first();
  if (alone === undefined) throw new Error('fits');
  const soon = jobsOnGpus({ ...JOB, withinSeconds: alone.seconds / 3.5 }).find(
    (way) => way.nodePool === alone.nodePool && way.gpusPerReplica === alone.gpusPerReplica,
  );
  expect(soon?.replicas).toBe(4);
  expect(soon?.seconds).toBeLessThanOrEqual(alone.seconds / 3.5);
  expect(soon?.usd).toBeCloseTo(alone.usd, 2);
  const one = { h100: { ...JULY.h100, gpusPerNode: 1, nodes: 1 } };
  expect(jobsOnGpus({ ...JOB, inventory: one, withinSeconds: 60 })).toEqual([]);
  expect(jobsOnGpus({ ...JOB, requests: 1, inventory: { h100: JULY.h100 }, withinSeconds: 0.001 })).toEqual([]);
});

test('a prompt that stays cached makes a job shorter, and more requests make it longer', () => {
  expect(first({ cachedTokens: 1_800 })?.seconds).toBeLessThan(first()?.seconds ?? 0);
  expect(first({ requests: 40_000 })?.seconds).toBeGreaterThan(1.9 * (first()?.seconds ?? 0));
});

test('weights that need several cards take them', () => {
  const ways = jobsOnGpus({ ...JOB, models: [as(L70, 'checkpoint')] });
  expect(ways.length).toBeGreaterThan(0);
  expect(Math.min(...ways.map(({ gpusPerReplica }) => gpusPerReplica))).toBeGreaterThanOrEqual(2);
});

test.each<[string, object, string]>([
  ['no requests', { requests: 0 }, 'requests'],
  ['half a token', { outputTokens: 0.5 }, 'outputTokens'],
  ['no model', { models: [] }, 'models'],
  ['a deadline that is past', { withinSeconds: -1 }, 'withinSeconds'],
  ['no GPU', { inventory: {} }, 'inventory'],
  ['a price without its date', { inventory: { h100: { gpu: Gpu.H100_PCIE, usdPerGpuHour: 2 } } }, 'inventory.h100.priceAsOf'],
  ['a GPU without a price', { inventory: { a40: { gpu: Gpu.A40 } } }, 'inventory.a40.usdPerGpuHour'],
  ['a prop that is none', { sessions: 4 }, 'sessions'],
])('%s is refused', (_, change, prop) => {
  try {
    jobsOnGpus({ ...JOB, ...change } as never);
  } catch (error) {
    if (!isFleetError(error)) throw error;
    expect(error.problems.map((problem) => problem.prop)).toContain(prop);
    return;
  }
  throw new Error('was accepted');
});
