/** Holds task queues against their contract, e.g. `expect(taskQueueProblems(myQueue, runtime.workload)).toEqual([])`. */
import { SecretRef } from '../../core/secret-ref';
import type { DepthTrigger } from '../../queues/contract';
import { type ITaskQueue, isTaskQueue } from '../../queues/contract';
import type { Workload } from '../../security/workload';
import { asked, type ContractProblem, unless } from './problem';
import { serviceProblems } from './service-problems';

/**
 * What a task queue breaks of its contract; empty when it keeps all of it.
 *
 * @param client a workload that has not been admitted yet; it is admitted, twice
 */
export function taskQueueProblems(queue: ITaskQueue, client: Workload): ContractProblem[] {
  return asked('ITaskQueue', () => queueFaults(queue, client));
}

function queueFaults(queue: ITaskQueue, client: Workload): ContractProblem[] {
  if (!isTaskQueue(queue)) {
    return [
      {
        part: 'ITaskQueue',
        message: "kind is not 'task-queue', or name, depth, consumedBy or something of IService is missing or of another type",
      },
    ];
  }
  queue.consumedBy({ path: 'a/worker', taskTime: () => null, tasksAtOnce: () => null });
  return [
    ...serviceProblems(queue, client),
    ...unless(
      Object.values(queue.clientEnv(client)).some((value) => value === queue.name),
      'clientEnv',
      'no variable holds the name of the queue',
    ),
    ...depthProblems(queue.depth(3), queue.depth(4)),
  ];
}

/** KEDA takes texts alone, and a trigger that says the same for three tasks and for four scales on something else. */
function depthProblems(three: DepthTrigger | null, four: DepthTrigger | null): ContractProblem[] {
  if (three === null || four === null)
    return unless(three === four, 'depth', 'it depends on the tasks of a worker whether there is a signal');
  const { type, metadata, secrets = {} } = three;
  return [
    ...unless(type !== '', 'depth', 'the trigger has no type'),
    ...unless(
      Object.values(metadata).every((value) => typeof value === 'string'),
      'depth',
      'values of metadata are texts',
    ),
    ...unless(Object.values(secrets).every(SecretRef.isSecretRef), 'depth', 'secrets are SecretRefs'),
    ...unless(JSON.stringify(metadata) !== JSON.stringify(four.metadata), 'depth', 'the tasks of a worker are not in the trigger'),
  ];
}
