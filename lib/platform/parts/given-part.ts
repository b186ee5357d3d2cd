import type { ClusterIdentity } from '../../terraform/cluster-providers';

/** What parts are given to. */
export type WholeKind = 'fleet' | 'runtime' | 'MCP server' | 'sandbox' | 'GPU service' | 'router' | 'queue';

/** What a construct is given in one of its props: a pool, a router, a store, a queue, a service. */
export interface GivenPart {
  /** The prop as the user wrote it, e.g. `roles.planner.pool`. */
  readonly prop: string;
  /** Path of the construct. */
  readonly path: string;
  readonly isPool: boolean;
  /** It belongs to the App of the whole. */
  readonly sameApp: boolean;
  /** Cluster that it runs on; null for what runs on none. */
  readonly cluster: ClusterIdentity | null;
  readonly whole: WholeKind;
  /** Cluster of the whole. */
  readonly on: ClusterIdentity;
}
