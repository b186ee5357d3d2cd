import type { Construct } from 'constructs';
import { z } from 'zod';
import { isPlainObject } from '../core/plain-object';
import { readable } from '../core/readable';
import { parseProps } from '../core/schema';
import type { ITaskQueue } from './contract';
import { ExistingAmqpQueue } from './existing/existing-amqp-queue';
import type { ExistingQueueProps, ExistingSqsQueueProps } from './existing/existing-queue-props';
import { ExistingSqsQueue } from './existing/existing-sqs-queue';
import type { RabbitMqQueueProps } from './rabbitmq/rabbitmq-props';
import { RabbitMqQueue } from './rabbitmq/rabbitmq-queue';
import type { RedisStreamQueueProps } from './redis-stream/redis-stream-props';
import { RedisStreamQueue } from './redis-stream/redis-stream-queue';

/**
 * Queues between those who ask and the agents that work: background roles take their tasks from one, so that nobody holds a connection meanwhile.
 *
 * @example
 * const queue = TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'queue', { cluster }) });
 */
export class TaskQueue {
  /**
   * A stream of a Valkey or Redis, with a consumer group and dead letters.
   * @throws FleetSpecError when a prop is malformed.
   */
  static redisStream(scope: Construct, id: string, props: RedisStreamQueueProps): RedisStreamQueue {
    return new RedisStreamQueue(scope, id, props);
  }

  /**
   * A quorum queue on a RabbitMQ of its own, which the RabbitMQ cluster operator runs, with dead letters.
   * @throws FleetSpecError when a prop is malformed.
   */
  static rabbitMq(scope: Construct, id: string, props: RabbitMqQueueProps): RabbitMqQueue {
    return new RabbitMqQueue(scope, id, props);
  }

  /**
   * A queue that exists already: of an AMQP server (`kind: 'amqp'`), or of Amazon SQS (`kind: 'sqs'`). Nothing is made of it.
   * @throws FleetSpecError when a prop is malformed.
   */
  static fromExisting(props: ExistingQueueProps): ITaskQueue {
    return isSqs(props) ? new ExistingSqsQueue(props) : new ExistingAmqpQueue(props);
  }

  private constructor() {}
}

const kindSchema = z.strictObject({ kind: z.enum(['amqp', 'sqs'], { error: "expected 'amqp' or 'sqs'" }) });

function isSqs(props: ExistingQueueProps): props is ExistingSqsQueueProps {
  const context = { path: 'TaskQueue.fromExisting', className: 'TaskQueue.fromExisting' };
  // The others are looked at by the schema of the kind, which knows where tokens may stand.
  const given = readable(props, context, () => (isPlainObject(props) ? { kind: props.kind } : props));
  return parseProps(kindSchema, given, context).kind === 'sqs';
}
