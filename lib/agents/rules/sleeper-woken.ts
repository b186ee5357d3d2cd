/** AF-ELA-038: tasks of another queue wake a pool for others, and never for this fleet. */
import type { Rule } from '../../core/rule';
import { isSameQueue } from '../../queues/same-queue';
import type { AskedSleeper } from '../asked-sleepers';

export const sleeperWoken: Rule<AskedSleeper> = {
  id: 'sleeper-woken',
  code: 'AF-ELA-038',
  title:
    'Agents ask a pool or tool that sleeps until a queue has tasks, and are not wired to this queue (error); a warning where others may answer, or callers may take the tasks.',
  why: 'Their requests wake nothing: they are held until they time out, or refused.',
  fix: 'Let the agents take their tasks from that queue (runtime.consumes) or put them in (services), wake the pool by the queue that they use, or keep one replica.',
  severity: ['error', 'warning'],
  check({ name, kind, prop, sleep, queues, isAnsweredElsewhere, mayServeConsumers }) {
    const queue = sleep?.tasksOf;
    if (queue === undefined) return 'not-applicable';
    if (queues.some((own) => isSameQueue(own, queue))) return 'compliant';
    const [used] = queues;
    return [
      {
        severity: isAnsweredElsewhere || mayServeConsumers ? 'warning' : 'error',
        prop,
        value: name,
        allowed: `a ${kind} that work of these agents wakes`,
        message: `${name} sleeps until queue ${queue.name} has tasks, and these agents neither take tasks from it nor put any in: their requests wake nothing`,
        repairs: [
          ...(used === undefined ? [] : [`scaling of ${name}: Scaling.batch({ queue: ${used.name}, … })`]),
          `runtime.consumes: queue ${queue.name}, where the agents take its tasks`,
          `services: queue ${queue.name}, where they put tasks in`,
          `scaling of ${name}: Scaling.queueDepth({ min: 1, … })`,
        ],
      },
    ];
  },
};
