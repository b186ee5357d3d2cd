/** AF-CPU-041: a full queue that is more than what holds it. */
import { formatGiB, formatInteger } from '../../core/format';
import type { Rule } from '../../core/rule';
import { GIB } from '../../core/units';
import { bytesOf, type HeldQueue } from '../queue-room';

/** A queue in what holds it. */
export interface QueueInRoom {
  readonly queue: HeldQueue;
  /** Other queues there. */
  readonly beside: readonly HeldQueue[];
  /** Room for tasks; undefined for a store of somebody else. */
  readonly roomGiB: number | undefined;
  /** What holds it, e.g. `the memory of cache.research`. */
  readonly room: string;
  /** Props that make the room larger, e.g. `memoryGiB of the store`, and how much of one GiB is room. */
  readonly grownBy: { readonly prop: string; readonly share: number };
}

export const queueFitsStore: Rule<QueueInRoom> = {
  id: 'queue-fits-store',
  code: 'AF-CPU-041',
  title: 'A full queue is larger than the memory or disk that holds it.',
  why: 'The store refuses writes long before the queue counts as full, and those of everybody else in it as well.',
  fix: 'Bound the queue by maxLength, send shorter tasks, or take a larger store.',
  severity: 'error',
  check({ queue, beside, roomGiB, room, grownBy: { prop, share } }) {
    if (roomGiB === undefined) return 'not-applicable';
    const others = beside.reduce((sum, other) => sum + bytesOf(other), 0);
    const needed = bytesOf(queue) + others;
    const has = roomGiB * GIB;
    if (needed <= has) return 'compliant';
    const each = bytesOf({ ...queue, maxLength: 1, deadLettersKept: 0 });
    const most = Math.floor((has - others) / each) - queue.deadLettersKept;
    const least = Math.ceil(needed / GIB / share);
    const length = `of ${queue.maxTaskBytes === undefined ? `at least ${each}` : formatInteger(each)} bytes`;
    const companions = beside.length === 0 ? '' : `, and with ${beside.map(({ name }) => name).join(', ')} ${formatGiB(needed / GIB)}`;
    return [
      {
        prop: 'maxLength',
        value: queue.maxLength,
        allowed: most >= 1 ? `at most ${most}` : `less than fits beside ${formatInteger(queue.deadLettersKept)} dead letters`,
        message: `${formatInteger(queue.maxLength)} tasks and ${formatInteger(queue.deadLettersKept)} dead letters ${length} take ${formatGiB(bytesOf(queue) / GIB)}${companions}; ${room} has room for ${formatGiB(roomGiB)}`,
        repairs: [...(most >= 1 ? [`maxLength: ${most}`] : []), `${prop}: ${least}`],
      },
    ];
  },
};
