/** How many pods a runtime needs for the sessions that it runs: their number, divided by what was measured of one pod. */

/** Pods that one Deployment may have. */
export const MOST_REPLICAS = 10_000;
/** One may be lost. */
export const DEFAULT_REPLICAS = 2;

/** A runtime as its sessions see it. */
export interface RuntimeLoad {
  /** What precedes the names of its props, e.g. `runtime.` in a fleet. */
  readonly prefix: '' | 'runtime.';
  /** Sessions of all roles at the peak. */
  readonly sessions: number;
  /** Null where it was not measured. */
  readonly sessionsPerReplica: number | null;
  /** Replicas that were asked for; null where they follow from the sessions. */
  readonly asked: number | null;
}

/** Replicas that hold the sessions; null where it is not known. */
export const neededReplicas = ({ sessions, sessionsPerReplica }: Pick<RuntimeLoad, 'sessions' | 'sessionsPerReplica'>): number | null =>
  sessionsPerReplica === null ? null : Math.ceil(sessions / sessionsPerReplica);

/** Replicas that are started. */
export function replicasOf(load: RuntimeLoad): number {
  if (load.asked !== null) return load.asked;
  return Math.min(MOST_REPLICAS, Math.max(DEFAULT_REPLICAS, neededReplicas(load) ?? DEFAULT_REPLICAS));
}
