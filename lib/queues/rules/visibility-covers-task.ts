/** AF-CPU-014: a task that is still worked on is not given to a second worker. */
import type { Rule } from '../../core/rule';
import type { TaskTime } from '../contract';

/** A queue and its longest task. */
export interface VisibleTask {
  readonly visibilitySeconds: number;
  /** Null where it is not known. */
  readonly taskTime: TaskTime | null;
  /** Longest that one of its requests may take, seconds; null where it is not known. */
  readonly requestSeconds: number | null;
}

export const visibilityCoversTask: Rule<VisibleTask> = {
  id: 'visibility-covers-task',
  code: 'AF-CPU-014',
  title: 'A queue gives a task to another worker while the first may still be working on it.',
  why: 'The task is done twice, and after some rounds it is a dead letter though nothing failed.',
  fix: 'Leave visibilitySeconds out, or give more than the longest workflow and one of its requests with all its retries take.',
  severity: ['error', 'warning'],
  check({ visibilitySeconds, taskTime, requestSeconds }) {
    if (taskTime === null && requestSeconds === null) return 'not-applicable';
    const needed = Math.ceil((taskTime?.high ?? 0) + (requestSeconds ?? 0));
    if (visibilitySeconds >= needed) return 'compliant';
    const isSure = taskTime !== null && visibilitySeconds < taskTime.low;
    return [
      {
        severity: isSure ? 'error' : 'warning',
        prop: 'visibilitySeconds',
        value: visibilitySeconds,
        allowed: `at least ${needed}`,
        message: `a task comes again after ${visibilitySeconds} s, and ${longest(isSure, taskTime, requestSeconds)}`,
        repairs: [`visibilitySeconds: ${needed}`, 'remove visibilitySeconds'],
      },
    ];
  },
};

function longest(isSure: boolean, taskTime: TaskTime | null, requestSeconds: number | null): string {
  const request = requestSeconds === null ? null : `one of its requests up to ${seconds(requestSeconds)} with all that is tried again`;
  if (taskTime === null) return `may take longer: ${request}`;
  const takes = `${seconds(taskTime.likely)} (${seconds(taskTime.low)} to ${seconds(taskTime.high)})`;
  const workflow = `the longest workflow ${isSure ? 'takes' : 'may take longer: it takes'} ${takes}`;
  return request === null || isSure ? workflow : `${workflow}, and ${request}`;
}

const seconds = (value: number): string => `${value < 1000 ? Number(value.toPrecision(3)) : Math.ceil(value)} s`;
