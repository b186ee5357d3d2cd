import type { ObjectStore } from './object-store';

/** Pods that stream their weights, as their rules see them. */
export interface StreamingPods {
  readonly store: ObjectStore;
  /** Scheme of the stores that know the identity of the pool, or `any` where nobody says whose it is; undefined where it has none. */
  readonly knownTo: 's3' | 'gs' | 'az' | 'any' | undefined;
  /** The way to the store leads through the proxy of the cluster. */
  readonly behindProxy: boolean;
}
