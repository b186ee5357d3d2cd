/** Whose pods keep their GPU where nodes are short, as `fleet.plan.json` holds it. */
import type { PoolPlan } from '../plan/sections/pool';
import type { GpuTenant } from './gpu-tenant';
import { givesWayTo, preempts, priorityValue } from './node-rivals';

/** What the view of a pod does not say. */
export interface PriorityTerms {
  /** Name of its PriorityClass. */
  readonly className: string | null;
  /** What else takes GPUs of the cluster. */
  readonly tenants: readonly GpuTenant[];
  /** Seconds that a pod has when it is stopped. */
  readonly graceSeconds: number;
}

export function priorityPlan(pool: GpuTenant, { className, tenants, graceSeconds }: PriorityTerms): Pick<PoolPlan, 'priority'> {
  const others = tenants.filter(({ path }) => path !== pool.path);
  const givesWay = others.filter((other) => givesWayTo(pool, other)).map(({ path }) => path);
  const takes = others.filter((other) => givesWayTo(other, pool)).map(({ path }) => path);
  if (pool.priority === null && givesWay.length + takes.length === 0) return {};
  const byRoles = pool.priority === null ? 'cluster' : 'roles';
  return {
    priority: {
      className,
      value: priorityValue(pool),
      preempts: preempts(pool),
      from: pool.spec.podPriority === undefined ? byRoles : 'podPriority',
      givesWayTo: givesWay,
      takesPlaceOf: takes,
      endsWithinSeconds: graceSeconds,
    },
  };
}
