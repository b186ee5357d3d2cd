/** AF-CPU-015: a store that forgets any key when its memory is full forgets tasks. */
import type { Rule } from '../../core/rule';

/** The store of a queue, as far as it is known. */
export interface QueueMemory {
  /** Path or host of the store. */
  readonly store: string;
  /** What the store does when its memory is full; undefined for one of somebody else. */
  readonly eviction: string | undefined;
}

export const queueNotEvicted: Rule<QueueMemory> = {
  id: 'queue-not-evicted',
  code: 'AF-CPU-015',
  title: 'The store of a queue drops any key when its memory is full.',
  why: 'A whole stream is one key: all tasks that wait would be lost at once.',
  fix: "Give the store eviction 'volatile-lru' or 'noeviction', or the queue a store of its own.",
  severity: 'error',
  check({ store, eviction }) {
    if (eviction === undefined) return 'not-applicable';
    if (!eviction.startsWith('allkeys')) return 'compliant';
    return [
      {
        prop: 'store',
        value: eviction,
        allowed: "a store with eviction 'volatile-lru' or 'noeviction'",
        message: `${store} drops any key when its memory is full (${eviction}), and with the key of a stream all of its tasks`,
        repairs: ["eviction: 'volatile-lru' of the store", "store: new SessionStore(stack, 'queue', { cluster })"],
      },
    ];
  },
};
