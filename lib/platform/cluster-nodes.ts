import type { Gpu } from '../catalog/gpu';
import { type Price, priceOf } from '../catalog/prices';
import { gpusOf, type NodePool } from './node-pool';

/** What a GPU costs on a cluster and who says so. */
export type GpuPrice = Pick<Price, 'usdPerGpuHour' | 'provider' | 'purchase' | 'asOf'>;

/** Nodes of a cluster and what their GPUs cost, without the way to reach them. Plain values, so that pools are judged without a cluster. */
export class ClusterNodes {
  /**
   * @param cluster name of the cluster
   * @param pools its node pools; empty where they were not declared
   * @param key what tells the cluster from others: two values with the same way to reach it are one cluster
   */
  constructor(
    readonly cluster: string,
    readonly pools: readonly NodePool[],
    readonly key: string = cluster,
  ) {}

  /** Node pools that carry a GPU; only the one called `name` where a name is given. */
  poolsFor(gpu: Gpu, name?: string): readonly NodePool[] {
    return this.pools.filter((pool) => pool.gpu?.id === gpu.id && (name === undefined || pool.name === name));
  }

  /** GPUs of one kind, or those in one node pool; undefined when the node pools were not declared. */
  quota(gpu: Gpu, name?: string): number | undefined {
    return this.pools.length === 0 ? undefined : gpusOf(this.poolsFor(gpu, name), gpu);
  }

  /** The declared price of the nodes (of one node pool where a name is given), else the newest on-demand price of the catalog, else null. */
  priceFor(gpu: Gpu, name?: string): GpuPrice | null {
    const declared = this.poolsFor(gpu, name).find((pool) => pool.usdPerGpuHour !== undefined);
    if (declared?.usdPerGpuHour === undefined) return priceOf(gpu, { purchase: 'on-demand' });
    return {
      usdPerGpuHour: declared.usdPerGpuHour,
      provider: `node pool ${declared.name}`,
      purchase: 'on-demand',
      asOf: declared.priceAsOf ?? '',
    };
  }
}
