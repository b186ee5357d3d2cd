import type { IConstruct } from 'constructs';
import type { QueuePlan } from '../plan/sections/queue';
import type { Consumers } from './consumers';
import type { DeliverySpec } from './delivery-props';

/** What a plan says of a queue. */
export function queuePlan(
  queue: IConstruct & { readonly name: string },
  told: Pick<QueuePlan, 'kind' | 'maxAttempts' | 'maxTaskBytes'>,
  consumers: Consumers,
): QueuePlan {
  const { visibilitySeconds, maxLength, taskTime, requestSeconds, consumers: paths } = consumers.delivery();
  const rounded = (value: number): number => Number(value.toPrecision(3));
  return {
    name: queue.name,
    path: queue.node.path,
    ...told,
    visibilitySeconds,
    maxLength,
    taskSeconds: taskTime === null ? null : { likely: rounded(taskTime.likely), low: rounded(taskTime.low), high: rounded(taskTime.high) },
    requestSeconds: requestSeconds === null ? null : Math.ceil(requestSeconds),
    consumers: [...paths],
  };
}

/** What the props of a queue say themselves. */
export const queueTold = ({ maxAttempts, maxTaskBytes }: Pick<DeliverySpec, 'maxAttempts' | 'maxTaskBytes'>) => ({
  maxAttempts,
  maxTaskBytes: maxTaskBytes ?? null,
});
