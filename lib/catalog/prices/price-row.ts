/** One price of one GPU at one provider on one day. */

export type Purchase = 'on-demand' | 'spot' | 'reserved';

/** One price of a GPU: who asks it, where, for which way of buying, and since when. */
export interface PriceRow {
  /** Catalog id of the GPU. */
  readonly gpu: string;
  /** Who asked the price; only compare prices of one provider with each other over time. */
  readonly provider: string;
  readonly purchase: Purchase;
  /**
   * Region of the provider in which it holds, as the provider spells it, e.g. `us-east-1`.
   * @default - a price list that is the same everywhere
   */
  readonly region?: string;
  /**
   * Kind of node that is sold, e.g. `g6.xlarge`.
   * @default - GPUs are priced one by one
   */
  readonly instanceType?: string;
  /**
   * GPUs of such a node; `usdPerGpuHour` is its price divided by them.
   * @default - GPUs are priced one by one
   */
  readonly gpusPerNode?: number;
  /** USD per GPU and hour; null when the provider does not sell it this way, which is a fact as well. */
  readonly usdPerGpuHour: number | null;
  /** ISO date of the price; `2026-03` where only the month is known. */
  readonly asOf: string;
  readonly source: string;
  readonly note?: string;
}

/** A price that can be paid. */
export interface Price extends PriceRow {
  readonly usdPerGpuHour: number;
}

/** Price of tokens bought from an API instead, USD per million tokens. */
export interface ApiPriceRow {
  /** Class of model, e.g. `sonnet-class`. */
  readonly id: string;
  readonly provider: string;
  readonly inputUsdPerMillion: number | null;
  readonly outputUsdPerMillion: number | null;
  /** One price for both, where only that is published. */
  readonly mixedUsdPerMillion: number | null;
  readonly asOf: string;
  readonly source: string;
  readonly note?: string;
}
