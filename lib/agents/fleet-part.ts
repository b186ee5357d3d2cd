import type { ClusterIdentity } from '../terraform/cluster-providers';

/** What a fleet is given in one of its props: a pool, a router, a store. */
export interface FleetPart {
  /** The prop as the user wrote it, e.g. `roles.planner.pool`. */
  readonly prop: string;
  /** Path of the construct. */
  readonly path: string;
  readonly isPool: boolean;
  /** It belongs to the App of the fleet. */
  readonly sameApp: boolean;
  /** Cluster that it runs on; null for what runs on none. */
  readonly cluster: ClusterIdentity | null;
  /** Cluster of the fleet. */
  readonly fleet: ClusterIdentity;
}
