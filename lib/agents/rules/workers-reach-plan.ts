/** AF-CPU-040: workers that take fewer tasks at once than the workflows that were planned. */
import type { Rule } from '../../core/rule';
import type { QueuedWork } from '../queued-work';

export const workersReachPlan: Rule<QueuedWork> = {
  id: 'workers-reach-plan',
  code: 'AF-CPU-040',
  title: 'The workers of a queue take fewer tasks at once than the workflows that are planned.',
  why: 'The planned workflows never run at the same time: the queue grows while pools idle that were paid for them. Above concurrentWorkflows, work may wait in the queue.',
  fix: 'Let more workers run, or plan for as many workflows as they take.',
  severity: ['error', 'warning'],
  check({ workers, workflows, steadyWorkflows }) {
    if (workers === null || workflows === null) return 'not-applicable';
    const tasks = workers.max * workers.tasksPerWorker;
    const needed = Math.ceil(workflows / workers.tasksPerWorker);
    if (tasks >= workflows) return 'compliant';
    const isSteady = steadyWorkflows !== null && tasks < steadyWorkflows;
    return [
      {
        severity: isSteady ? 'error' : 'warning',
        prop: 'runtime.workers.max',
        value: workers.max,
        allowed: `at least ${needed}`,
        message: `${workers.max} workers of ${workers.tasksPerWorker} task${workers.tasksPerWorker === 1 ? '' : 's'} take ${tasks} workflows at once, and ${isSteady ? `${steadyWorkflows} are planned to run all the time` : `${workflows} are planned at the peak`}`,
        repairs: [`runtime.workers.max: ${needed}`, isSteady ? `concurrentWorkflows: ${tasks}` : `peakWorkflows: ${tasks}`],
      },
    ];
  },
};
