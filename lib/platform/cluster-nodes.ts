import { Gpu } from '../catalog/gpu';
import { type Price, PriceBook, type Purchase } from '../catalog/prices';
import { definedOnly } from '../core/defined-only';
import { type ArgumentRule, checkMethods, oneOfRule, optional, textRule, thingRule } from '../core/method-arguments';
import { own } from '../core/own';
import type { CheckedBudget } from '../economics/budget';
import { sliceShare } from './node-mig';
import { gpusOf, INSTANCE_TYPE, type NodePool } from './node-pool';

/** What a GPU costs on a cluster and who says so. */
export type GpuPrice = Pick<Price, 'usdPerGpuHour' | 'provider' | 'purchase' | 'asOf' | 'region'>;

/** Where prices come from that nobody declares. */
export interface PricesOfCluster {
  /** @default PriceBook.PUBLISHED */
  readonly prices?: PriceBook | undefined;
  /** Region as its provider spells it. */
  readonly region?: string | undefined;
}

/** Nodes of a cluster and what their GPUs cost, without the way to reach them. Plain values, so that pools are judged without a cluster. */
export class ClusterNodes {
  /**
   * @param cluster name of the cluster
   * @param pools its node pools; empty where they were not declared
   * @param key what tells the cluster from others: two values with the same way to reach it are one cluster
   * @param planDate day on which prices are judged, ISO; undefined where nobody gave one
   * @param budget most that all pools may cost together; undefined where there is no bound
   * @param priced book and region of the prices that no node pool declares
   */
  constructor(
    readonly cluster: string,
    readonly pools: readonly NodePool[],
    readonly key: string = cluster,
    readonly planDate?: string,
    readonly budget?: CheckedBudget,
    private readonly priced: PricesOfCluster = {},
  ) {}

  /**
   * Node pools that carry a GPU; only the one called `name` where a name is given. For a slice: those whose cards are cut into it, with slices in the place
   * of cards. Cards that are cut are no cards to whoever asks for whole ones. Of cards that engines share, the parts count, and they are meant only where
   * they are named or there are no others.
   */
  poolsFor(gpu: Gpu, name?: string): readonly NodePool[] {
    const carrying = this.pools.filter((pool) => name === undefined || pool.name === name).flatMap((pool) => carried(pool, gpu));
    const whole = carrying.filter(({ sharing }) => sharing === undefined);
    return whole.length > 0 ? whole : carrying;
  }

  /** GPUs of one kind, or those in one node pool; undefined when the node pools were not declared. */
  quota(gpu: Gpu, name?: string): number | undefined {
    return this.pools.length === 0 ? undefined : gpusOf(this.poolsFor(gpu, name), gpu);
  }

  /**
   * What a GPU costs on the nodes that carry it (on one node pool where a name is given): what a node pool declares, else the newest price of the catalog for
   * the way it is bought. Nobody knows on which of several node pools a pod starts, so the dearest counts. Null where no price is known.
   */
  priceFor(gpu: Gpu, name?: string): GpuPrice | null {
    const pools = this.poolsFor(gpu, name);
    if (pools.length === 0) return shared(this.listed(gpu, { purchase: 'on-demand' }), shareOf(undefined, gpu));
    const prices = pools.map((pool) => ({ purchase: pool.purchase, price: this.priceOn(pool, gpu) }));
    if (prices.some(({ purchase, price }) => price === null && purchase === 'on-demand')) return null;
    return prices.reduce<GpuPrice | null>((most, { price }) => dearer(most, price), null);
  }

  /**
   * The same card bought in another way, so that both prices may be compared: of a node pool that declares its price, else of the catalog at the provider
   * of `than`. Null where none is known, and for slices of a card.
   */
  boughtAs(purchase: Purchase, gpu: Gpu, than: GpuPrice): (GpuPrice & { readonly nodePool: string | null }) | null {
    if (gpu.facts.sliceOf !== null) return null;
    const pools = this.poolsFor(gpu).filter((pool) => pool.purchase === purchase);
    const declared = pools.find(({ usdPerGpuHour }) => usdPerGpuHour !== undefined);
    const price =
      declared === undefined ? this.listed(gpu, { purchase, provider: than.provider }, pools[0]) : this.priceFor(gpu, declared.name);
    return price === null ? null : { ...price, nodePool: (declared ?? pools[0])?.name ?? null };
  }

  /** What a node pool declares, else the price of the book for the way it is bought; that of a part where its cards are cut or shared. */
  private priceOn(pool: NodePool, gpu: Gpu): GpuPrice | null {
    const { name, usdPerGpuHour, purchase, priceAsOf = '' } = pool;
    const isDeclared = usdPerGpuHour !== undefined;
    const card = isDeclared
      ? { usdPerGpuHour, provider: `node pool ${name}`, purchase, asOf: priceAsOf }
      : this.listed(gpu, { purchase }, pool);
    return shared(card, shareOf(pool, gpu));
  }

  /** The price of the book, of cards also where their slices are asked for, on nodes like those of a node pool. */
  private listed(
    { id, facts }: Gpu,
    bought: { readonly purchase: Purchase; readonly provider?: string },
    pool?: NodePool,
  ): GpuPrice | null {
    const { prices = PriceBook.PUBLISHED, region } = this.priced;
    const nodes = this.pools.find(({ name }) => name === pool?.name);
    const like = { region, day: this.planDate, instanceType: nodes?.labels?.[INSTANCE_TYPE], gpusPerNode: nodes?.gpusPerNode };
    return prices.priceOf({ id: facts.sliceOf?.gpu ?? id }, { ...bought, ...definedOnly(like) });
  }
}

/** A GPU, and the node pool that is meant where it is only one. */
export const GPU_ARGUMENTS: readonly ArgumentRule[] = [
  thingRule('gpu', Gpu.isGpu, 'a GPU of the catalog or of your own', 'Gpu.L40S'),
  optional(textRule('nodePool', "'gpu'")),
];

const PURCHASES = ['on-demand', 'spot', 'reserved'];
const isPriced = (value: unknown) => typeof (value as Partial<GpuPrice>).provider === 'string';

checkMethods(ClusterNodes, {
  poolsFor: GPU_ARGUMENTS,
  quota: GPU_ARGUMENTS,
  priceFor: GPU_ARGUMENTS,
  boughtAs: [
    oneOfRule('purchase', PURCHASES),
    ...GPU_ARGUMENTS.slice(0, 1),
    thingRule('than', isPriced, 'a price with its provider', 'nodes.priceFor(Gpu.L40S)'),
  ],
});

const dearer = (one: GpuPrice | null, other: GpuPrice | null): GpuPrice | null =>
  one === null || (other !== null && other.usdPerGpuHour > one.usdPerGpuHour) ? other : one;

/** The pool as it looks to pods of a GPU: none where it has no such card or slice. */
function carried(pool: NodePool, gpu: Gpu): NodePool[] {
  const { sliceOf } = gpu.facts;
  if (sliceOf === null) return pool.gpu?.id === gpu.id && pool.mig === undefined ? [inParts(pool)] : [];
  const slices = pool.gpu?.id === sliceOf.gpu ? own(pool.mig?.layout ?? {}, sliceOf.profile) : undefined;
  return slices === undefined ? [] : [{ ...pool, gpu, gpusPerNode: pool.gpusPerNode * slices, nvlinkBridge: false }];
}

/** Parts of cards in the place of cards, where engines share them. */
const inParts = (pool: NodePool): NodePool =>
  pool.sharing === undefined ? pool : { ...pool, gpusPerNode: pool.gpusPerNode * pool.sharing.engines, nvlinkBridge: false };

/** Who says the price of a slice says it of its card. */
const partOf = (share: number | null): string => (share === null || share === 1 ? '' : `, ${Math.round(share * 100)} % of a card`);

/** Part of a card that is paid for: the engines that may share it pay the same each. */
function shareOf(pool: NodePool | undefined, { facts: { sliceOf } }: Gpu): number | null {
  if (sliceOf === null) return 1 / (pool?.sharing?.engines ?? 1);
  return pool?.mig === undefined ? null : sliceShare(pool.mig, sliceOf.profile);
}

function shared(price: GpuPrice | null, share: number | null): GpuPrice | null {
  return price === null || share === null
    ? null
    : share === 1
      ? price
      : { ...price, usdPerGpuHour: price.usdPerGpuHour * share, provider: `${price.provider}${partOf(share)}` };
}
