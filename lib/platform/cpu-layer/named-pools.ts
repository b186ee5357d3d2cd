/** Names of node pools for pods without GPUs, as their rules see them. */
import type { NodePool } from '../node-pool';

/** Names beside what they may name. */
export interface ChosenNodes {
  readonly cluster: string;
  /** As users write it: `cpuNodePools`, `cluster.cpuNodePools`. */
  readonly prop: string;
  readonly names: readonly string[];
  readonly nodePools: readonly NodePool[];
}
