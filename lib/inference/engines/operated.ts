/** How an operator of the engine's makers runs the replicas of a pool: one object, in place of the Deployment and the Service. */
import type { PoolReplica } from '../pool-replica';

/** A pod as Kubernetes writes it. */
export type PodFields = Readonly<Record<string, unknown>>;

/** What the object is made of. */
export interface OperatedPool {
  /** Name of the pool, of the object and of the Service. */
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly podAnnotations: Readonly<Record<string, string>>;
  readonly replicas: number;
  readonly replica: PoolReplica;
  /** Name under which clients ask for the model. */
  readonly servedName: string;
  /** Repository or path that the engine loads. */
  readonly checkpoint: string;
  /** What the adapter would start the engine with. */
  readonly args: readonly string[];
  /** Pod of one replica, with its GPUs and its weights, without the command that the operator gives it. */
  readonly replicaPod: PodFields;
  /** Node affinity of pods without a GPU. */
  readonly onCpuNodes: PodFields;
}

/** What an engine with an operator answers. */
export interface Operated {
  readonly target: { readonly apiVersion: string; readonly kind: string };
  /** Namespace of the operator by default, and the ports of the pods that it calls. */
  readonly operator: { readonly namespace: string; readonly ports: readonly number[] };
  /** Labels that the operator puts on the pods that answer requests. */
  readonly answering: Readonly<Record<string, string>>;
  /** Characters of the name of a pool beyond which the operator refuses it, or shortens the names of its pods. */
  readonly longestName: number;
  /** Names of the pods of a pool, as a pattern. */
  podPattern(pool: string): string;
  /** `spec` of the object. */
  object(pool: OperatedPool): PodFields;
  /** Why the number of replicas is fixed, as the end of a sentence. */
  readonly fixedBecause: string;
  /** What a change of image, arguments or memory does, as a sentence without a period. */
  readonly rollout: string;
}
