import type { ClusterIdentity } from '../terraform/cluster-providers';
import type { ObservabilityStackSpec } from './observability-stack-props';
import type { ObservedGpuService } from './observed-gpu-service';
import type { ObservedPool } from './observed-pool';

/** An ObservabilityStack as plain values: what its rules look at. */
export interface WatchView {
  readonly spec: ObservabilityStackSpec;
  readonly pools: readonly ObservedPool[];
  readonly gpuServices: readonly ObservedGpuService[];
  /** Platforms of the app on the cluster, and whether each says that there is a GPU operator. */
  readonly platforms: readonly { readonly path: string; readonly hasGpuOperator: boolean }[];
  /** What the replicas that are always there cost, for each pool and tool on GPUs; null where no price is known. */
  readonly floors: readonly { readonly name: string; readonly usdPerHour: number | null }[];
}

/** A pool that an ObservabilityStack watches. */
export interface WatchedPool {
  /** The fleet as the user names it, e.g. `fleets.0`. */
  readonly prop: string;
  /** Path of the pool. */
  readonly path: string;
  readonly sameApp: boolean;
  readonly cluster: ClusterIdentity;
  /** Cluster of the Prometheus. */
  readonly watcher: ClusterIdentity;
}

/** Names of the pools and tools on GPUs without a price; null where all have one. */
export function unpriced({ pools, gpuServices }: WatchView): string | null {
  const names = [...pools, ...gpuServices].filter(({ price }) => price === null).map(({ name }) => name);
  return names.length === 0 ? null : names.join(', ');
}

export const PRICE_ADVICE = "usdPerGpuHour and priceAsOf of the cluster's node pool";
