/** A full queue must fit what holds it, whichever kind it is and whatever else lies there. */
import * as fc from 'fast-check';
import { bytesOf } from '../../lib/queues/queue-room';
import { queueFitsStore } from '../../lib/queues/rules/queue-fits-store';
import { TaskQueue } from '../../lib/queues/task-queue';
import { SessionStore } from '../../lib/stores/session-store';
import { problemsOf, type Setting } from '../setup/research-stack';

const said = (build: (setting: Setting) => void): unknown[] =>
  problemsOf(build)
    .filter(({ code }) => code === 'AF-CPU-041')
    .map(({ path, value, repairs = [] }) => [path, value, ...repairs]);

/** A store of 2 GiB, of which 1.5 are for data. */
const streams = (queues: Readonly<Record<string, object>>, store: object = { memoryGiB: 2 }) =>
  said(({ stack, cluster }) => {
    const kept = new SessionStore(stack, 'cache', { cluster, ...store });
    for (const [id, props] of Object.entries(queues)) TaskQueue.redisStream(stack, id, { cluster, store: kept, ...props });
  });
const broker = (props: object) => said(({ stack, cluster }) => void TaskQueue.rabbitMq(stack, 'tasks', { cluster, ...props }));

const MIB = 1024 ** 2;

describe('AF-CPU-041: a queue that is more than what holds it is refused', () => {
  test('a stream and the memory of its store', () =>
    expect(streams({ tasks: { maxLength: 2_000, maxTaskBytes: MIB, deadLettersKept: 100 } })).toEqual([
      ['research/tasks', 2_000, 'maxLength: 1436', 'memoryGiB of the store: 3'],
    ]));

  test('a stream of tasks whose length nobody says, at the shortest there are', () =>
    expect(streams({ tasks: { maxLength: 100_000_000 } }, { memoryGiB: 0.5 })).toHaveLength(1));

  test('two streams in one store, each of which would fit alone', () => {
    const half = { maxLength: 900, maxTaskBytes: MIB, deadLettersKept: 1 };
    expect(streams({ tasks: half })).toEqual([]);
    expect(streams({ tasks: half, more: half })).toEqual([
      ['research/tasks', 900, 'maxLength: 634', 'memoryGiB of the store: 3'],
      ['research/more', 900, 'maxLength: 634', 'memoryGiB of the store: 3'],
    ]);
  });

  test('dead letters that leave no room for tasks', () =>
    expect(streams({ tasks: { maxLength: 10, maxTaskBytes: MIB, deadLettersKept: 5_000 } })).toEqual([
      ['research/tasks', 10, 'memoryGiB of the store: 7'],
    ]));

  test('a broker and the disk of its servers', () =>
    expect(broker({ maxLength: 200_000, maxTaskBytes: 65_536, deadLettersKept: 1 })).toEqual([
      ['research/tasks', 200_000, 'maxLength: 163839', 'storageGiB: 13'],
    ]));
});

test('queues that fit, and stores of somebody else, are accepted', () => {
  expect(streams({ tasks: { maxLength: 1_436, maxTaskBytes: MIB, deadLettersKept: 100 } })).toEqual([]);
  expect(streams({ tasks: {} })).toEqual([]);
  expect(broker({ maxTaskBytes: 65_536 })).toEqual([]);
  const store = SessionStore.fromExisting({ host: 'cache.example.com', cidr: '10.0.0.0/24' });
  expect(
    said(({ stack, cluster }) => void TaskQueue.redisStream(stack, 'tasks', { cluster, store, maxLength: 100_000_000, maxTaskBytes: MIB })),
  ).toEqual([]);
});

test('each repair holds: the offered length and the offered memory both fit', () => {
  const queue = fc.record({
    name: fc.constant('tasks'),
    maxLength: fc.integer({ min: 1, max: 1e8 }),
    deadLettersKept: fc.integer({ min: 1, max: 1e6 }),
    maxTaskBytes: fc.option(fc.integer({ min: 1, max: 16 * MIB }), { nil: undefined }),
  });
  fc.assert(
    fc.property(queue, fc.array(queue, { maxLength: 2 }), fc.double({ min: 0.1, max: 512, noNaN: true }), (one, beside, memoryGiB) => {
      const at = (share: { queue?: typeof one; memoryGiB?: number }) =>
        queueFitsStore.check({
          queue: share.queue ?? one,
          beside,
          roomGiB: (share.memoryGiB ?? memoryGiB) * 0.75,
          room: 'the memory of a store',
          grownBy: { prop: 'memoryGiB', share: 0.75 },
        });
      const outcome = at({});
      const total = [one, ...beside].reduce((sum, each) => sum + bytesOf(each), 0);
      expect(outcome === 'compliant').toBe(total <= memoryGiB * 0.75 * 1024 ** 3);
      if (typeof outcome === 'string') return;
      for (const repair of outcome[0]?.repairs ?? []) {
        const [prop, value] = String(repair).split(': ');
        const change = prop === 'maxLength' ? { queue: { ...one, maxLength: Number(value) } } : { memoryGiB: Number(value) };
        expect(at(change)).toBe('compliant');
      }
    }),
  );
});
