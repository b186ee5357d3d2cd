/** SKUs of Compute Engine as the Cloud Billing Catalog lists them. Host and GPUs are billed apart; a node costs their sum. */
import type { Purchase } from '../price-row';
import { type GoogleMachine, googleMachines } from './node-types';
import { isRecord, type NodeForSale, type PriceExport, positive, recordsIn, textOf } from './price-export';

type Sku = Readonly<Record<string, unknown>>;

/** How the descriptions name a part; lists write GPU and Gpu. Those of 2026 were read in tests of github.com/infercrane/infercrane and others. */
const GPU_NAMES: readonly (readonly [RegExp, string])[] = [
  [/\bL4 GPU\b/i, 'l4'],
  [/\bA100 80GB GPU\b/i, 'a100-sxm-80'],
  [/\bA100 GPU\b/i, 'a100-sxm-40'],
  [/\bH100 80GB GPU\b/i, 'h100-sxm-80'],
];
const HOST = /\b(A2|A3|G2) Instance (Core|Ram)\b/;
/** Some name the board alone: "RTX 6000 96GB running in Americas". */
const CARD = /\b(?:GPU|Nvidia|RTX)\b/i;
/** Parts of other offers that carry the same names. */
const OTHER = /Commitment|Sole Tenancy|Custom|Virtual Workstation|DWS|Reserved|Calendar|Premium/i;
const USAGE: Readonly<Record<string, Purchase>> = { OnDemand: 'on-demand', Preemptible: 'spot' };
const WITHOUT_DISKS = 'vCPUs, memory and GPUs; local disks are billed apart';

/** USD per hour of one part: of a GPU, a vCPU or a GiB. */
type Parts = ReadonlyMap<string, number>;

export const googleExport: PriceExport = {
  format: 'gcp',
  from: 'pages of cloudbilling.googleapis.com/v1/services/6F81-5844-456A/skus (Compute Engine), in USD',
  recognises: (data) =>
    data.kind === 'json' && skusOf(data.json).some(({ skuId, pricingInfo }) => skuId !== undefined && pricingInfo !== undefined),
  read: (data, { asOf }) => {
    const skus = data.kind === 'json' ? skusOf(data.json) : [];
    const parts = partsOf(skus);
    return { provider: 'Google Cloud', asOf, source: 'Google Cloud billing catalog', nodes: nodesOf(parts), unread: unreadOf(skus) };
  },
};

/** A page, a list of pages, or the SKUs of several pages in one list. */
function skusOf(json: unknown): readonly Sku[] {
  if (Array.isArray(json)) return json.flatMap((part) => (isRecord(part) && Array.isArray(part.skus) ? skusOf(part) : recordsIn([part])));
  return isRecord(json) ? recordsIn(json.skus) : [];
}

const keyOf = (purchase: string, region: string, part: string): string => [purchase, region, part].join('\n');

function partsOf(skus: readonly Sku[]): Parts {
  const parts = new Map<string, number>();
  for (const sku of skus) {
    const [purchase, part, usd] = [purchaseOf(sku), partNamed(textOf(sku.description)), hourly(sku)];
    if (purchase === undefined || part === undefined || usd === undefined) continue;
    for (const region of regionsOf(sku)) parts.set(keyOf(purchase, region, part), usd);
  }
  return parts;
}

const regionsOf = ({ serviceRegions }: Sku): readonly string[] =>
  Array.isArray(serviceRegions) ? serviceRegions.filter((region): region is string => typeof region === 'string') : [];

function purchaseOf({ category }: Sku): Purchase | undefined {
  const usage = isRecord(category) ? textOf(category.usageType) : '';
  return Object.hasOwn(USAGE, usage) ? USAGE[usage] : undefined;
}

/** `l4`, or `G2 Core`; undefined for what no node of ours is made of. */
function partNamed(description: string): string | undefined {
  if (OTHER.test(description)) return undefined;
  const [, family, kind] = HOST.exec(description) ?? [];
  return family === undefined ? GPU_NAMES.find(([pattern]) => pattern.test(description))?.[1] : `${family} ${kind}`;
}

/** The newest price, of its one tier that costs something. */
function hourly({ pricingInfo }: Sku): number | undefined {
  const infos = [...recordsIn(pricingInfo)].sort((a, b) => (textOf(a.effectiveTime) < textOf(b.effectiveTime) ? -1 : 1));
  const expression = infos.at(-1)?.pricingExpression;
  if (!isRecord(expression) || !['h', 'GiBy.h'].includes(textOf(expression.usageUnit))) return undefined;
  return recordsIn(expression.tieredRates)
    .map(({ unitPrice }) => (isRecord(unitPrice) && unitPrice.currencyCode === 'USD' ? usdOf(unitPrice) : undefined))
    .find((usd) => usd !== undefined);
}

const usdOf = ({ units, nanos }: Sku): number | undefined => positive(Number(units ?? 0) + Number(nanos ?? 0) / 1e9);

function nodesOf(parts: Parts): NodeForSale[] {
  const places = [...new Set([...parts.keys()].map((key) => key.split('\n').slice(0, 2).join('\n')))].map((key) => key.split('\n'));
  return places.flatMap(([purchase = '', region = '']) =>
    googleMachines().flatMap(([instanceType, machine]) => {
      const usdPerNodeHour = machinePrice(machine, hostOf(instanceType), (part) => parts.get(keyOf(purchase, region, part)));
      const { gpu, count } = machine;
      return usdPerNodeHour === undefined
        ? []
        : [{ gpu, count, instanceType, region, purchase: purchase as Purchase, usdPerNodeHour, note: WITHOUT_DISKS }];
    }),
  );
}

const hostOf = (instanceType: string): string => instanceType.slice(0, 2).toUpperCase();

function machinePrice(machine: GoogleMachine, host: string, usdOfPart: (part: string) => number | undefined): number | undefined {
  const [gpu, core, ram] = [usdOfPart(machine.gpu), usdOfPart(`${host} Core`), usdOfPart(`${host} Ram`)];
  if (gpu === undefined || core === undefined || ram === undefined) return undefined;
  return machine.count * gpu + machine.vCpus * core + machine.memoryGiB * ram;
}

/** GPUs on demand of which no machine type is known here. */
const unreadOf = (skus: readonly Sku[]): string[] => [
  ...new Set(
    skus
      .filter((sku) => purchaseOf(sku) === 'on-demand')
      .map(({ description }) => textOf(description))
      .filter((text) => CARD.test(text) && !OTHER.test(text) && partNamed(text) === undefined)
      .map((text) => text.replace(/ (?:running|attached) .*$/, '')),
  ),
];
