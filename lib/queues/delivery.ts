/** What follows for a queue from those who work on it: when a task comes again, and how many may wait. */
import type { Delivery, QueueConsumer, TaskTime } from './contract';
import type { DeliverySpec } from './delivery-props';

/** A task is given away only when it has taken this many times as long as the slow end of its estimate; assumed: tools and retries are not in the estimate. */
export const VISIBILITY_MARGIN = 2;
/** RabbitMQ's own time until a delivery counts as lost (4.2, rabbit.schema `consumer_timeout`: 1,800,000 ms). */
export const UNKNOWN_VISIBILITY_SECONDS = 1800;
/** No task is given away sooner; assumed: a call of a tool may take minutes, and a task that is done twice costs more than one that comes late. */
export const LEAST_VISIBILITY_SECONDS = 300;
const MINUTE = 60;

/** Where neither the workflows nor their time is known; assumed. */
export const UNKNOWN_LENGTH = 10_000;

/** What is said of a queue, and what its server allows. */
export interface BoundedDelivery extends DeliverySpec {
  /** Longest time until a task comes again. @default - any */
  readonly mostVisibilitySeconds?: number | undefined;
}

export function deliveryOf(spec: BoundedDelivery, consumers: readonly QueueConsumer[]): Delivery {
  const taskTime = longest(consumers);
  const requestSeconds = longestRequest(consumers);
  const visibilitySeconds =
    spec.visibilitySeconds ?? Math.min(visibilityOf(taskTime, requestSeconds), spec.mostVisibilitySeconds ?? Number.POSITIVE_INFINITY);
  const paths = consumers.map(({ path }) => path).sort();
  const { maxAttempts } = spec;
  return { visibilitySeconds, maxLength: lengthOf(spec, consumers), maxAttempts, taskTime, requestSeconds, consumers: paths };
}

function longest(consumers: readonly QueueConsumer[]): TaskTime | null {
  const known = consumers.map((consumer) => consumer.taskTime()).filter((time) => time !== null);
  return known.reduce<TaskTime | null>((most, time) => (most !== null && most.high >= time.high ? most : time), null);
}

function longestRequest(consumers: readonly QueueConsumer[]): number | null {
  const known = consumers.map((consumer) => consumer.requestSeconds?.() ?? null).filter((seconds) => seconds !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** A task may be slow, or one of its requests may be tried again and again: its worker waits for it all the same. */
function visibilityOf(taskTime: TaskTime | null, requestSeconds: number | null): number {
  const request = requestSeconds ?? 0;
  const needed =
    taskTime === null
      ? [UNKNOWN_VISIBILITY_SECONDS, request * VISIBILITY_MARGIN]
      : [LEAST_VISIBILITY_SECONDS, taskTime.high * VISIBILITY_MARGIN, taskTime.high + request];
  return Math.ceil(Math.max(...needed) / MINUTE) * MINUTE;
}

/** tasks at once × longest wait ÷ time of one task, summed over the workers. */
function lengthOf({ maxLength, maxWaitSeconds }: DeliverySpec, consumers: readonly QueueConsumer[]): number {
  if (maxLength !== undefined) return maxLength;
  const finished = consumers.map((consumer) => {
    const [time, atOnce] = [consumer.taskTime(), consumer.tasksAtOnce()];
    return time === null || atOnce === null ? null : Math.max(atOnce, Math.floor((atOnce * maxWaitSeconds) / time.likely));
  });
  const known = finished.filter((count) => count !== null);
  return known.length === 0 || known.length < finished.length ? UNKNOWN_LENGTH : known.reduce((sum, count) => sum + count, 0);
}
