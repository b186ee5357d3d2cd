/** What the methods of every kind of queue are given. */
import { type ArgumentRule, thingRule } from '../core/method-arguments';
import { CLIENT_ARGUMENT } from '../security/workload-argument';
import type { QueueConsumer } from './contract';

/** More than any pod works on at once. */
const MOST_TASKS = 100_000;

const isTaskCount = (value: unknown): boolean => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST_TASKS;

function isConsumer(value: unknown): boolean {
  const { path, taskTime, tasksAtOnce } = value as Partial<Record<keyof QueueConsumer, unknown>>;
  return typeof path === 'string' && [taskTime, tasksAtOnce].every((ask) => typeof ask === 'function');
}

export const QUEUE_ARGUMENTS: Readonly<Record<'admit' | 'depth' | 'consumedBy', readonly ArgumentRule[]>> = {
  admit: CLIENT_ARGUMENT,
  depth: [thingRule('tasksPerWorker', isTaskCount, `a whole number, 1 to ${MOST_TASKS}`, '4')],
  consumedBy: [
    thingRule(
      'consumer',
      isConsumer,
      'who works on the queue: path, taskTime and tasksAtOnce',
      "{ path: 'reports/workers', taskTime: () => null, tasksAtOnce: () => 4 }",
    ),
  ],
};
