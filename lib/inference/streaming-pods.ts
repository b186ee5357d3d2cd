import type { ObjectStore } from './object-store';

/** Pods that stream their weights, as their rules see them. */
export interface StreamingPods {
  readonly store: ObjectStore;
  /** The pool has an identity of a cloud. */
  readonly hasIdentity: boolean;
  /** The way to the store leads through the proxy of the cluster. */
  readonly behindProxy: boolean;
}
