/** Rules that know who waits: AF-ENG-008, AF-LAT-003, AF-LAT-005. */

import { checkAlwaysThere, checkClasses, checkTier } from '../../lib/capacity';
import { Gpu } from '../../lib/catalog/gpu';
import { Model } from '../../lib/catalog/model';
import { constant, set } from '../../lib/core/change';
import { FP8, pool, replica, sessions } from './support';

describe('AF-ENG-008: models that have to be there', () => {
  const role = (change: object) => ({ role: 'writer', pool: 'small', latency: 'chat', floor: 1, ...change }) as const;

  test('a chat role on a pool that may be at zero', () => {
    expect(checkAlwaysThere('langgraph', [role({ floor: 0 })])).toMatchObject([
      { code: 'AF-ENG-008', severity: 'error', prop: 'roles.writer.pool', value: 0, allowed: '≥ 1 replica' },
    ]);
    expect(checkAlwaysThere('langgraph', [role({})])).toEqual([]);
  });

  test('background roles may wait for a start', () => {
    expect(checkAlwaysThere('langgraph', [role({ floor: 0, latency: 'background' })])).toEqual([]);
  });

  test('a warm swap is refused in a loop with a waiting user', () => {
    const [finding] = checkAlwaysThere('langgraph', [role({ takesTurns: true })]);
    expect(finding?.message).toBe(
      "pool 'small' shares its GPU in turns: a swap loads the weights again, and users wait for 'writer' (chat)",
    );
    expect(checkAlwaysThere('langgraph', [role({ takesTurns: true, latency: 'background' })])).toEqual([]);
  });

  test('a crew needs all its models at once: the strictest class counts for all, and no model takes turns', () => {
    const crew = [role({}), role({ role: 'researcher', pool: 'large', latency: 'background', floor: 0 })];
    expect(checkAlwaysThere('crewai', crew)).toMatchObject([{ prop: 'roles.researcher.pool' }]);
    expect(checkAlwaysThere('crewai', crew)[0]?.message).toContain("one request of CrewAI touches all its agents, 'researcher' among them");
    expect(checkAlwaysThere('langgraph', crew)).toEqual([]);
    expect(checkAlwaysThere('crewai', [role({ latency: 'background', takesTurns: true })])).toHaveLength(1);
  });
});

describe('AF-LAT-005: classes that differ on one pool', () => {
  test('voice and background in one queue', () => {
    const [finding] = checkClasses('shared', [
      { role: 'voice', latency: 'voice' },
      { role: 'batch', latency: 'background' },
      { role: 'nightly', latency: 'background' },
    ]);
    expect(finding).toMatchObject({ code: 'AF-LAT-005', severity: 'warning', value: ['voice', 'background'] });
    expect(finding?.message).toContain('(voice: voice; background: batch, nightly)');
    expect(finding?.repairs[0]).toBe('a pool of its own for voice');
  });

  test('one class is fine', () => {
    expect(
      checkClasses('shared', [
        { role: 'a', latency: 'chat' },
        { role: 'b', latency: 'chat' },
      ]),
    ).toEqual([]);
    expect(checkClasses('empty', [])).toEqual([]);
  });
});

describe('AF-LAT-003: the card matches the class', () => {
  const load = { concurrency: 16, inputTokens: 2_000, outputTokens: 300 };
  const priced = (usd: Readonly<Record<string, number>>) => (gpu: Gpu) => usd[gpu.id] ?? null;
  const on = (gpu: Gpu, usd: Readonly<Record<string, number>>, change = {}) =>
    pool({
      replica: replica({ ...FP8, gpu, ...change }),
      demands: [sessions(20, 8_192)],
      pricePerGpuHour: usd[gpu.id] ?? null,
      prices: priced(usd),
    });

  test('without a waiting user: the card with the cheaper tokens', () => {
    const usd = { 'h100-sxm-80': 12, 'h200-sxm-141': 4 };
    expect(checkTier(on(Gpu.H100_SXM, usd), 'background', load)).toMatchObject([
      {
        code: 'AF-LAT-003',
        severity: 'warning',
        prop: 'gpu',
        value: 'h100-sxm-80',
        repairs: [{ changes: [set('gpu', constant('Gpu.H200_SXM'))] }],
      },
    ]);
    expect(checkTier(on(Gpu.H200_SXM, usd), 'background', load)).toEqual([]);
  });

  test('with a waiting user: the card with the sooner first token, for no more money', () => {
    const usd = { l40s: 3, 'h100-sxm-80': 2.5 };
    const [finding] = checkTier(on(Gpu.L40S, usd), 'chat', load);
    expect(finding).toMatchObject({ code: 'AF-LAT-003', repairs: [{ changes: [set('gpu', constant('Gpu.H100_SXM'))] }] });
    expect(checkTier(on(Gpu.L40S, { l40s: 1, 'h100-sxm-80': 2.5 }), 'chat', load)).toEqual([]);
  });

  test('a card that does not hold the plan is not advised, nor is one without a price', () => {
    const large = { model: Model.LLAMA_3_3_70B_INSTRUCT };
    expect(checkTier(on(Gpu.B200, { 'b200-sxm': 6, l40s: 0.1 }, large), 'background', load)).toEqual([]);
    expect(checkTier(on(Gpu.L40S, {}), 'chat', load)).toEqual([]);
  });
});
