/** What all pools of a stack cost, and by kind of GPU. */
import { atPoints, monthOf, sumOfCosts, sumOrNull } from '../economics/cost-points';
import { gpusOfReplicas } from './gpus-of-pool';
import type { PoolEconomics, StackEconomics } from './sections/economics';
import type { FleetPlanSection } from './sections/fleet';
import type { PoolPlan } from './sections/pool';

interface Priced {
  readonly pool: PoolPlan;
  readonly economics: PoolEconomics;
}

/** Pools of the stack, and what its fleets pay for tokens of APIs. */
export function stackEconomics(pools: readonly PoolPlan[], fleets: readonly FleetPlanSection[]): StackEconomics {
  const priced = pools.flatMap((pool) => (pool.economics === undefined ? [] : [{ pool, economics: pool.economics }]));
  const parts = [...priced, ...fleets.flatMap(({ apiRoles = [] }) => apiRoles)];
  return {
    ...costOf(parts),
    usdPerDay: sumOrNull(parts.map(({ economics }) => economics.usdPerDay)),
    tiers: tiersOf(priced),
  };
}

function costOf(priced: readonly { readonly economics: Pick<PoolEconomics, 'usdPerHour'> }[]) {
  const usdPerHour = sumOfCosts(priced.map(({ economics }) => economics.usdPerHour));
  return { usdPerHour, usdPerMonth: monthOf(usdPerHour) };
}

/** In the order in which the first pool of each was made. */
function tiersOf(priced: readonly Priced[]): StackEconomics['tiers'] {
  const kinds = new Map<string, Priced[]>();
  for (const one of priced) {
    const key = `${one.pool.gpu.id}|${one.pool.price?.purchase ?? ''}`;
    kinds.set(key, [...(kinds.get(key) ?? []), one]);
  }
  return [...kinds.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        gpu: first.pool.gpu.id,
        name: first.pool.gpu.name,
        purchase: first.pool.price?.purchase ?? null,
        pools: group.map(({ pool }) => pool.name),
        gpus: atPoints((point) => group.reduce((sum, { pool, economics }) => sum + gpusOfReplicas(pool, economics.replicas[point]), 0)),
        ...costOf(group),
      },
    ];
  });
}
