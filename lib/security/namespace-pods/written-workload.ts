/** Pods that a namespace gets, as its quota and its admission policies see them. */

export interface WrittenContainer {
  readonly image: string;
  readonly requests: Readonly<Record<string, string>>;
  readonly limits: Readonly<Record<string, string>>;
  /** It starts first and keeps running beside the others. */
  readonly isSidecar?: boolean;
}

/** What the pods of a workload have in common. */
export interface WrittenPod {
  readonly labels: Readonly<Record<string, string>>;
  readonly containers: readonly WrittenContainer[];
  /** In the order of their start. */
  readonly initContainers: readonly WrittenContainer[];
  /** Values that the node must have, by label, of each term of the affinity. */
  readonly nodeTerms: readonly Readonly<Record<string, readonly string[]>>[];
  /** Keys of taints that are tolerated. */
  readonly tolerated: readonly string[];
  /** Seconds that a pod has to end once it is told to. */
  readonly graceSeconds: number;
  /** Name of the PriorityClass; empty for that of the cluster. */
  readonly priorityClass: string;
}

/** Pods of one template, and how many of them a replica has. */
export interface PodsOfReplica {
  readonly pod: WrittenPod;
  readonly perReplica: number;
}

export interface WrittenWorkload {
  readonly kind: string;
  readonly name: string;
  readonly pods: readonly PodsOfReplica[];
  /** Replicas that are written; null where an autoscaler sets them. */
  readonly replicas: number | null;
  /** Path of the resource that is written; absent for objects that operators turn into pods. */
  readonly path?: string;
  /** Replicas more while the workload is rolled out. */
  readonly surge: number;
}

/** A workload at its ceiling; null where nobody says how many replicas it may have. */
export interface CountedWorkload extends WrittenWorkload {
  /** Replicas that are always there. */
  readonly floor: number;
  readonly ceiling: number | null;
}
