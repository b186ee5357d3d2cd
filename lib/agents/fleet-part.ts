import type { ClusterIdentity } from '../terraform/cluster-providers';

/** What parts are given to. */
export type WholeKind = 'fleet' | 'runtime' | 'MCP server' | 'sandbox' | 'GPU service';

/** What a fleet is given in one of its props: a pool, a router, a store, a service; or what other pods are. */
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
  readonly whole: WholeKind;
  /** Cluster of the whole. */
  readonly fleet: ClusterIdentity;
}
