/** A demand on several pools behind one alias. */
import type { RoleDemand } from './role-demand';

/**
 * The parts of a demand by shares that add up to 1. Sessions are whole on each pool, rounded up: which of them comes to which pool is drawn, so that a part may
 * be one larger than its share and the sum more than the whole.
 */
export function sharedDemand(demand: RoleDemand, shares: readonly number[]): readonly RoleDemand[] {
  const { sessions, rate, formula } = demand;
  return shares.map((share) => ({
    ...demand,
    sessions: Math.ceil(sessions * share - 1e-9),
    formula: `${Math.round(share * 100)} % of ${sessions} sessions (${formula})`,
    ...(rate === undefined ? {} : { rate: { ...rate, requestsPerSecond: rate.requestsPerSecond * share } }),
  }));
}
