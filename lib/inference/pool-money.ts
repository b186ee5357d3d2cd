/** What a pool costs and what it makes for that: replicas at each point of its plan and over the day, tokens of an hour, use. */
import type { RoleDemand } from '../capacity/demand/role-demand';
import { assess, balancesOf } from '../capacity/fit/assessment';
import { plannedReplica } from '../capacity/fit/balance';
import { holds } from '../capacity/fit/judge';
import type { PoolInput } from '../capacity/fit/pool-input';
import { smallest } from '../capacity/fit/smallest';
import { throughputOf } from '../capacity/fit/throughput';
import { copiesOf } from '../capacity/gpus-of-replica';
import type { Model } from '../catalog/model';
import { atPoints, type ByPoint, partOf, rounded, sumOrNull, type UsdPerHour } from '../economics/cost-points';
import { type HourlyTokens, tokensOf } from '../economics/traffic-tokens';
import type { PoolDemand } from './pool-demand';
import { type PricedReplicas, usdOfReplicas } from './replica-price';

/** Money of a pool. */
export interface PoolMoney {
  readonly replicas: ByPoint<number>;
  readonly usdPerHour: UsdPerHour;
  /** Replicas that each hour needs, from midnight; null where no role says how its day goes. */
  readonly replicasByHour: readonly number[] | null;
  /** USD of a day with the replicas of each hour; of 24 hours as planned where no day is known. */
  readonly usdPerDay: number | null;
  /** Tokens of the mean hour; null where a role does not say how often it asks. */
  readonly tokens: HourlyTokens | null;
  /** Tokens that one replica writes in a second when it is fully used; null where it is not known. */
  readonly writesPerSecond: number | null;
  /** Part of what the replicas can write that the mean hour asks for; null where one of both is not known. */
  readonly use: number | null;
}

/** What money follows from: a part of the view of a pool. */
export interface PricedPool extends PricedReplicas {
  readonly spec: { readonly model: Model };
  readonly idleReplicas: number;
  readonly maxReplicas: number;
  readonly demand: PoolDemand;
  readonly input: PoolInput;
}

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export function poolMoney(pool: PricedPool): PoolMoney {
  const replicas: ByPoint<number> = {
    floor: pool.idleReplicas,
    plan: pool.minReplicas,
    peak: pool.demand.peak.length === 0 ? pool.minReplicas : fewest(pool, pool.demand.peak),
    ceiling: pool.maxReplicas,
  };
  const replicasByHour = overHours(pool);
  const hours = replicasByHour ?? HOURS.map(() => replicas.plan);
  const replicaHours = hours.reduce((sum, count) => sum + count, 0);
  const tokens = tokensOf(pool.demand.traffic ?? []);
  const writesPerSecond = writesOf(pool);
  return {
    replicas,
    usdPerHour: atPoints((point) => partOf(usdOfReplicas(pool, replicas[point]), 1)),
    replicasByHour,
    usdPerDay: sumOrNull(hours.map((count) => usdOfReplicas(pool, count))),
    tokens,
    writesPerSecond,
    use: tokens === null || writesPerSecond === null ? null : useOf(pool, tokens, writesPerSecond * replicaHours),
  };
}

/** @param writes tokens per second, summed over the replicas of each hour of the day */
function useOf({ spec }: PricedPool, { input, output }: HourlyTokens, writes: number): number | null {
  const made = spec.model.facts.attentionKind === 'encoder' ? input : output;
  return writes === 0 ? null : rounded((made * HOURS.length) / (writes * 3_600));
}

/** The fewest replicas on which a demand holds; all that there may be where not even these hold it. */
function fewest(pool: PricedPool, demands: readonly RoleDemand[]): number {
  const { input, minReplicas, maxReplicas, replica } = pool;
  if (minReplicas === maxReplicas) return maxReplicas;
  // Its engines keep their limits from hour to hour.
  const deployed = { ...input, replica: plannedReplica(input) };
  const found = smallest(Math.max(1, input.replicas), input.maxReplicas, (replicas) =>
    holds({ ...deployed, demands, peakDemands: [], replicas }),
  );
  return found === null ? maxReplicas : Math.ceil(found / copiesOf(replica));
}

/** A pool that may sleep does so in an hour that asks for nothing. */
function overHours(pool: PricedPool): readonly number[] | null {
  const { atHour } = pool.demand;
  if (atHour === undefined) return null;
  const known = new Map<string, number>();
  return HOURS.map((hour) => {
    const demands = atHour(hour);
    if (demands.every(({ sessions, rate }) => sessions === 0 && rate === undefined)) return pool.idleReplicas;
    const key = demands.map(({ sessions, rate }) => `${sessions}|${rate?.requestsPerSecond ?? 0}`).join();
    const count = known.get(key) ?? fewest(pool, demands);
    known.set(key, count);
    return count;
  });
}

/** As measured, else as estimated for the mix of requests that the roles send, with as many in flight as a replica admits. */
function writesOf({ input, replica }: PricedPool): number | null {
  const rated = balancesOf(assess(input)).flatMap((balance) => {
    const one = throughputOf(balance);
    return one === null || 'missing' in one ? [] : [one.supplyTokensPerSecond / Math.max(1, balance.input.replicas)];
  });
  const writes = rated.length > 0 ? Math.max(...rated) : input.measured?.tokensPerSecond;
  return writes === undefined ? null : rounded(writes * copiesOf(replica), 3);
}
