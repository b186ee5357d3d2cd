/** A question with its columns, searched. */
import { defaultEngine } from '../catalog/engines/default-engine';
import { type ColumnPool, columnPool, type JudgedPools } from './column-pool';
import type { FleetToPlan } from './fleet-to-plan-schema';
import { itemsOf, type PoolGoal } from './item';
import { pricedOffers } from './offers';
import { type Found, search, type Unplaceable } from './search';

/** A question with its columns and what was found among them. */
export interface Searched {
  readonly pool: ColumnPool;
  readonly found: Found | Unplaceable | 'too late';
}

/**
 * @param judged pools that other questions judged already
 * @param goal what every pool keeps beyond what it has to
 */
export function searched(question: FleetToPlan, judged: JudgedPools, goal: PoolGoal = {}): Searched {
  const offers = pricedOffers(question);
  const pool = columnPool(
    itemsOf(question).map((item) => ({ ...item, goal })),
    offers,
    question.engines ?? [defaultEngine()],
    question.apis,
    judged,
  );
  const quotas = new Map(offers.flatMap(({ name, quota }) => (quota === null ? [] : [[name, quota] as const])));
  return { pool, found: search(pool, quotas, Date.now() + question.timeLimitMs) };
}

export function priceOrNull(question: FleetToPlan, judged: JudgedPools): number | null {
  const { found } = searched(question, judged);
  return found === 'too late' || !('columns' in found) ? null : found.usdPerHour;
}
