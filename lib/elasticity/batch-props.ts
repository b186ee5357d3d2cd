import { z } from 'zod';
import { alsoCalled } from '../core/meant';
import { branded, wholeNumber } from '../core/schema';
import { type ITaskQueue, isTaskQueue } from '../queues/contract';
import { type EnvelopeProps, envelopeShape, windowSeconds } from './envelope-props';

/** Props of a pool that works while there are tasks, and sleeps while there are none. */
export interface BatchScalingProps extends Omit<EnvelopeProps, 'min'> {
  /** The queue from which the roles on the pool take their tasks. It is there while the pool sleeps, so it wakes it. */
  readonly queue: ITaskQueue;
  /**
   * Replicas while there is no task.
   * @default 0
   */
  readonly min?: number;
  /**
   * Tasks for which one replica is enough.
   * @default 5
   */
  readonly tasksPerReplica?: number;
  /**
   * Seconds for which there must be more tasks before a replica is added to those that run.
   * @default 30
   */
  readonly scaleOutWindowSeconds?: number;
  /**
   * Seconds between two looks at the queue, after which a sleeping pool begins to wake.
   * @default 30
   */
  readonly pollingIntervalSeconds?: number;
}

/** Background work waits for half a minute, so that a task that is done at once wakes no GPU. */
const BATCH_SECONDS = 30;

export const batchScalingSchema = z.strictObject({
  ...envelopeShape,
  min: alsoCalled(wholeNumber(0, 10_000).default(0), 'minReplicas', 'minReplicaCount', 'floor'),
  scaleOutWindowSeconds: windowSeconds().default(BATCH_SECONDS),
  pollingIntervalSeconds: wholeNumber(1, 3600).default(BATCH_SECONDS),
  queue: branded<ITaskQueue>(isTaskQueue, "a task queue, e.g. TaskQueue.redisStream(stack, 'tasks', …)"),
  tasksPerReplica: wholeNumber(1, 100_000).default(5),
});
