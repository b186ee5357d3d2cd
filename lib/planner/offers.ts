/** Offers with their prices: what a GPU of each costs, how many there are, and how many a replica may have. */
import { GPUS_PER_NODE } from '../capacity/fit/rules/tensor-parallel-in-node';
import type { Gpu } from '../catalog/gpu';
import { PriceBook, type Purchase } from '../catalog/prices';
import { definedOnly } from '../core/defined-only';
import { FleetSpecError } from '../core/fleet-error';
import { sellerOf } from '../economics/seller';
import { type CardPart, partsOf } from './card-part';
import type { FleetToPlan } from './fleet-to-plan-schema';

/** Equal nodes that can be bought, priced. */
export interface GpuOffer {
  readonly name: string;
  readonly gpu: Gpu;
  readonly purchase: Purchase;
  readonly usdPerGpuHour: number;
  /** Who says the price, and when. */
  readonly priceSource: string;
  readonly priceAsOf: string | null;
  readonly gpusPerNode: number;
  /** GPUs that can be had; null for as many as it takes. */
  readonly quota: number | null;
  readonly region: string | null;
  readonly nvlinkBridge: boolean;
  /** Nodes are paid whole. */
  readonly wholeNodes: boolean;
  /** Parts of a card that it may be divided into. */
  readonly parts: readonly CardPart[];
}

/** @throws FleetSpecError AF-SPEC-001 for offers of which no price is known. */
export function pricedOffers({ inventory, prices = PriceBook.PUBLISHED, name }: FleetToPlan): readonly GpuOffer[] {
  const rows = Object.entries(inventory).map(([offer, props]) => {
    const { gpu, purchase, region } = props;
    const gpusPerNode = props.gpusPerNode ?? usualNode(gpu);
    const published = props.usdPerGpuHour === undefined ? prices.priceOf(gpu, definedOnly({ purchase, region, gpusPerNode })) : null;
    const own = props.usdPerGpuHour === undefined ? null : { usd: props.usdPerGpuHour, source: 'inventory', asOf: props.priceAsOf ?? null };
    const known = own ?? (published === null ? null : { usd: published.usdPerGpuHour, source: sellerOf(published), asOf: published.asOf });
    return { offer, props, gpusPerNode, known };
  });
  const unpriced = rows.filter(({ known }) => known === null);
  if (unpriced.length > 0) {
    throw new FleetSpecError(
      unpriced.map(({ offer, props: { gpu, purchase } }) => ({
        code: 'AF-SPEC-001',
        severity: 'error',
        path: name,
        prop: `inventory.${offer}.usdPerGpuHour`,
        value: undefined,
        allowed: 'USD per GPU and hour, above 0',
        message: `no ${purchase} price of ${gpu.name} is known, so it can be compared with nothing`,
        repairs: [`inventory: { '${offer}': { gpu, usdPerGpuHour: 2.5, priceAsOf: '2026-11-01' } }`],
      })),
    );
  }
  return rows.flatMap(({ offer, props, gpusPerNode, known }) =>
    known === null
      ? []
      : [
          {
            name: offer,
            gpu: props.gpu,
            purchase: props.purchase,
            usdPerGpuHour: known.usd,
            priceSource: known.source,
            priceAsOf: known.asOf,
            gpusPerNode,
            quota: props.nodes === undefined ? null : props.nodes * gpusPerNode,
            region: props.region ?? null,
            nvlinkBridge: props.nvlinkBridge,
            wholeNodes: props.wholeNodes,
            parts: partsOf(props),
          },
        ],
  );
}

/** Of a server with 10 cards 8 are counted: widths that divide them leave no rest. A domain of 72 is one node. */
function usualNode({ facts: { largestServer } }: Gpu): number {
  const largest = largestServer ?? GPUS_PER_NODE;
  return largest < 2 * GPUS_PER_NODE ? Math.min(GPUS_PER_NODE, largest) : largest;
}
