/** Amounts of Kubernetes, exact. */
import * as fc from 'fast-check';
import { amountOf, writtenAmount } from '../../lib/core/kubernetes/quantity-amount';

test.each<[string, bigint | null]>([
  ['1', 1_000n],
  ['500m', 500n],
  ['0.5', 500n],
  ['1.0005', 1_001n],
  ['2k', 2_000_000n],
  ['1Ki', 1_024_000n],
  ['1.5Gi', 1_610_612_736_000n],
  ['10Ti', 10_995_116_277_760_000n],
  ['0', 0n],
  ['', null],
  ['-1', null],
  ['lots', null],
  ['1e3', null],
  ['constructor', null],
])('%s', (text, amount) => {
  expect(amountOf(text)).toBe(amount);
});

test.each([
  ['pods', 3_000n, '3'],
  ['requests.cpu', 2_500n, '2500m'],
  ['requests.cpu', 4_000n, '4'],
  ['limits.memory', 1_610_612_736_000n, '1536Mi'],
  ['requests.memory', 1n, '1Mi'],
  ['requests.nvidia.com/gpu', 6_000n, '6'],
])('%s of %s thousandths is written %s', (resource, amount, text) => {
  expect(writtenAmount(resource, amount)).toBe(text);
});

test('what is written is never less than what was counted, and less than one unit more', () => {
  fc.assert(
    fc.property(fc.constantFrom('cpu', 'memory', 'pods', 'requests.nvidia.com/gpu'), fc.bigInt(0n, 10n ** 18n), (resource, amount) => {
      const read = amountOf(writtenAmount(resource, amount));
      expect(read).not.toBeNull();
      expect((read as bigint) >= amount).toBe(true);
      expect((read as bigint) - amount < 1_000n * 1_024n * 1_024n).toBe(true);
    }),
    { numRuns: 100 },
  );
});
