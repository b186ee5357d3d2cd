/** AF-CPU-014: a task that is still worked on is not given to a second worker. */
import type { Rule } from '../../core/rule';
import type { TaskTime } from '../contract';

/** A queue and its longest task. */
export interface VisibleTask {
  readonly visibilitySeconds: number;
  /** Null where it is not known. */
  readonly taskTime: TaskTime | null;
}

export const visibilityCoversTask: Rule<VisibleTask> = {
  id: 'visibility-covers-task',
  code: 'AF-CPU-014',
  title: 'A queue gives a task to another worker while the first may still be working on it.',
  why: 'The task is done twice, and after some rounds it is a dead letter though nothing failed.',
  fix: 'Leave visibilitySeconds out, or give more than the longest workflow takes.',
  severity: ['error', 'warning'],
  check({ visibilitySeconds, taskTime }) {
    if (taskTime === null) return 'not-applicable';
    const needed = Math.ceil(taskTime.high);
    if (visibilitySeconds >= needed) return 'compliant';
    const isSure = visibilitySeconds < taskTime.low;
    const takes = `${seconds(taskTime.likely)} (${seconds(taskTime.low)} to ${seconds(taskTime.high)})`;
    return [
      {
        severity: isSure ? 'error' : 'warning',
        prop: 'visibilitySeconds',
        value: visibilitySeconds,
        allowed: `at least ${needed}`,
        message: `a task comes again after ${visibilitySeconds} s, and the longest workflow ${isSure ? 'takes' : 'may take longer: it takes'} ${takes}`,
        repairs: [`visibilitySeconds: ${needed}`, 'remove visibilitySeconds'],
      },
    ];
  },
};

const seconds = (value: number): string => `${Number(value.toPrecision(3))} s`;
