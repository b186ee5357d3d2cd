/** Amounts as Kubernetes writes them (`500m`, `2`, `64Gi`, `1e3`), in thousandths, so that sums are exact. */
const UNITS: Readonly<Record<string, bigint>> = {
  m: 1n,
  '': 1_000n,
  k: 1_000n ** 2n,
  M: 1_000n ** 3n,
  G: 1_000n ** 4n,
  T: 1_000n ** 5n,
  P: 1_000n ** 6n,
  Ki: 1_000n * 1_024n,
  Mi: 1_000n * 1_024n ** 2n,
  Gi: 1_000n * 1_024n ** 3n,
  Ti: 1_000n * 1_024n ** 4n,
  Pi: 1_000n * 1_024n ** 5n,
};
const QUANTITY = /^(\d{1,20})(?:\.(\d{1,9}))?(m|k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?$/;

/** Thousandths of an amount, rounded up; null where it is none. */
export function amountOf(quantity: string): bigint | null {
  const [, whole, fraction = '', unit = ''] = QUANTITY.exec(quantity) ?? [];
  const factor = UNITS[unit];
  if (whole === undefined || factor === undefined) return null;
  const scale = 10n ** BigInt(fraction.length);
  return divideUp(BigInt(whole + fraction) * factor, scale);
}

/** As Kubernetes writes it: CPUs in thousandths where they are not whole, memory in Mi, whatever is counted as a number. */
export function writtenAmount(resource: string, amount: bigint): string {
  const name = resource.replace(/^(requests|limits)\./, '');
  if (name === 'memory' || name === 'ephemeral-storage') return `${divideUp(amount, UNITS['Mi'] as bigint)}Mi`;
  if (name === 'cpu' && amount % 1_000n !== 0n) return `${amount}m`;
  return String(divideUp(amount, 1_000n));
}

const divideUp = (value: bigint, by: bigint): bigint => (value + by - 1n) / by;
