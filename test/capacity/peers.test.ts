/** The real AIConfigurator on the same rows: its answers are data, so the comparison runs without it. */

import { goldenRows } from '../../bench/golden-rows';
import { mean } from '../../bench/least-squares';
import { stepDuel } from '../../bench/peers/latency-duel';
import { goldenDuels, peerFile } from '../../bench/peers/peers-page';
import { peers } from '../../bench/peers/published-constants';

const duels = goldenDuels();

test('every start-up of the campaign was put to it, and what it did not answer has a reason', () => {
  expect(duels).toHaveLength(goldenRows().length);
  expect(peerFile().version).toBe('0.12.0');
  for (const { theirs, why } of duels) expect(theirs === null).toBe(why !== null);
  expect(duels.filter(({ why }) => why?.startsWith('not asked') === true)).toEqual([]);
});

test('where both answer, this law is nearer on average, and it answers all', () => {
  const both = duels.filter(({ theirs }) => theirs !== null);
  const errors = (of: 'ours' | 'theirs') => mean(both.map((duel) => Math.abs(duel[of] ?? 0)));
  expect(both.length).toBeGreaterThanOrEqual(19);
  expect(duels.filter(({ ours }) => ours === null)).toEqual([]);
  expect(errors('theirs')).toBeGreaterThan(0.02);
  expect(errors('ours')).toBeLessThan(errors('theirs') / 5);
});

test('constants of peers reproduce what was published of them: KAITO about 5 %, llm-d-planner about 7 % before its calibration and under 1 % since', () => {
  const errorOf = (name: RegExp) => mean((peers().find((peer) => name.test(peer.name))?.errors ?? []).map(Math.abs));
  expect(errorOf(/^KAITO constants/)).toBeCloseTo(0.056, 2);
  expect(errorOf(/until its calibration/)).toBeCloseTo(0.062, 2);
  expect(errorOf(/driver reports/)).toBeLessThan(0.01);
});

test('its measured tables err more on the time per token than the estimate does without the model', () => {
  const { ours, theirs } = stepDuel();
  const errorOf = (ratios: readonly number[]) => mean(ratios.map((ratio) => Math.abs(ratio - 1)));
  expect(theirs.length).toBeGreaterThan(30);
  expect(errorOf(ours)).toBeLessThan(0.15);
  expect(errorOf(theirs)).toBeGreaterThan(errorOf(ours));
});
