/**
 * How far the pool of a GPU may lie from its figure. Errors of formulas have causes that do not know of each other and seldom meet at their worst: they are
 * added in quadrature. An input that is not given may have any of its values: all of what it changes counts.
 */

/** GiB of one GPU by which the pool may be smaller, and larger, than its figure. */
export type Band = readonly [below: number, above: number];

/** Each by its cause. */
export type Bands = Readonly<Record<string, Band>>;

export interface Doubts {
  /** Of formulas and constants that every start has; each band holds what start-ups showed of that cause. */
  readonly errors: Bands;
  /**
   * Part of those errors together that nine in ten starts of this kind keep: causes seldom meet at their worst.
   * @default - all of them
   */
  readonly kept?: Band;
  /**
   * Of what few replicas have, and few were seen with: all of it counts.
   * @default - nothing
   */
  readonly seldom?: Bands;
  /** Of inputs that are not given. */
  readonly inputs: Bands;
}

/**
 * The range of nine in ten start-ups with these inputs: few lie below it, because its lower end decides what fits, more above it. docs/accuracy.md says how
 * many of those that were seen, each judged by bands that were fitted without its repository.
 */
export function rangeAround(gib: number, { errors, kept = [1, 1], seldom = {}, inputs }: Doubts): readonly [low: number, high: number] {
  const root = (side: 0 | 1) => Math.hypot(kept[side] * rootOf(errors, side), rootOf(seldom, side));
  const sum = (side: 0 | 1) => Object.values(inputs).reduce((all, band) => all + band[side], 0);
  return [gib - sum(0) - root(0), gib + sum(1) + root(1)];
}

/** Causes in quadrature. */
export const rootOf = (bands: Bands, side: 0 | 1): number => Math.hypot(...Object.values(bands).map((band) => band[side]));

export const both = (gib: number): Band => [gib, gib];
export const below = (gib: number): Band => [gib, 0];
export const above = (gib: number): Band => [0, gib];
/** A share of something: its band as GiB. */
export const shareOf = (gib: number, [less, more]: Band): Band => [less * gib, more * gib];
