/** AF-CPU-016: workers take no more tasks at once than the pools were planned for. */
import type { Rule } from '../../core/rule';
import type { QueuedWork } from '../queued-work';

export const workersWithinPlan: Rule<QueuedWork> = {
  id: 'workers-within-plan',
  code: 'AF-CPU-016',
  title: 'The workers of a queue take more tasks at once than the pools were planned for.',
  why: 'What is beyond the plan waits in the engines, where it fills memory and takes time, and not in the queue.',
  fix: 'Let fewer workers run, or plan for more workflows (peakWorkflows).',
  severity: 'warning',
  check({ workers, workflows }) {
    if (workers === null || workflows === null) return 'not-applicable';
    const tasks = workers.max * workers.tasksPerWorker;
    const needed = Math.ceil(workflows / workers.tasksPerWorker);
    if (workers.max <= needed) return 'compliant';
    return [
      {
        prop: 'runtime.workers.max',
        value: workers.max,
        allowed: `at most ${needed}`,
        message: `${workers.max} workers of ${workers.tasksPerWorker} task${workers.tasksPerWorker === 1 ? '' : 's'} take ${tasks} workflows at once, and the pools are planned for ${workflows}`,
        repairs: [`runtime.workers.max: ${needed}`, `peakWorkflows: ${tasks}`],
      },
    ];
  },
};
