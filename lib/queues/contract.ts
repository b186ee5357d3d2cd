/** The contract of task queues: what runtimes, fleets and scaling know of one, whether this library makes it or it exists already. */
import type { SecretRef } from '../core/secret-ref';
import type { CaBundle } from '../security/ca-bundle';
import type { IScraped } from '../security/scraped';
import { type IService, isServiceOf } from '../security/service';
import type { ObservedStore } from '../stores/contract';

/**
 * Holds tasks until a worker takes them. Every kind delivers at least once: a task whose worker is lost comes again, so a worker writes its results
 * under the key of the task.
 */
export interface ITaskQueue extends IService {
  readonly kind: 'task-queue';
  /** Name of the stream or the queue. */
  readonly name: string;
  /** The signal by which its workers are scaled; null where nobody can ask for its depth. It exists while no worker runs. */
  depth(tasksPerWorker: number): DepthTrigger | null;
  /** Tells the queue who works on it. What depends on its workers, e.g. the time until a task comes again, follows when the app is synthesized. */
  consumedBy(consumer: QueueConsumer): void;
  /**
   * When its tasks come again, and how many may wait, as it follows from all who work on it; asked when the app is synthesized.
   * @default - unknown
   */
  delivery?(): Delivery;
  /**
   * What is watched of its tasks.
   * @default - how many there are, without a bound
   */
  readonly observed?: ObservedTasks | undefined;
}

/** The tasks of a queue, as alerts see them. */
export interface ObservedTasks {
  /** Name of the queue. */
  readonly name: string;
  /** Tasks that it takes before it refuses more; null where it has no bound that is known. Asked when the app is synthesized. */
  mostTasks(): number | null;
  /** Tasks that were given up; null where no series counts them. */
  readonly dead: DeadLetterSeries | null;
  /**
   * The store in which they lie.
   * @default - a broker of their own, or one that is not watched
   */
  readonly store?: ObservedStore | undefined;
}

/** A series that counts dead letters, and the pods that serve it. */
export interface DeadLetterSeries {
  readonly scraped: IScraped;
  /** With its selector, e.g. `rabbitmq_queue_messages{queue="tasks.dead"}`. */
  readonly series: string;
}

/** A trigger of KEDA that counts the tasks of a queue, those that are worked on included. */
export interface DepthTrigger {
  /** Kind of the trigger, e.g. `redis-streams`. */
  readonly type: string;
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * Parameters that come from Secrets in the namespace of the workers.
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SecretRef>>;
  /**
   * Certificates by which KEDA checks the server.
   * @default - those that its image trusts
   */
  readonly caBundle?: CaBundle;
  /**
   * How KEDA proves who it is to a cloud.
   * @default - it does not
   */
  readonly podIdentity?: { readonly provider: string; readonly identityOwner?: string };
}

/** What follows for a queue from those who work on it. */
export interface Delivery {
  /** Seconds after which a task that its worker has not finished is given to another. */
  readonly visibilitySeconds: number;
  /** Tasks that wait or are worked on at most. */
  readonly maxLength: number;
  /** How often a task is tried before it becomes a dead letter. */
  readonly maxAttempts: number;
  /** Of the longest task; null where it is not known. */
  readonly taskTime: TaskTime | null;
  /** Longest that one request of a task may take until its answer or its error, seconds; null where it is not known. */
  readonly requestSeconds: number | null;
  /** Paths of those who work on it, sorted. */
  readonly consumers: readonly string[];
}

/** Who works on the tasks of a queue. */
export interface QueueConsumer {
  /** Path of the construct. */
  readonly path: string;
  /** How long one task takes, as planned; null where it is not known. */
  taskTime(): TaskTime | null;
  /**
   * Longest that one request of a task may take until its answer or its error, seconds, with what the router tries again; null where it is not known.
   * @default - not known
   */
  requestSeconds?(): number | null;
  /** Tasks that are worked on at once at the peak; null where it is not known. */
  tasksAtOnce(): number | null;
  /**
   * It puts tasks in as well, e.g. for those who call it.
   * @default false
   */
  readonly fills?: boolean;
}

/** How long one task takes, seconds: likely, and the two ends of the estimate. */
export interface TaskTime {
  readonly likely: number;
  readonly low: number;
  readonly high: number;
}

const isQueue = isServiceOf('task-queue');

/** Recognises a queue by what it can do, so that a user's own is one. */
export function isTaskQueue(value: unknown): value is ITaskQueue {
  if (!isQueue(value)) return false;
  const { name, depth, consumedBy } = value as Partial<Record<keyof ITaskQueue, unknown>>;
  return typeof name === 'string' && [depth, consumedBy].every((act) => typeof act === 'function');
}
