/** Pools whose pods an apply replaces: how many load their model again, for how long, and whether anybody answers meanwhile. */
import type { FleetPlan } from '../schema';
import type { PoolPlan } from '../sections/pool';
import type { PodChange, Replacement } from './pod-changes';

export interface PoolRestart {
  /** Name of the pool. */
  readonly name: string;
  readonly path: string;
  readonly replacement: Replacement;
  /** Replicas that run before: all of them are replaced. */
  readonly replicas: { readonly min: number; readonly max: number };
  /** Until a new replica answers, seconds; null where the plan does not know. */
  readonly secondsPerReplica: number | null;
  /** Whether a replica answers while others start; `scaled` where that depends on how many run. */
  readonly answers: 'yes' | 'no' | 'scaled';
  /** The planned demand fits on one replica less. */
  readonly fitsMeanwhile: boolean;
}

/** Null where it is not known what Terraform would do, because a plan alone was given. */
export function poolRestarts(
  before: FleetPlan | null,
  after: FleetPlan | null,
  pods: readonly PodChange[] | null,
): readonly PoolRestart[] | null {
  if (pods === null) return null;
  return (after?.pools ?? []).flatMap((pool) => {
    const last = before?.pools.find(({ path }) => path === pool.path);
    const changed = pods.filter(({ workload }) => workloadsOf(pool).includes(workload));
    return last === undefined || changed.length === 0 ? [] : [restartOf(last, pool, slowest(changed))];
  });
}

/** The replicas of the floor and those above it may be two workloads (`burstNodePools`). */
const workloadsOf = ({ namespace, name }: PoolPlan) => [`${namespace}/${name}`, `${namespace}/${name}-burst`];

function slowest(changes: readonly PodChange[]): Replacement {
  const found = changes.map(({ replacement }) => replacement);
  return (['all at once', 'one by one'] as const).find((one) => found.includes(one)) ?? 'beside the old ones';
}

function restartOf(
  { replicas }: PoolPlan,
  { name, path, coldStart, survivesReplicaLoss }: PoolPlan,
  replacement: Replacement,
): PoolRestart {
  return {
    name,
    path,
    replacement,
    replicas,
    secondsPerReplica: coldStart?.seconds ?? null,
    answers: answersOf(replicas, replacement),
    fitsMeanwhile: replacement === 'beside the old ones' || (replacement === 'one by one' && survivesReplicaLoss),
  };
}

/** Of replicas that are replaced one at a time the last one is away, too, where it is the only one. */
function answersOf({ min, max }: PoolPlan['replicas'], replacement: Replacement): PoolRestart['answers'] {
  if (replacement === 'beside the old ones') return 'yes';
  if (replacement === 'all at once' || max <= 1) return 'no';
  return min > 1 ? 'yes' : 'scaled';
}
