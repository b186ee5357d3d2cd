/** AF-CPU-055: workers that are stopped before they can end the task that they have begun. */
import type { Rule } from '../../core/rule';
import type { TaskTime } from '../../queues/contract';

/** A worker of a queue that is stopped in the middle of its task. */
export interface StoppedWorker {
  /** What precedes the names of its props, e.g. `runtime.` in a fleet. */
  readonly prefix: '' | 'runtime.';
  /** Seconds that it has from SIGTERM to SIGKILL. */
  readonly graceSeconds: number;
  /** Null where it is not known. */
  readonly taskTime: TaskTime | null;
  /** How often a task is tried; null where the queue does not say. */
  readonly maxAttempts: number | null;
}

export const workerEndsTask: Rule<StoppedWorker> = {
  id: 'worker-ends-task',
  code: 'AF-CPU-055',
  title: 'A worker of a queue that is stopped has less time than its task takes.',
  why: 'Rollouts, scale-in and drains cut tasks off. The queue gives them to another worker, which begins anew; after its last attempt a task is a dead letter though nothing failed.',
  fix: 'Give the pods as long as a task takes (graceSeconds of the runtime), cut tasks into shorter ones, or let them go on where they were cut off.',
  severity: ['error', 'warning', 'info'],
  check({ prefix, graceSeconds, taskTime, maxAttempts }) {
    if (taskTime === null) return 'not-applicable';
    const needed = Math.ceil(taskTime.high);
    if (graceSeconds >= needed) return 'compliant';
    const isSure = graceSeconds < taskTime.low;
    const isLast = maxAttempts === 1;
    return [
      {
        severity: isSure && isLast ? 'error' : isSure || isLast ? 'warning' : 'info',
        prop: `${prefix}graceSeconds`,
        value: graceSeconds,
        allowed: `at least ${needed}`,
        message: `a worker that is stopped has ${graceSeconds} s, and its task ${isSure ? 'takes' : 'may take longer: it takes'} ${seconds(taskTime.likely)} (${seconds(taskTime.low)} to ${seconds(taskTime.high)}); ${isLast ? 'after its only attempt it is a dead letter' : 'another worker begins it anew'}`,
        repairs: [`${prefix}graceSeconds: ${needed}`, ...(isLast ? ['maxAttempts: 3 of the queue'] : [])],
      },
    ];
  },
};

const seconds = (value: number): string => `${value < 1000 ? Number(value.toPrecision(3)) : Math.ceil(value)} s`;
