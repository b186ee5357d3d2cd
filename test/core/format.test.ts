import fc from 'fast-check';
import { formatBytes, formatInteger, formatPercent, formatUsd } from '../../lib/core/format';

test('thousands are grouped by commas, halves are rounded away from zero', () => {
  expect(formatInteger(0)).toBe('0');
  expect(formatInteger(999)).toBe('999');
  expect(formatInteger(1_000)).toBe('1,000');
  expect(formatInteger(-1_234_567.5)).toBe('-1,234,568');
});

test('whole numbers read as in the English locale', () => {
  const english = new Intl.NumberFormat('en-US');
  fc.assert(
    fc.property(fc.integer({ min: -1_000_000_000_000, max: 1_000_000_000_000 }), (value) => formatInteger(value) === english.format(value)),
  );
});

test('money has two digits and its thousands grouped', () => {
  expect(formatUsd(8.7)).toBe('$8.70');
  expect(formatUsd(1_234_567.891)).toBe('$1,234,567.89');
});

test('bytes take the largest unit they fill', () => {
  expect(formatBytes(1_023)).toBe('1,023 B');
  expect(formatBytes(327_680)).toBe('320 KiB');
  expect(formatBytes(2.5 * 1024 ** 2)).toBe('2.5 MiB');
  expect(formatBytes(1024 ** 3)).toBe('1.00 GiB');
});

test('shares are whole percents', () => {
  expect(formatPercent(0.308)).toBe('31 %');
});
