/** Tasks of a durable queue. */
import { depthTrigger } from '../../queues/depth-trigger';
import type { Signal } from './signal';

/** The queue counts the tasks that are worked on, too: a task under work is work. */
export const TASKS: Signal = {
  reads: {},
  triggers({ workload }, { queue, tasksPerReplica = 1 }) {
    const depth = queue?.depth(tasksPerReplica) ?? null;
    return depth === null ? [] : [depthTrigger(workload, depth).trigger];
  },
};
