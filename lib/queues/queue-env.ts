/** The variables by which producers and workers of every kind of queue find it and keep its rules. */
import type { SecretRef } from '../core/secret-ref';

type Environment = Readonly<Record<string, string | SecretRef>>;

/** What clients are told besides the address. Undefined parts are left out. */
export interface ToldQueue {
  /** What `<PREFIX>_KIND` says, by which a program chooses its client. */
  readonly kind: 'redis-streams' | 'rabbitmq' | 'amqp' | 'sqs';
  /** Stream or queue. */
  readonly name: string;
  /** Consumer group of a stream. */
  readonly group?: string | undefined;
  readonly deadLetters?: string | undefined;
  readonly visibilitySeconds: string;
  readonly maxAttempts: number;
  readonly maxLength?: string | undefined;
  readonly maxTaskBytes?: number | undefined;
}

export function queueEnv(prefix: string, address: Environment, queue: ToldQueue): Environment {
  const told: readonly (readonly [string, string | SecretRef | undefined])[] = [
    ['KIND', queue.kind],
    ...Object.entries(address),
    ['NAME', queue.name],
    ['GROUP', queue.group],
    ['DEAD_LETTERS', queue.deadLetters],
    ['VISIBILITY_SECONDS', queue.visibilitySeconds],
    ['MAX_ATTEMPTS', String(queue.maxAttempts)],
    ['MAX_LENGTH', queue.maxLength],
    ['MAX_TASK_BYTES', queue.maxTaskBytes === undefined ? undefined : String(queue.maxTaskBytes)],
  ];
  return Object.fromEntries(told.flatMap(([name, value]) => (value === undefined ? [] : [[`${prefix}_${name}`, value]])));
}
