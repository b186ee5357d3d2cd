/** The price list of EC2: a file of the bulk API (JSON or CSV), or the answer of `aws pricing get-products`. */
import type { Purchase } from '../price-row';
import { nodeGpus } from './node-types';
import { type ExportData, isRecord, type NodeForSale, type PriceExport, positive, recordsIn, type TableRow, textOf } from './price-export';

type Record_ = Readonly<Record<string, unknown>>;

/** What is sold, whatever the file calls its columns. */
interface Product {
  readonly instanceType: string;
  readonly region: string;
  readonly isPlainLinux: boolean;
}

/** Of the ways to reserve, a year without anything in advance: every other hour of it is billed alike. */
const ONE_YEAR = { LeaseContractLength: '1yr', PurchaseOption: 'No Upfront', OfferingClass: 'standard' } as const;
const ONE_YEAR_NOTE = 'reserved for one year, nothing upfront';

export const awsExport: PriceExport = {
  format: 'aws',
  from: 'AWS Price List bulk file of AmazonEC2 (JSON or CSV), or the output of `aws pricing get-products --service-code AmazonEC2`',
  recognises: (data) =>
    data.kind === 'json'
      ? isRecord(data.json) && (data.json.offerCode === 'AmazonEC2' || Array.isArray(data.json.PriceList))
      : data.head.OfferCode === 'AmazonEC2' || (data.rows[0] !== undefined && 'OfferTermCode' in data.rows[0]),
  read: (data, { asOf }) => {
    const published = publicationOf(data);
    const nodes = data.kind === 'table' ? data.rows.flatMap(ofRow) : productsOf(data.json).flatMap(ofProduct);
    return {
      provider: 'AWS',
      asOf: published ?? asOf,
      source: 'AWS price list of AmazonEC2',
      nodes: nodes.flatMap(sold),
      unread: unreadOf(nodes),
    };
  },
};

interface Offer extends Omit<NodeForSale, 'gpu' | 'count'> {
  readonly gpuCell: string;
}

function sold({ gpuCell: _, ...offer }: Offer): NodeForSale[] {
  const gpus = nodeGpus(offer.instanceType);
  return gpus === undefined ? [] : [{ ...offer, ...gpus }];
}

/** Nodes with GPUs that the catalog does not know, once each. */
const unreadOf = (offers: readonly Offer[]): string[] => [
  ...new Set(
    offers
      .filter(({ instanceType, gpuCell }) => nodeGpus(instanceType) === undefined && positive(gpuCell) !== undefined)
      .map((offer) => offer.instanceType),
  ),
];

function publicationOf(data: ExportData): string | undefined {
  const text =
    data.kind === 'table'
      ? (data.head['Publication Date'] ?? '')
      : isRecord(data.json)
        ? textOf(data.json.publicationDate) || productsOf(data.json).map(({ publicationDate }) => textOf(publicationDate))[0]
        : '';
  return /^\d{4}-\d{2}-\d{2}/.exec(text ?? '')?.[0];
}

/** Products with their terms; each entry of `PriceList` is JSON in a text. */
function productsOf(json: unknown): readonly Record_[] {
  if (!isRecord(json)) return [];
  if (Array.isArray(json.PriceList)) return json.PriceList.flatMap(entryOf);
  const terms = isRecord(json.terms) ? json.terms : {};
  const under = (kind: string, sku: string) => (isRecord(terms[kind]) ? (terms[kind] as Record_)[sku] : undefined);
  return recordsIn(json.products).map((product) => ({
    product,
    terms: { OnDemand: under('OnDemand', textOf(product.sku)), Reserved: under('Reserved', textOf(product.sku)) },
  }));
}

function entryOf(entry: unknown): Record_[] {
  try {
    const parsed: unknown = typeof entry === 'string' ? JSON.parse(entry) : entry;
    return isRecord(parsed) ? [parsed] : [];
  } catch {
    return [];
  }
}

function ofProduct({ product, terms }: Record_): Offer[] {
  const attributes = isRecord(product) && isRecord(product.attributes) ? product.attributes : {};
  const found = productNamed((name) => textOf(attributes[name]));
  if (!found.isPlainLinux || !isRecord(terms)) return [];
  const offers: readonly [unknown, Purchase][] = [
    ...recordsIn(terms.OnDemand).map((term): [unknown, Purchase] => [term, 'on-demand']),
    ...recordsIn(terms.Reserved)
      .filter(
        ({ termAttributes }) => isRecord(termAttributes) && Object.entries(ONE_YEAR).every(([key, value]) => termAttributes[key] === value),
      )
      .map((term): [unknown, Purchase] => [term, 'reserved']),
  ];
  return offers.flatMap(([term, purchase]) =>
    hourly(term).map((usdPerNodeHour) => ({ ...offerOf(found, purchase, usdPerNodeHour), gpuCell: textOf(attributes.gpu) })),
  );
}

const hourly = (term: unknown): number[] =>
  recordsIn(isRecord(term) ? term.priceDimensions : undefined).flatMap(({ unit, pricePerUnit }) => {
    const usd = isRecord(pricePerUnit) ? positive(pricePerUnit.USD) : undefined;
    return unit === 'Hrs' && usd !== undefined ? [usd] : [];
  });

const offerOf = ({ instanceType, region }: Product, purchase: Purchase, usdPerNodeHour: number) => ({
  instanceType,
  region,
  purchase,
  usdPerNodeHour,
  ...(purchase === 'reserved' ? { note: ONE_YEAR_NOTE } : {}),
});

/** Rows of the CSV file that are of a node with GPUs; the file has a hundred times as many of others. */
export const isOfGpuNode = (row: TableRow): boolean =>
  positive(row.GPU) !== undefined || nodeGpus(row['Instance Type'] ?? '') !== undefined;

/** Columns of the CSV file by the names of the JSON attributes. */
const COLUMNS: Readonly<Record<string, string>> = {
  instanceType: 'Instance Type',
  regionCode: 'Region Code',
  operatingSystem: 'Operating System',
  preInstalledSw: 'Pre Installed S/W',
  tenancy: 'Tenancy',
  capacitystatus: 'CapacityStatus',
  marketoption: 'MarketOption',
};

function ofRow(row: TableRow): Offer[] {
  const found = productNamed((name) => row[COLUMNS[name] ?? ''] ?? '');
  const usdPerNodeHour = positive(row.PricePerUnit);
  const purchase = purchaseOf(row);
  const isHourly = row.Unit === 'Hrs' && row.Currency === 'USD';
  if (!found.isPlainLinux || !isHourly || usdPerNodeHour === undefined || purchase === undefined) return [];
  return [{ ...offerOf(found, purchase, usdPerNodeHour), gpuCell: row.GPU ?? '' }];
}

function purchaseOf(row: TableRow): Purchase | undefined {
  if (row.TermType === 'OnDemand') return 'on-demand';
  return row.TermType === 'Reserved' && Object.entries(ONE_YEAR).every(([key, value]) => row[key] === value) ? 'reserved' : undefined;
}

/** Linux without further software on shared machines: what nodes of a cluster are bought as. Capacity reservations have prices of their own. */
function productNamed(cell: (name: string) => string): Product {
  const isPlainLinux =
    cell('operatingSystem') === 'Linux' &&
    cell('tenancy') === 'Shared' &&
    ['NA', ''].includes(cell('preInstalledSw')) &&
    ['Used', ''].includes(cell('capacitystatus')) &&
    ['OnDemand', ''].includes(cell('marketoption')) &&
    cell('instanceType') !== '' &&
    cell('regionCode') !== '';
  return { instanceType: cell('instanceType'), region: cell('regionCode'), isPlainLinux };
}
