/** What wakes a workload that sleeps: the contract between a durable queue and the policies that scale on its depth. */
import type { SecretRef } from '../core/secret-ref';

/** A queue whose tasks can be counted while no worker runs. */
export interface QueueSignal {
  /** Name of the stream or the queue, for messages. */
  readonly name: string;
  /** The trigger by which workloads are scaled; null where nobody can ask for the depth of the queue. The queue itself lets KEDA in. */
  depth(tasksPerReplica: number): DepthTrigger | null;
}

/** A trigger of KEDA that counts the tasks of a queue, those that are worked on included: a task under work is work, too. */
export interface DepthTrigger {
  /** Kind of the trigger, e.g. `redis-streams`. */
  readonly type: string;
  /** Parameters, as KEDA names them. */
  readonly metadata: Readonly<Record<string, string>>;
  /**
   * Parameters that come from Secrets in the namespace of the workload.
   * @default - none
   */
  readonly secrets?: Readonly<Record<string, SecretRef>>;
  /**
   * How KEDA proves who it is to a cloud.
   * @default - it does not
   */
  readonly podIdentity?: { readonly provider: string; readonly identityOwner?: string };
}
