/** How old a price is on a day. The day is given, never read from a clock: the same program always gives the same plan. */

/** Prices that are older are warned about: H100 cards rose by 25 to 84 % within one month of 2026 at one provider. */
export const OLDEST_DAYS = 90;

const DAY_MS = 86_400_000;

/**
 * Whole days from the date of a price to another day; negative where the price is dated after it.
 * @param asOf ISO date; a month alone counts from its first day
 * @param day ISO date
 */
export function ageInDays(asOf: string, day: string): number {
  const from = Date.parse(`${asOf.length === 7 ? `${asOf}-01` : asOf.slice(0, 10)}T00:00:00Z`);
  return Math.floor((Date.parse(`${day.slice(0, 10)}T00:00:00Z`) - from) / DAY_MS);
}
