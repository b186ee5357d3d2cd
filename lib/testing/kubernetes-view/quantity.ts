/** Quantities as the API machinery writes them back: `1000m` is `1`, `1024Mi` is `1Gi`, `0.5` is `500m`. */

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'] as const;
const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'] as const;
const QUANTITY = /^([+-]?)(\d+)?(?:\.(\d*))?(?:([eE][+-]?\d+)|(Ki|Mi|Gi|Ti|Pi|Ei|n|u|m|k|M|G|T|P|E))?$/;
/** The API keeps nothing below a billionth. */
const NANOS = 1_000_000_000n;

interface Parsed {
  readonly nanos: bigint;
  readonly format: 'binary' | 'decimal' | 'exponent';
}

/** Text that is not a quantity is returned unchanged: the server says best what is wrong with it. */
export function canonicalQuantity(given: string): string {
  const parsed = parse(given.trim());
  if (parsed === undefined) return given;
  const sign = parsed.nanos < 0n ? '-' : '';
  const nanos = parsed.nanos < 0n ? -parsed.nanos : parsed.nanos;
  return sign + write(nanos, parsed.format);
}

function parse(given: string): Parsed | undefined {
  const [matched, sign, integer, fraction = '', exponent, suffix = ''] = QUANTITY.exec(given) ?? [];
  if (matched === undefined || (integer === undefined && fraction === '')) return undefined;
  const digits = BigInt(`${integer ?? ''}${fraction}` || '0') * (sign === '-' ? -1n : 1n);
  const binary = BINARY.indexOf(suffix as (typeof BINARY)[number]);
  if (suffix !== '' && binary > 0)
    return { nanos: roundUp(digits * NANOS * 1024n ** BigInt(binary), tens(fraction.length)), format: 'binary' };
  const power = exponent === undefined ? 3 * (DECIMAL.indexOf(suffix as (typeof DECIMAL)[number]) - 3) : Number(exponent.slice(1));
  const scale = power + 9 - fraction.length;
  const nanos = scale >= 0 ? digits * tens(scale) : roundUp(digits, tens(-scale));
  return { nanos, format: exponent === undefined ? 'decimal' : 'exponent' };
}

function write(nanos: bigint, format: Parsed['format']): string {
  if (nanos === 0n) return '0';
  // Less than 1024 or with a fraction, a binary quantity is written as a decimal one.
  if (format === 'binary' && nanos >= 1024n * NANOS && nanos % NANOS === 0n) return writeBinary(nanos / NANOS);
  const power = largestPower(nanos, 1000n, DECIMAL.length - 1);
  const mantissa = nanos / 1000n ** BigInt(power);
  if (format === 'exponent') return power === 3 ? `${mantissa}` : `${mantissa}e${3 * (power - 3)}`;
  return `${mantissa}${DECIMAL[power]}`;
}

function writeBinary(units: bigint): string {
  const power = largestPower(units, 1024n, BINARY.length - 1);
  return `${units / 1024n ** BigInt(power)}${BINARY[power]}`;
}

function largestPower(value: bigint, base: bigint, most: number): number {
  let power = 0;
  while (power < most && value % base ** BigInt(power + 1) === 0n) power += 1;
  return power;
}

const tens = (power: number): bigint => 10n ** BigInt(power);

/** Away from zero, as the API machinery does. */
function roundUp(value: bigint, divisor: bigint): bigint {
  const rest = value % divisor;
  if (rest === 0n) return value / divisor;
  return value / divisor + (value < 0n ? -1n : 1n);
}
