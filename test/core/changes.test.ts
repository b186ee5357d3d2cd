import { atLeast, atMost, constant, on, remove, set } from '../../lib/core/change';
import { changesAsCode, renderChanges } from '../../lib/core/render-change';

describe('changes as text', () => {
  test.each([
    [[set('kvCacheDtype', 'fp8')], "kvCacheDtype: 'fp8'", "kvCacheDtype: 'fp8'"],
    [
      [set('gpu', constant('Gpu.H200_SXM')), set('gpusPerReplica', 2)],
      'gpu: Gpu.H200_SXM, gpusPerReplica: 2',
      'gpu: Gpu.H200_SXM, gpusPerReplica: 2',
    ],
    [[atMost('maxContextTokens', 7_790)], 'maxContextTokens ≤ 7,790', 'maxContextTokens: 7_790'],
    [[atLeast('storageGiB', 2_048)], 'storageGiB ≥ 2,048', 'storageGiB: 2_048'],
    [[set('parallelism.pipeline', 2)], 'parallelism.pipeline: 2', 'parallelism: { pipeline: 2 }'],
    [[set('gpuMemoryUtilization', 0.9)], 'gpuMemoryUtilization: 0.9', 'gpuMemoryUtilization: 0.9'],
    [[remove('stateStore')], 'leave out stateStore', 'stateStore: undefined'],
    [[on('pool', 'planner', set('maxContextTokens', 12_000))], "maxContextTokens: 12_000 on pool 'planner'", 'maxContextTokens: 12_000'],
    [[set('allowExperimentalFp8Kv', true)], 'allowExperimentalFp8Kv: true', 'allowExperimentalFp8Kv: true'],
  ] as const)('%j', (changes, words, code) => {
    expect(renderChanges(changes)).toBe(words);
    expect(changesAsCode(changes)).toBe(code);
  });

  test('what belongs to one prop is nested in it once, and names that are no identifiers are quoted', () => {
    expect(changesAsCode([set('roles.a.contextTokens', 5_000), set('roles.web-search.contextTokens', 2_000)])).toBe(
      "roles: { a: { contextTokens: 5_000 }, 'web-search': { contextTokens: 2_000 } }",
    );
  });

  test('of many changes the first are shown, and the code has all', () => {
    const many = [...'abcdefg'].map((role) => atMost(`roles.${role}.contextTokens`, 1_000));
    expect(renderChanges(many)).toMatch(/^roles\.a\.contextTokens ≤ 1,000, .* and 3 more$/);
    expect(changesAsCode(many).match(/contextTokens/g)).toHaveLength(7);
  });

  test('quotes and line ends of user text stay inside the literal', () => {
    expect(changesAsCode([set('nodePool', "it's\nhere")])).toBe("nodePool: 'it\\'s\\nhere'");
  });
});
