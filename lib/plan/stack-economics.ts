/** What all pools and GPU services of a stack cost, and by kind of GPU. */
import type { Purchase } from '../catalog/prices/price-row';
import { atPoints, type ByPoint, monthOf, partOf, sumOfCosts, sumOrNull, type UsdPerHour } from '../economics/cost-points';
import { gpusOfReplicas } from './gpus-of-pool';
import type { PaidPlan } from './paid-plan';
import type { PoolEconomics, StackEconomics } from './sections/economics';
import type { ExistingPoolPlan } from './sections/existing-pool';
import type { FleetPlanSection } from './sections/fleet';

interface Priced {
  readonly pool: PaidPlan;
  readonly economics: Pick<PoolEconomics, 'replicas' | 'usdPerHour' | 'usdPerMonth' | 'usdPerDay'>;
}

/** Pools and GPU services of the stack, and what its fleets pay for tokens of APIs and of pools that somebody else runs. */
export function stackEconomics(
  pools: readonly PaidPlan[],
  existing: readonly ExistingPoolPlan[],
  fleets: readonly FleetPlanSection[],
): StackEconomics {
  const priced = pools.flatMap((pool) => (pool.economics === undefined ? [] : [{ pool, economics: pool.economics }]));
  const paidByToken = existing.flatMap(({ economics }) => (economics === undefined ? [] : [{ economics }]));
  const parts = [...priced, ...paidByToken, ...fleets.flatMap(({ apiRoles = [] }) => apiRoles)];
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

/** Replicas of a pool that are bought in one way. */
interface TierPart {
  readonly pool: PaidPlan;
  readonly purchase: Purchase | null;
  readonly gpus: ByPoint<number>;
  readonly economics: { readonly usdPerHour: UsdPerHour };
}

/** In the order in which the first pool of each was made. */
function tiersOf(priced: readonly Priced[]): StackEconomics['tiers'] {
  const kinds = new Map<string, TierPart[]>();
  for (const one of priced.flatMap(partsOf)) {
    const key = `${one.pool.gpu.id}|${one.purchase ?? ''}`;
    kinds.set(key, [...(kinds.get(key) ?? []), one]);
  }
  return [...kinds.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        gpu: first.pool.gpu.id,
        name: first.pool.gpu.name,
        purchase: first.purchase,
        pools: group.map(({ pool }) => pool.name),
        gpus: atPoints((point) => group.reduce((sum, { gpus }) => sum + gpus[point], 0)),
        ...costOf(group),
      },
    ];
  });
}

/** All of a pool, or its floor and what is above it. */
function partsOf({ pool, economics }: Priced): TierPart[] {
  const { price } = pool;
  const burst = 'burst' in pool ? pool.burst : undefined;
  const gpus = atPoints((point) => gpusOfReplicas(pool, economics.replicas[point]));
  const all = { pool, purchase: price?.purchase ?? null, gpus, economics };
  if (burst === undefined) return [all];
  const above = atPoints((point) => gpusOfReplicas(pool, Math.max(0, economics.replicas[point] - economics.replicas.plan)));
  const usd = atPoints((point) => (above[point] === 0 ? 0 : partOf(burst.price?.usdPerGpuHour ?? null, above[point])));
  const rest = atPoints((point) => sumOrNull([economics.usdPerHour[point], partOf(usd[point], -1)]));
  const floor = { ...all, gpus: atPoints((point) => gpus[point] - above[point]), economics: { usdPerHour: rest } };
  return [floor, { pool, purchase: burst.price?.purchase ?? null, gpus: above, economics: { usdPerHour: usd } }];
}
