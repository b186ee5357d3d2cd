/** Figures of hours of which some were not recorded. */

export type Hours = readonly (number | null)[];

const known = (hours: Hours): number[] => hours.filter((value) => value !== null);

/** Null where no hour is known. */
export function meanOf(hours: Hours): number | null {
  const values = known(hours);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function mostOf(hours: Hours): number | null {
  const values = known(hours);
  return values.length === 0 ? null : Math.max(...values);
}

/** The least figure that a share of the hours does not exceed. */
export function quantileOf(hours: Hours, share: number): number | null {
  const values = known(hours).sort((one, other) => one - other);
  return values.length === 0 ? null : (values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? null);
}

/** Σ of one over Σ of the other, over the hours in which both are known; null where the second is nothing. */
export function ratioOf(parts: Hours, wholes: Hours): number | null {
  const both = parts.flatMap((part, index) => {
    const whole = wholes[index] ?? null;
    return part === null || whole === null ? [] : [[part, whole] as const];
  });
  const whole = both.reduce((sum, [, value]) => sum + value, 0);
  return whole <= 0 ? null : both.reduce((sum, [value]) => sum + value, 0) / whole;
}

/** Hour by hour; null where one of both is not known. */
export const zip = (one: Hours, other: Hours, join: (a: number, b: number) => number | null): (number | null)[] =>
  one.map((value, index) => {
    const second = other[index] ?? null;
    return value === null || second === null ? null : join(value, second);
  });
