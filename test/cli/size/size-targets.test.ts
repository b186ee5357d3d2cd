/** Latency targets of a question to `size`: part of its verdict, held against the same estimate as those of a role. */

import type { SizeAnswer } from '../../../lib/sizing/size-answer';
import { sizeLine } from '../../../lib/sizing/size-line';

const LINE = {
  model: 'meta-llama/Llama-3.1-8B-Instruct',
  gpu: 'h100-sxm-80',
  engineVersion: '0.30.0',
  isl: 1_000,
  osl: 200,
  concurrency: 16,
};

function answered(keys: object): SizeAnswer {
  const answer = sizeLine({ ...LINE, ...keys });
  if ('error' in answer) throw new Error(answer.error.message);
  return answer;
}

const likely = answered({}).latency ?? { ttftMs: Number.NaN, tpotMs: Number.NaN };

test('without a target nothing is judged', () => {
  expect(answered({})).not.toHaveProperty('targets');
});

test('a target that the slow end keeps changes no verdict', () => {
  const { verdict, targets } = answered({ ttftMs: 60_000, tpotMs: 1_000, e2eMs: 600_000 });
  expect(verdict).toBe(answered({}).verdict);
  expect(targets?.map(({ metric, verdict: one }) => [metric, one])).toEqual([
    ['ttftMs', 'kept'],
    ['tpotMs', 'kept'],
    ['e2eMs', 'kept'],
  ]);
});

test('one inside of the range is uncertain, and a measurement is asked for', () => {
  const { verdict, missing, reason } = answered({ tpotMs: likely.tpotMs });
  expect(verdict).toBe('uncertain');
  expect(missing).toContain('latency: your own measurement, for tpotMs');
  expect(reason).toMatch(/^a token after the first takes about .* are asked$/);
});

test('one below the fast end is rejected, and fewer requests or more GPUs are offered where they keep it', () => {
  const few = answered({ concurrency: 1 }).latency?.ttftMs ?? Number.NaN;
  const asked = { concurrency: 256, ttftMs: Math.ceil(2 * few) };
  const { verdict, reason, repairs } = answered(asked);
  expect(verdict).toBe('rejected');
  expect(reason).toMatch(/^the first token comes after about /);
  expect(repairs.length).toBeGreaterThan(0);
  for (const { keys } of repairs) expect(answered({ ...asked, ...keys }).targets?.map((target) => target.verdict)).not.toContain('late');
  expect(repairs.flatMap(({ keys }) => keys['concurrency'] ?? [])).not.toEqual([]);
});

test('one that no engine could keep on the card says its least: 16 GB of weights at 3,350 GB/s are 4.5 ms a token', () => {
  const { verdict, reason, repairs } = answered({ tpotMs: 3 });
  expect(verdict).toBe('rejected');
  expect(reason).toMatch(/^tpotMs is at least 4\.\d ms on this card, for one request alone; 3 ms are asked$/);
  expect(repairs.map(({ keys }) => Object.keys(keys))).toContainEqual(['tensorParallel']);
});

test('without the lengths of a request nothing can be said', () => {
  const answer = answered({ isl: undefined, osl: undefined, concurrency: undefined, ttftMs: 500 });
  expect(answer).toMatchObject({ verdict: 'uncertain', missing: expect.arrayContaining(['latency: isl']) });
});

test('lengths that contradict each other decide nothing', () => {
  const answer = answered({ cachedTokens: 1_001, ttftMs: 60_000 });
  expect(answer).toMatchObject({ verdict: 'uncertain', missing: expect.arrayContaining(['latency: cachedTokens is at most isl']) });
  expect(answer).not.toHaveProperty('targets');
});

test.each([
  [{ ttftMs: 0 }, 'ttftMs'],
  [{ tpotMs: -1 }, 'tpotMs'],
  [{ e2eMs: '20s' }, 'e2eMs'],
  [{ ttftMs: 2_000, e2eMs: 1_000 }, 'ttftMs'],
  [{ tpotMs: 2_000, e2eMs: 1_000 }, 'tpotMs'],
])('%j is refused by name', (keys, key) => {
  const answer = sizeLine({ ...LINE, ...keys });
  expect('error' in answer ? answer.error : answer).toMatchObject({ code: 'AF-SPEC-001', message: expect.stringContaining(key) });
});
