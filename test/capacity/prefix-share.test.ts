/** The share of prompt tokens that a prefix cache holds: declared, or implied by turns and by what sessions share. */
import fc from 'fast-check';
import { prefixShare } from '../../lib/capacity/demand/prefix-share';

const session = { contextTokens: 8_000 };

test('as declared for a request, whatever else is said', () => {
  const request = { inputTokens: 4_000, cachedTokens: 3_000 };
  expect(prefixShare({ ...session, request, sharedPrefixTokens: 100 })).toBe(0.75);
});

test('without turns, what sessions share of their context', () => {
  expect(prefixShare({ ...session, sharedPrefixTokens: 2_000 })).toBe(0.25);
  expect(prefixShare(session)).toBe(0);
});

test('turns send their history again: of 1,300, 1,600 and 1,900 tokens 1,900 are computed', () => {
  const turns = { count: 3, baseTokens: 1_000, tokensPerTurn: 300 };
  expect(prefixShare({ ...session, turns })).toBeCloseTo((4_800 - 1_900) / 4_800, 10);
  expect(prefixShare({ ...session, turns, sharedPrefixTokens: 1_000 })).toBeCloseTo((4_800 - 900) / 4_800, 10);
});

test('one turn with nothing in common finds nothing', () => {
  expect(prefixShare({ ...session, turns: { count: 1, baseTokens: 1_000, tokensPerTurn: 300 } })).toBe(0);
});

test('it is a share, and more turns or more in common never make it smaller', () => {
  const numbers = fc.record({
    count: fc.integer({ min: 1, max: 60 }),
    baseTokens: fc.integer({ min: 0, max: 20_000 }),
    tokensPerTurn: fc.integer({ min: 1, max: 5_000 }),
  });
  fc.assert(
    fc.property(numbers, fc.integer({ min: 0, max: 20_000 }), (turns, sharedPrefixTokens) => {
      const share = prefixShare({ ...session, turns, sharedPrefixTokens });
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      expect(prefixShare({ ...session, turns: { ...turns, count: turns.count + 1 }, sharedPrefixTokens })).toBeGreaterThanOrEqual(
        share - 1e-9,
      );
      expect(prefixShare({ ...session, turns, sharedPrefixTokens: sharedPrefixTokens + 100 })).toBeGreaterThanOrEqual(share);
    }),
  );
});
