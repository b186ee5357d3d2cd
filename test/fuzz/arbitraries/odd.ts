/** How values are drawn: mostly plausible ones, and now and then what users and programs that write programs hand over by mistake. */
import * as fc from 'fast-check';

/** Looks like the key of a provider: it is to be refused, shown nowhere and written nowhere. */
export const CANARY = 'ghp_CanaryCanaryCanaryCanaryCanary00Canary';

const ODD: readonly unknown[] = [
  null,
  '',
  ' ',
  '-',
  '--rm',
  'A',
  'a_b',
  'a'.repeat(70),
  'ü',
  '${x}',
  '{{ .V }}',
  'constructor',
  '__proto__',
  0,
  -1,
  0.5,
  1e12,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  true,
  [],
  {},
  () => 1,
  Symbol.iterator,
  10n,
  CANARY,
];

/** Of so many values one is odd; a fleet has some two hundred. */
const ODD_SHARE = 400;

/** Draws a value, or an odd one in its place. */
export type Mostly = <T>(arbitrary: fc.Arbitrary<T>) => fc.Arbitrary<T>;

export const nowAndThenOdd: Mostly = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ weight: ODD_SHARE, arbitrary }, { weight: 1, arbitrary: fc.constantFrom(...ODD) as fc.Arbitrary<T> });
export const neverOdd: Mostly = (arbitrary) => arbitrary;

export const pick = <const T>(...values: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...values);

/** Left out, but for one time of so many. */
export const oneIn = <T>(times: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

type Drawn<S> = { readonly [K in keyof S]?: S[K] extends fc.Arbitrary<infer T> ? T : never };

/** Props of which each is left out, but for one time of so many; what is there is odd now and then. */
export const props = <const S extends Readonly<Record<string, fc.Arbitrary<unknown>>>>(
  mostly: Mostly,
  times: number,
  shape: S,
): fc.Arbitrary<Drawn<S>> =>
  fc
    .record(Object.fromEntries(Object.entries(shape).map(([name, arbitrary]) => [name, oneIn(times, mostly(arbitrary))])), {
      noNullPrototype: true,
    })
    .map(given) as fc.Arbitrary<Drawn<S>>;

/** Without what is left out. */
export const given = (all: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));

/** Left out as it is, else what becomes of it. */
export const mapped = <T, R>(value: T | undefined, map: (value: T) => R): R | undefined => (value === undefined ? undefined : map(value));
