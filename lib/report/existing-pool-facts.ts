/** Pools that somebody else runs, as a person reads them in a terminal: where each is, and what is asked of what is stated. */
import { formatInteger, formatPercent, formatUsd } from '../core/format';
import type { FleetPlan } from '../plan/schema';
import type { ExistingPoolPlan } from '../plan/sections/existing-pool';
import type { Fact } from './request-facts';

/** One line for each; none where the stack names none. */
export const existingPoolFacts = ({ existingPools = [] }: Pick<FleetPlan, 'existingPools'>): Fact[] =>
  existingPools.map((pool) => [
    `pool ${pool.name}`,
    [`${pool.model.servedName} at ${pool.url}, run by somebody else`, asked(pool), told(pool), ...charged(pool)].join(' · '),
  ]);

function asked({ demand, peakDemand }: ExistingPoolPlan): string {
  const most = peakDemand.length > 0 ? peakDemand : demand;
  const sessions = most.reduce((sum, role) => sum + role.sessions, 0);
  const tokens = most.reduce((sum, role) => sum + role.sessions * role.contextTokens, 0);
  return sessions === 0 ? 'no sessions' : `${formatInteger(Math.ceil(sessions))} sessions with ${formatInteger(Math.ceil(tokens))} tokens`;
}

function told({ verdict, headroom, bottleneck, missing }: ExistingPoolPlan): string {
  if (headroom === null) return `${verdict}: nobody says ${missing.join(', ')}`;
  return `${verdict}: ${formatPercent(headroom)} of the stated ${bottleneck} free`;
}

function charged({ price, economics }: ExistingPoolPlan): string[] {
  if (price === undefined || price === null) return [];
  const perHour = economics?.usdPerHour.plan ?? null;
  return [perHour === null ? 'its price is known, how often it is asked is not' : `${formatUsd(perHour)}/h for its tokens`];
}
