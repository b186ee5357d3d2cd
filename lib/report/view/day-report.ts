/** A day of a role that is known by its conversations: sessions, replicas and cost of each hour. */
import type { RolePlan } from '../../plan/sections/role';
import type { FleetReport, PoolReport } from './reported';

export interface DayReport {
  /** JSON pointer of the day, from the list of plans on. */
  readonly at: string;
  readonly fleet: string;
  readonly role: string;
  readonly pool: string;
  readonly day: NonNullable<RolePlan['day']>;
  /** USD of each hour with the replicas that it needs; null where price or replicas are unknown. */
  readonly usdByHour: readonly (number | null)[];
  /** USD of the day with as many replicas as each hour needs; null where an hour is unknown. */
  readonly usd: number | null;
  /** USD of the day with the replicas of the peak all day; null where an hour is unknown. */
  readonly usdAtPeak: number | null;
}

export const dayReports = (fleets: readonly FleetReport[], pools: readonly PoolReport[]): DayReport[] =>
  fleets.flatMap(({ plan, at }) =>
    plan.roles.flatMap((role, index) => {
      const pool = pools.find((candidate) => candidate.plan.path === role.poolPath);
      if (role.day === null) return [];
      const usd = pool?.plan.price?.usdPerGpuHour ?? null;
      const times = (gpus: number | null) => (usd === null || gpus === null ? null : gpus * usd);
      const perReplica = pool?.plan.gpusPerReplica ?? null;
      const gpusOf = (replicas: number | null) => (replicas === null || perReplica === null ? null : replicas * perReplica);
      return [
        {
          ...{ at: `${at}/roles/${index}/day`, fleet: plan.name, role: role.name, pool: role.pool, day: role.day },
          usdByHour: role.day.replicasByHour.map((replicas) => times(gpusOf(replicas))),
          usd: times(role.day.gpuHours),
          usdAtPeak: times(role.day.gpuHoursAtPeak),
        },
      ];
    }),
  );
