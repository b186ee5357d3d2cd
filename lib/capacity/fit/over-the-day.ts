import type { DayPlan } from '../demand/conversations';
import { gpusOfReplica } from '../gpus-of-replica';
import { holds } from './judge';
import type { PoolInput } from './pool-input';
import { smallest } from './smallest';

/** Replicas of a pool over the hours of a day, and the GPU-hours that follow: what scaling with the traffic saves against the peak all day. */
export interface PoolDay {
  /** Replicas by hour; null in an hour that not even `maxReplicas` carry. */
  readonly replicas: readonly (number | null)[];
  /** GPU-hours of the day with as many replicas as each hour needs; null when an hour has none. */
  readonly gpuHours: number | null;
  /** GPU-hours of the day with the replicas of the peak all day. */
  readonly gpuHoursAtPeak: number | null;
}

/**
 * The fewest replicas of the pool, between `replicas` and `maxReplicas`, on which each hour fits as all pools are judged. Demands that the pool has
 * already stay all day.
 */
export function overTheDay(pool: PoolInput, day: DayPlan): PoolDay {
  const known = new Map<string, number | null>();
  const replicas = day.hours.map(({ hour }) => {
    const demand = day.demandAt(hour);
    const key = `${demand.sessions}|${demand.rate?.requestsPerSecond ?? 0}`;
    if (!known.has(key)) known.set(key, fewest({ ...pool, demands: [...pool.demands, demand], peakDemands: [] }));
    return known.get(key) ?? null;
  });
  const gpus = gpusOfReplica(pool.replica);
  const counts = replicas.filter((count): count is number => count !== null);
  const whole = counts.length === replicas.length;
  return {
    replicas,
    gpuHours: whole ? gpus * counts.reduce((sum, count) => sum + count, 0) : null,
    gpuHoursAtPeak: whole ? gpus * Math.max(...counts) * counts.length : null,
  };
}

const fewest = (pool: PoolInput): number | null =>
  smallest(Math.max(1, pool.replicas), pool.maxReplicas, (replicas) => holds({ ...pool, replicas }));
