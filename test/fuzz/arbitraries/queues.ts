/** Task queues: streams on the session store of a stack or on one that exists, and queues of others. */
import type { TerraformStack } from 'cdktf';
import { Region, SecretRef, SessionStore, TaskQueue } from 'cdktf-agent-fleet';
import * as fc from 'fast-check';
import { cpuNodes } from './nodes';
import { given, type Mostly, pick, props } from './odd';
import { type AnyText, textOrToken, written } from './text';

const delivery = { visibilitySeconds: pick(600, 30), maxAttempts: pick(1, 5), variables: pick('WORK') };

export const anyQueue = (mostly: Mostly) =>
  fc.record({
    kind: pick('stream', 'stream', 'rabbitMq', 'rabbitMq', 'amqp', 'amqp', 'sqs', 'sqs'),
    onSessions: pick(true, true, false),
    stream: props(mostly, 3, {
      cpuNodePools: cpuNodes,
      ...delivery,
      name: pick('keeper'),
      stream: pick('research:tasks'),
      group: pick('researchers'),
      deadLettersKept: pick(100),
      maxLength: pick(500),
      maxTaskBytes: pick(4_096),
      maxWaitSeconds: pick(600),
      kedaNamespace: pick('keda'),
    }),
    rabbitMq: props(mostly, 3, {
      cpuNodePools: cpuNodes,
      ...delivery,
      name: pick('broker'),
      queue: pick('research.tasks'),
      replicas: pick(1, 3, 5),
      storageGiB: pick(20),
      storageClass: pick('shared-rwx'),
      memoryGiB: pick(4),
      cpu: pick('1'),
      deadLettersKept: pick(100),
      celery: pick(true, false),
      deletionProtection: pick(true, false),
      maxLength: pick(500),
      maxTaskBytes: pick(4_096),
      maxWaitSeconds: pick(600),
      operatorNamespace: pick('rabbitmq-system'),
      kedaNamespace: pick('keda'),
    }),
    amqp: fc.record({
      host: mostly(textOrToken('rabbit.example.com', '10.0.0.9')),
      place: mostly(pick({ cidr: '10.0.0.0/24' }, { namespace: 'queues' })),
      url: mostly(pick(SecretRef.existing('rabbit', 'url'))),
      others: props(mostly, 3, {
        ...delivery,
        region: pick<unknown>('eu-central-1', Region.EU),
        port: pick(5_673),
        tls: pick(true, false),
        deadLetters: pick('tasks.dead'),
        managementUrl: pick(SecretRef.existing('rabbit', 'api')),
      }),
    }),
    sqs: fc.record({
      url: mostly(textOrToken('https://sqs.eu-central-1.amazonaws.com/111122223333/tasks')),
      region: mostly(pick('eu-central-1')),
      others: props(mostly, 3, {
        ...delivery,
        deadLetters: pick('tasks-dead'),
        cidrs: pick(['10.9.0.0/16']),
        identityOwner: pick('keda', 'workload'),
      }),
    }),
    workers: props(mostly, 3, {
      min: pick(0, 1),
      max: pick(2, 30),
      tasksPerWorker: pick(1, 4),
      activationSeconds: pick(10),
      cooldownSeconds: pick(600),
    }),
  });

export type AnyQueue = ReturnType<typeof anyQueue> extends fc.Arbitrary<infer T> ? T : never;

/** What a runtime takes its work by. */
export function queueOf(queue: AnyQueue, stack: TerraformStack, at: object, sessions: unknown): { consumes: unknown; workers: unknown } {
  const { amqp, sqs } = queue;
  const makers = {
    stream: () => {
      const isOn = queue.onSessions && typeof sessions === 'object' && sessions !== null;
      const store = isOn ? sessions : SessionStore.fromExisting({ host: 'queue.example.com', cidr: '10.0.0.0/24' });
      return TaskQueue.redisStream(stack, 'tasks', { ...at, store, ...queue.stream } as never);
    },
    rabbitMq: () => TaskQueue.rabbitMq(stack, 'tasks', { ...at, ...queue.rabbitMq } as never),
    amqp: () =>
      TaskQueue.fromExisting({
        ...given({ kind: 'amqp', name: 'tasks', host: written<AnyText>(amqp.host as AnyText, stack), url: amqp.url }),
        ...(amqp.place as object),
        ...amqp.others,
      } as never),
    sqs: () =>
      TaskQueue.fromExisting({
        ...given({ kind: 'sqs', name: 'tasks', url: written<AnyText>(sqs.url as AnyText, stack), region: sqs.region }),
        ...sqs.others,
      } as never),
  };
  return { consumes: makers[queue.kind](), workers: queue.workers };
}
