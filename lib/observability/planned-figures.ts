import { coldStartSeconds } from '../inference/cold-start';
import type { PoolView } from '../inference/pool-view';
import type { PlannedPoolFigures } from './dashboard/dashboard-view';
import type { ObservedPool } from './observed-pool';

/** What the plan says of a pool, for the lines of a dashboard. */
export function plannedFigures(pool: ObservedPool, view: PoolView): PlannedPoolFigures {
  const { money, verdict, demand, input } = view;
  const { tokens, replicas, writesPerSecond, usdPerHour } = money;
  const supply = verdict.supply.kvTokens * input.replicas;
  return {
    pool,
    replicas: { plan: replicas.plan, ceiling: replicas.ceiling },
    kvShare: demand.planned.length === 0 || supply <= 0 ? null : verdict.demandTokens / supply,
    writtenPerSecond: tokens === null ? null : tokens.output / 3_600,
    canWritePerSecond: writesPerSecond === null ? null : writesPerSecond * replicas.plan,
    hitRatio: pool.plannedHitRatio,
    usdPerHour: { plan: usdPerHour.plan, ceiling: usdPerHour.ceiling },
    coldStartSeconds: coldStartSeconds(view),
  };
}
