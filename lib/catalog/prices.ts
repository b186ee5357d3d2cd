/** Prices of GPUs and of API tokens. A price without provider and date does not exist here; add your own, they come first. */
import { brand, hasBrand } from '../core/brand';
import { type ArgumentRule, checkMethods, optional, textRule } from '../core/method-arguments';
import { readable } from '../core/readable';
import { type FactCheck, throwFactProblems } from './fact-checks';
import type { Gpu } from './gpu';
import { API_PRICES } from './prices/api-prices';
import { GPU_PRICES } from './prices/gpu-prices';
import type { ApiPriceRow, Price, PriceRow, Purchase } from './prices/price-row';

export type { ApiPriceRow, Price, PriceRow, Purchase } from './prices/price-row';

export interface PriceQuery {
  /** @default 'on-demand' */
  readonly purchase?: Purchase;
  /** @default - any provider */
  readonly provider?: string;
}

/** A list of prices. Books do not change: `with` gives a new one. */
export class PriceBook {
  /** The published prices of the catalog. */
  static readonly PUBLISHED = new PriceBook(GPU_PRICES, API_PRICES);

  /** The published prices and yours. @throws FleetSpecError AF-SPEC-001 for rows without price, provider or date. */
  static with(rows: readonly PriceRow[], apiRows: readonly ApiPriceRow[] = []): PriceBook {
    return PriceBook.PUBLISHED.with(rows, apiRows);
  }

  private constructor(
    readonly rows: readonly PriceRow[],
    readonly apiRows: readonly ApiPriceRow[],
  ) {
    brand(this, 'PriceBook');
  }

  /** Recognises a book by its brand, so that two copies of the library agree. */
  static isPriceBook(value: unknown): value is PriceBook {
    return hasBrand(value, 'PriceBook');
  }

  /** This book and further rows; of two rows of one day the added one counts. @throws FleetSpecError AF-SPEC-001 */
  with(rows: readonly PriceRow[], apiRows: readonly ApiPriceRow[] = []): PriceBook {
    readable({ rows, apiRows }, { path: 'PriceBook.with', className: 'PriceBook.with' }, () =>
      throwFactProblems('PriceBook.with', [
        ...rows.flatMap((row, index) => rowChecks(row, `rows.${index}`)),
        ...apiRows.flatMap((row, index) => apiRowChecks(row, `apiRows.${index}`)),
      ]),
    );
    return new PriceBook([...this.rows, ...rows], [...this.apiRows, ...apiRows]);
  }

  /**
   * The newest price that fits the query; null when there is none, also when the newest row says that the GPU is not sold this way.
   */
  priceOf(gpu: Pick<Gpu, 'id'>, query: PriceQuery = {}): Price | null {
    const { purchase = 'on-demand', provider } = readable(query, { path: 'PriceBook.priceOf', className: 'query' }, () => ({ ...query }));
    const fitting = this.rows.filter(
      (row) => row.gpu === gpu.id && row.purchase === purchase && (provider === undefined || row.provider === provider),
    );
    const newest = fitting.reduce<PriceRow | undefined>(
      (best, row) => (best !== undefined && best.asOf > row.asOf ? best : row),
      undefined,
    );
    return newest !== undefined && isPrice(newest) ? newest : null;
  }

  /** The newest price of an API class; null when there is none. */
  apiPriceOf(id: string): ApiPriceRow | null {
    const fitting = this.apiRows.filter((row) => row.id === id);
    return fitting.reduce<ApiPriceRow | null>((best, row) => (best !== null && best.asOf > row.asOf ? best : row), null);
  }
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);

const rowsRule = (name: string, example: string): ArgumentRule => ({
  name,
  holds: (value) => Array.isArray(value) && value.every(isRecord),
  allowed: 'a list of prices',
  example,
});
const GPU_ROWS = rowsRule('rows', '[{ gpu, provider, purchase, usdPerGpuHour, asOf, source }]');
const API_ROWS = optional(rowsRule('apiRows', '[]'));

checkMethods(PriceBook, {
  with: [GPU_ROWS, API_ROWS],
  priceOf: [
    { name: 'gpu', holds: (value) => isRecord(value) && 'id' in value, allowed: 'a Gpu, e.g. Gpu.L40S', example: 'Gpu.L40S' },
    optional({ name: 'query', holds: isRecord, allowed: 'how it is bought, and from whom', example: "{ purchase: 'spot' }" }),
  ],
  apiPriceOf: [textRule('id', "'sonnet-class'")],
});

/** The newest published price that fits; null when there is none. */
export function priceOf(gpu: Pick<Gpu, 'id'>, query: PriceQuery = {}): Price | null {
  return PriceBook.PUBLISHED.priceOf(gpu, query);
}

function isPrice(row: PriceRow): row is Price {
  return row.usdPerGpuHour !== null;
}

function rowChecks(row: PriceRow, at: string): FactCheck[] {
  return [
    { prop: `${at}.gpu`, value: row.gpu, rule: 'text' },
    { prop: `${at}.provider`, value: row.provider, rule: 'text' },
    { prop: `${at}.purchase`, value: row.purchase, rule: 'purchase' },
    { prop: `${at}.usdPerGpuHour`, value: row.usdPerGpuHour, rule: 'amount' },
    { prop: `${at}.asOf`, value: row.asOf, rule: 'date' },
    { prop: `${at}.source`, value: row.source, rule: 'text' },
  ];
}

function apiRowChecks(row: ApiPriceRow, at: string): FactCheck[] {
  return [
    { prop: `${at}.id`, value: row.id, rule: 'text' },
    { prop: `${at}.provider`, value: row.provider, rule: 'text' },
    { prop: `${at}.inputUsdPerMillion`, value: row.inputUsdPerMillion, rule: 'amount' },
    { prop: `${at}.outputUsdPerMillion`, value: row.outputUsdPerMillion, rule: 'amount' },
    { prop: `${at}.mixedUsdPerMillion`, value: row.mixedUsdPerMillion, rule: 'amount' },
    { prop: `${at}.asOf`, value: row.asOf, rule: 'date' },
    { prop: `${at}.source`, value: row.source, rule: 'text' },
  ];
}
