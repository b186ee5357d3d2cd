/** AF-ELA-037: who waits for a GPU decides whose pods go first, not the other way round. */
import { constant, on, remove, set } from '../../core/change';
import { type Repair, repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import { type GpuTenant, isPool } from '../gpu-tenant';
import { preempts, priorityValue } from '../node-rivals';
import { isAwaited } from '../pool-priority';
import type { PriorityRivals } from '../priority-rivals';

/** What pods have that say nothing. */
const UNSAID = 0;

export const awaitedGoesFirst: Rule<PriorityRivals> = {
  id: 'awaited-goes-first',
  code: 'AF-ELA-037',
  title: 'Pods of a pool that users wait for come after work that can wait.',
  why: 'Users then wait until a batch is done, or lose their pods to whatever says nothing of its priority.',
  fix: 'Leave podPriority of the pool out, and give the work that can wait PodPriority.BACKGROUND.',
  severity: 'warning',
  check(rivals) {
    const { pool } = rivals;
    if (pool.spec.podPriority === undefined || !isAwaited(pool.demand)) return 'not-applicable';
    const own = priorityValue(pool);
    const before = goingBefore(rivals);
    if (own >= UNSAID && before.length === 0) return 'compliant';
    return [
      {
        prop: 'podPriority',
        value: own,
        allowed: allowedBeside(own, before),
        message: `users wait for ${pool.name}, and ${reasonOf(rivals, before)}`,
        repairs: repairsOf(before),
      },
    ];
  },
};

/** Work that can wait whose pods do not give way, for what this pool says: of a higher value, or nodes are short and its pods take no place. */
const goingBefore = ({ pool, waiting, shortage }: PriorityRivals): readonly GpuTenant[] =>
  waiting.filter((other) => priorityValue(other) > priorityValue(pool) || (shortage !== null && !preempts(pool)));

const namesOf = (tenants: readonly GpuTenant[]): string => tenants.map(({ name }) => name).join(' and ');

function allowedBeside(own: number, before: readonly GpuTenant[]): string {
  const highest = Math.max(UNSAID - 1, ...before.map(priorityValue));
  return own > highest ? 'preempts: true' : `a priority above ${highest}${before.length === 0 ? '' : ', and preempts: true'}`;
}

function reasonOf({ pool }: PriorityRivals, before: readonly GpuTenant[]): string {
  const after = `its pods come after all that say nothing of their priority, which have ${UNSAID}`;
  const kept = `pods of ${namesOf(before)}, whose work can wait, do not give way to its own`;
  return [...(before.length === 0 ? [] : [kept]), ...(priorityValue(pool) < UNSAID ? [after] : [])].join('; ');
}

/** Without a priority the pool goes before all that is below 0; what is not is lowered. */
const repairsOf = (before: readonly GpuTenant[]): readonly Repair[] => [
  repair(
    remove('podPriority'),
    ...before
      .filter((other) => priorityValue(other) >= UNSAID)
      .map((other) => on(isPool(other) ? 'pool' : 'GPU service', other.name, set('podPriority', constant('PodPriority.BACKGROUND')))),
  ),
];
