import type { Gpu } from '../catalog/gpu';
import type { Purchase } from '../catalog/prices';
import type { ClusterNodes, GpuPrice } from '../platform/cluster-nodes';
import type { NodePool } from '../platform/node-pool';
import type { NodeSharing } from '../platform/node-sharing';
import type { InferencePoolSpec } from './inference-pool-props';

/** The nodes of a pool: those that its replicas may run on, and those of another GPU that a repair would move it to. */
export interface PoolNodes {
  /** Node pools that the replicas may run on: the pinned one, else all with the GPU; empty where the cluster declares none. */
  readonly nodePools: readonly NodePool[];
  /** Those of the replicas that are always there: all of them, unless the burst has nodes of its own. */
  readonly floor: readonly NodePool[];
  /** Those of the replicas above the floor, the first choice first, and the dearest price there; null where they run as the others do. */
  readonly burst: BurstNodes | null;
  /** Price of the GPU on the nodes of the floor. */
  readonly price: GpuPrice | null;
  /** The same GPU bought in another way; null where no price is known that can be compared. */
  boughtAs(purchase: Purchase): OtherPrice | null;
  /** The PCIe GPUs of such a node are joined by the NVLink bridge. */
  readonly nvlinkBridge: boolean;
  /** Gbit/s of a node to the others on the slowest of them; null where one does not say. */
  readonly networkGbps: number | null;
  /** How their cards are shared, of several ways the one with the smallest parts; null where an engine has a card to itself. */
  readonly sharing: NodeSharing | null;
  /** GPUs of the largest node with a card, of the largest server that is sold where the cluster declares none; null where it is not known. */
  gpusPerNode(gpu: Gpu): number | null;
  /** USD per hour of a card; null where no price is known. */
  usdPerGpuHour(gpu: Gpu): number | null;
}

export interface BurstNodes {
  readonly nodePools: readonly NodePool[];
  readonly price: GpuPrice | null;
}

/** A price, and a node pool that has it; null where the cluster declares none. */
export type OtherPrice = GpuPrice & { readonly nodePool: string | null };

/** On its own GPU a pool runs only in the node pool that the user pinned; another GPU means another node pool. */
export function poolNodes(
  nodes: ClusterNodes,
  { gpu: own, nodePool, burstNodePools }: Pick<InferencePoolSpec, 'gpu' | 'nodePool' | 'burstNodePools'>,
): PoolNodes {
  const pinnedFor = (gpu: Gpu) => (gpu.id === own.id ? nodePool : undefined);
  const floor = nodes.poolsFor(own, nodePool);
  const burst = burstNodePools === undefined ? null : burstNodes(nodes, own, burstNodePools);
  const nodePools = [...floor, ...(burst?.nodePools ?? []).filter(({ name }) => name !== nodePool)];
  const price = nodes.priceFor(own, nodePool);
  return {
    nodePools,
    floor,
    burst,
    price,
    boughtAs: (purchase) => (price === null ? null : nodes.boughtAs(purchase, own, price)),
    nvlinkBridge: nodePools.some((pool) => pool.nvlinkBridge),
    networkGbps: slowestNetwork(nodePools),
    sharing: smallestParts(nodePools),
    gpusPerNode: (gpu) => largestNode(nodes.poolsFor(gpu, pinnedFor(gpu))) ?? gpu.facts.largestServer,
    usdPerGpuHour: (gpu) => nodes.priceFor(gpu, pinnedFor(gpu))?.usdPerGpuHour ?? null,
  };
}

function burstNodes(nodes: ClusterNodes, gpu: Gpu, names: readonly string[]): BurstNodes {
  return {
    nodePools: names.flatMap((name) => nodes.poolsFor(gpu, name)),
    price: dearest(names.map((name) => nodes.priceFor(gpu, name))),
  };
}

/** Nobody knows on which of them a pod starts; one price that is not known makes the sum unknown. */
function dearest(prices: readonly (GpuPrice | null)[]): GpuPrice | null {
  const known = prices.filter((price) => price !== null);
  if (known.length < prices.length) return null;
  return known.reduce<GpuPrice | null>((most, price) => (most === null || price.usdPerGpuHour > most.usdPerGpuHour ? price : most), null);
}

const smallestParts = (pools: readonly NodePool[]): NodeSharing | null =>
  pools.flatMap(({ sharing }) => (sharing === undefined ? [] : [sharing])).sort((a, b) => b.engines - a.engines)[0] ?? null;

const largestNode = (pools: readonly NodePool[]): number | undefined =>
  pools.length === 0 ? undefined : Math.max(...pools.map((pool) => pool.gpusPerNode));

function slowestNetwork(pools: readonly NodePool[]): number | null {
  const speeds = pools.map(({ fabric }) => fabric?.gbitPerSecond);
  return speeds.length === 0
    ? null
    : speeds.reduce<number | null>(
        (least, speed) => (least === null || speed === undefined ? null : Math.min(least, speed)),
        Number.POSITIVE_INFINITY,
      );
}
