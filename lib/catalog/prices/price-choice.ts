/** Which price of a list counts for a question. */
import type { PriceRow, Purchase } from './price-row';

/** What is bought, and where. */
export interface PriceQuestion {
  readonly gpu: string;
  readonly purchase: Purchase;
  readonly provider?: string;
  readonly region?: string;
  readonly instanceType?: string;
  readonly gpusPerNode?: number;
  /** ISO day for which it is asked. */
  readonly day?: string;
}

/**
 * The row that counts; undefined when there is none. Rows of the region asked come before those that hold everywhere, and rows of another region never
 * count; rows of the kind of node asked, or of nodes with as many GPUs, come before others; of those the
 * newest. Rows that are dated after the day that is asked for count only where there are no others.
 */
export function chosenPrice(rows: readonly PriceRow[], question: PriceQuestion): PriceRow | undefined {
  const { gpu, purchase, provider, region, instanceType, gpusPerNode, day } = question;
  const sold = rows.filter((row) => row.gpu === gpu && row.purchase === purchase && (provider === undefined || row.provider === provider));
  const known = preferred(sold, ({ asOf }) => day !== undefined && asOf <= day);
  const here = inRegion(known, region);
  const ofType = preferred(here, (row) => instanceType !== undefined && row.instanceType === instanceType);
  return preferred(ofType, (row) => gpusPerNode !== undefined && row.gpusPerNode === gpusPerNode).reduce<PriceRow | undefined>(
    (best, row) => (best === undefined || isBetter(row, best) ? row : best),
    undefined,
  );
}

/** A question that names no region means a price that holds in all of them, where there is one. */
function inRegion(rows: readonly PriceRow[], region: string | undefined): readonly PriceRow[] {
  const everywhere = rows.filter((row) => row.region === undefined);
  if (region === undefined) return everywhere.length > 0 ? everywhere : rows;
  const there = rows.filter((row) => row.region === region);
  return there.length > 0 ? there : everywhere;
}

function preferred(rows: readonly PriceRow[], wanted: (row: PriceRow) => boolean): readonly PriceRow[] {
  const found = rows.filter(wanted);
  return found.length > 0 ? found : rows;
}

/** The newer one; of two of one day the cheaper kind of node, and where both are the same thing, the one that was added later. */
function isBetter(row: PriceRow, best: PriceRow): boolean {
  if (row.asOf !== best.asOf) return row.asOf > best.asOf;
  const isOtherNode = row.provider === best.provider && row.instanceType !== best.instanceType;
  if (!isOtherNode) return true;
  return row.usdPerGpuHour !== null && (best.usdPerGpuHour === null || row.usdPerGpuHour < best.usdPerGpuHour);
}
