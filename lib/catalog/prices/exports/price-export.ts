/** A price list as a cloud exports it: what every reader takes and gives. */
import type { PriceRow, Purchase } from '../price-row';

/** The list of a file, read whole: JSON, or the rows of a CSV file by the names of its columns. */
export type ExportData =
  | { readonly kind: 'json'; readonly json: unknown }
  | { readonly kind: 'table'; readonly head: Readonly<Record<string, string>>; readonly rows: readonly TableRow[] };

export type TableRow = Readonly<Record<string, string>>;

/** What the file does not say itself. */
export interface ExportContext {
  /** Who sells; undefined where the list is of one cloud. */
  readonly provider?: string | undefined;
  /** ISO date on which the list was exported; undefined where the list says it. */
  readonly asOf?: string | undefined;
}

/** A node for sale, as a list names it. */
export interface NodeForSale {
  readonly gpu: string;
  readonly count: number;
  readonly instanceType: string;
  readonly region: string;
  readonly purchase: Purchase;
  readonly usdPerNodeHour: number;
  readonly note?: string;
}

export interface ExportRead {
  readonly provider: string;
  /** ISO date; undefined where neither the list nor its reader was told. */
  readonly asOf: string | undefined;
  readonly source: string;
  readonly nodes: readonly NodeForSale[];
  /** What looked like a GPU and could not be read, by what it was. */
  readonly unread: readonly string[];
  /**
   * What is wrong with rows of GPUs of the catalog, one sentence for each row.
   * @default - nothing: the list says the count of GPUs by the type of the node alone
   */
  readonly faulty?: readonly string[];
}

/** Reader of the lists of one cloud. */
export interface PriceExport {
  readonly format: string;
  /** What is exported, and how, in one line. */
  readonly from: string;
  recognises(data: ExportData): boolean;
  read(data: ExportData, context: ExportContext): ExportRead;
}

/** Rows of a price book: of nodes of one kind, region and way of buying the cheapest, as of zones. */
export function priceRows({ provider, source, nodes }: ExportRead, asOf: string): readonly PriceRow[] {
  const cheapest = new Map<string, NodeForSale>();
  for (const node of nodes) {
    const key = [node.gpu, node.instanceType, node.region, node.purchase].join('\n');
    const known = cheapest.get(key);
    if (known === undefined || node.usdPerNodeHour < known.usdPerNodeHour) cheapest.set(key, node);
  }
  return [...cheapest.values()]
    .map(({ gpu, count, instanceType, region, purchase, usdPerNodeHour, note }) => ({
      gpu,
      provider,
      purchase,
      region,
      instanceType,
      gpusPerNode: count,
      usdPerGpuHour: Number((usdPerNodeHour / count).toFixed(5)),
      asOf,
      source,
      ...(note === undefined ? {} : { note }),
    }))
    .sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

const sortKey = ({ gpu, region, purchase, gpusPerNode, instanceType }: PriceRow): string =>
  [gpu, region, purchase, String(gpusPerNode).padStart(2, '0'), instanceType].join('\n');

/** A positive number of a cell; undefined for anything else. */
export function positive(cell: unknown): number | undefined {
  const value = typeof cell === 'number' ? cell : typeof cell === 'string' && cell.trim() !== '' ? Number(cell) : Number.NaN;
  return Number.isFinite(value) && value > 0 ? value : undefined;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const recordsIn = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  isRecord(value) ? Object.values(value).filter(isRecord) : Array.isArray(value) ? value.filter(isRecord) : [];

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
