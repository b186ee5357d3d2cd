import { DELIVERY_RULES, QUEUE_ROOM_RULES, STREAM_STORE_RULES, USED_QUEUE_RULES } from '../../lib/queues/rules';
import type { UsedQueue } from '../../lib/queues/rules/queue-consumed';
import { describeRules } from './cases';

const taskTime = { low: 100, likely: 200, high: 400 };

describeRules('rules of when a task comes again', DELIVERY_RULES, {
  'visibility-covers-task': {
    violated: [
      { visibilitySeconds: 99, taskTime, requestSeconds: null },
      { visibilitySeconds: 2_524, taskTime, requestSeconds: 2_125 },
    ],
    compliant: { visibilitySeconds: 2_525, taskTime, requestSeconds: 2_125 },
    notApplicable: { visibilitySeconds: 10, taskTime: null, requestSeconds: null },
  },
});

const used = (change: Partial<UsedQueue> = {}): UsedQueue => ({
  ...{ name: 'tasks', isUsed: true, consumers: ['research/crew'], isFilled: true, isShared: false },
  ...change,
});

describeRules('rules of who has to do with a queue', USED_QUEUE_RULES, {
  'queue-consumed': {
    violated: [used({ consumers: [] })],
    compliant: used(),
    notApplicable: used({ isUsed: false }),
  },
  'queue-filled': {
    violated: [used({ isFilled: false })],
    compliant: used(),
    notApplicable: used({ isFilled: false, isShared: true }),
  },
});

describeRules('rules of the store of a stream', STREAM_STORE_RULES, {
  'queue-not-evicted': {
    violated: [{ store: 'cache.research', eviction: 'allkeys-lru' }],
    compliant: { store: 'cache.research', eviction: 'volatile-lru' },
    notApplicable: { store: 'cache.research', eviction: undefined },
  },
});

const held = { name: 'tasks', maxLength: 100_000, deadLettersKept: 10_000, maxTaskBytes: 16_384 };
const inRoom = {
  queue: held,
  beside: [],
  roomGiB: 2,
  room: 'the memory of cache',
  grownBy: { prop: 'memoryGiB of the store', share: 0.75 },
};

describeRules('rules of what holds a queue', QUEUE_ROOM_RULES, {
  'queue-fits-store': {
    violated: [{ ...inRoom, roomGiB: 1.5 }],
    compliant: inRoom,
    notApplicable: { ...inRoom, roomGiB: undefined },
  },
});
