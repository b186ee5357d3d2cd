import fc from 'fast-check';
import { canonicalQuantity } from '../../lib/testing/kubernetes-view/quantity';

// What an API server 1.34 answers for a resource quota.
test.each([
  ['1000m', '1'],
  ['0.25', '250m'],
  ['0.1', '100m'],
  ['1.5Gi', '1536Mi'],
  ['1024Mi', '1Gi'],
  ['0.5Gi', '512Mi'],
  ['1024', '1024'],
  ['1000', '1k'],
  ['100M', '100M'],
  ['0.5Ki', '512'],
  ['0.001Ki', '1024m'],
  ['.5', '500m'],
  ['1e3', '1e3'],
  ['12e6', '12e6'],
  ['3e2', '300'],
  ['1.5e3', '1500'],
  ['1500e-3', '1500e-3'],
  ['1E', '1E'],
  ['1000Ki', '1000Ki'],
  ['0', '0'],
  ['0Gi', '0'],
  ['64000m', '64'],
  ['1Ti', '1Ti'],
])('%s is written back as %s', (given, expected) => {
  expect(canonicalQuantity(given)).toBe(expected);
});

test.each(['', 'abc', '1 Gi', '1GiB', '.', '${var.size}'])('%j is no quantity and stays as it is', (given) => {
  expect(canonicalQuantity(given)).toBe(given);
});

const quantity = fc
  .tuple(fc.nat(9_999_999), fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'Ti'))
  .map(([number, suffix]) => `${number}${suffix}`);
const FACTORS: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  u: 1e-6,
  n: 1e-9,
  T: 1e12,
  P: 1e15,
  Pi: 2 ** 50,
  E: 1e18,
  Ei: 2 ** 60,
};

function amount(text: string): number {
  const [, number = '', suffix = ''] = /^(\d+)(\D*)$/.exec(text) ?? [];
  return Number(number) * (FACTORS[suffix] ?? 1);
}

test('writing a quantity back twice changes nothing more', () => {
  fc.assert(fc.property(quantity, (given) => canonicalQuantity(canonicalQuantity(given)) === canonicalQuantity(given)));
});

test('writing a quantity back keeps the amount', () => {
  fc.assert(
    fc.property(quantity, (given) => {
      expect(amount(canonicalQuantity(given))).toBeCloseTo(amount(given), 3);
    }),
  );
});
