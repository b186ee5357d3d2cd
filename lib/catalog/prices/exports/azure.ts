/** Answers of the Azure Retail Prices API, one page or several. */
import type { Purchase } from '../price-row';
import { nodeGpus } from './node-types';
import { isRecord, type NodeForSale, type PriceExport, positive, recordsIn, textOf } from './price-export';

type Item = Readonly<Record<string, unknown>>;

/** A reservation is priced for its whole term: learn.microsoft.com/rest/api/cost-management/retail-prices, sample with `reservationTerm`. */
const HOURS_PER_YEAR = 8_760;

export const azureExport: PriceExport = {
  format: 'azure',
  from: "pages of prices.azure.com/api/retail/prices (`$filter=serviceName eq 'Virtual Machines'`), in USD",
  recognises: (data) =>
    data.kind === 'json' && itemsOf(data.json).some(({ armSkuName, retailPrice }) => armSkuName !== undefined && retailPrice !== undefined),
  read: (data, { asOf }) => {
    const items = data.kind === 'json' ? itemsOf(data.json).filter(isPlainLinux) : [];
    return { provider: 'Azure', asOf, source: 'Azure retail prices', nodes: items.flatMap(ofItem), unread: unreadOf(items) };
  },
};

/** A page, a list of pages, or the items of several pages in one list. */
function itemsOf(json: unknown): readonly Item[] {
  if (Array.isArray(json)) return json.flatMap((part) => (isRecord(part) && Array.isArray(part.Items) ? itemsOf(part) : recordsIn([part])));
  return isRecord(json) ? recordsIn(json.Items) : [];
}

const isPlainLinux = ({ productName, currencyCode, armSkuName, armRegionName, unitOfMeasure }: Item): boolean =>
  currencyCode === 'USD' &&
  unitOfMeasure === '1 Hour' &&
  textOf(armSkuName) !== '' &&
  textOf(armRegionName) !== '' &&
  !/Windows|Cloud ?Services|Dedicated Host/i.test(textOf(productName));

function ofItem(item: Item): NodeForSale[] {
  const gpus = nodeGpus(textOf(item.armSkuName));
  const paid = gpus === undefined ? undefined : priceOf(item);
  if (gpus === undefined || paid === undefined) return [];
  return [{ ...gpus, ...paid, instanceType: textOf(item.armSkuName), region: textOf(item.armRegionName) }];
}

function priceOf(item: Item): Pick<NodeForSale, 'purchase' | 'usdPerNodeHour' | 'note'> | undefined {
  const usd = positive(item.retailPrice);
  if (usd === undefined) return undefined;
  if (item.type === 'Reservation') {
    return item.reservationTerm === '1 Year'
      ? { purchase: 'reserved', usdPerNodeHour: usd / HOURS_PER_YEAR, note: 'reserved for one year' }
      : undefined;
  }
  const purchase = consumption(item);
  return purchase === undefined ? undefined : { purchase, usdPerNodeHour: usd };
}

/** Low priority is what spot was before, and can no longer be bought for nodes of a cluster. */
function consumption({ type, skuName, meterName }: Item): Purchase | undefined {
  const name = `${textOf(skuName)} ${textOf(meterName)}`;
  if (type !== 'Consumption' || /Low Priority/i.test(name)) return undefined;
  return /\bSpot\b/i.test(name) ? 'spot' : 'on-demand';
}

/** Sizes of the N series that the catalog does not know: other boards, or parts of one. */
const unreadOf = (items: readonly Item[]): string[] => [
  ...new Set(
    items.map(({ armSkuName }) => textOf(armSkuName)).filter((name) => /^Standard_N[CDV]/.test(name) && nodeGpus(name) === undefined),
  ),
];
