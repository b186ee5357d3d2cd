/** Prices of GPUs and of API tokens. A price without provider and date does not exist here; add your own, they come first. */
import { brand, hasBrand } from '../core/brand';
import { type ArgumentRule, checkMethods, optional, textRule } from '../core/method-arguments';
import { readable } from '../core/readable';
import { type FactCheck, throwFactProblems } from './fact-checks';
import type { Gpu } from './gpu';
import { API_PRICES } from './prices/api-prices';
import { CLOUD_PRICES } from './prices/cloud-prices';
import { GPU_PRICES } from './prices/gpu-prices';
import { chosenPrice } from './prices/price-choice';
import { readPriceFile } from './prices/price-file';
import type { ApiPriceRow, Price, PriceRow, Purchase } from './prices/price-row';

export type { ApiPriceRow, Price, PriceRow, Purchase } from './prices/price-row';

/** Which of the known prices of a GPU is asked for. */
export interface PriceQuery {
  /** @default 'on-demand' */
  readonly purchase?: Purchase;
  /** @default - any provider */
  readonly provider?: string;
  /**
   * Region as the provider spells it, e.g. `us-east-1`: prices of other regions do not count.
   * @default - prices that hold everywhere, else those of any region
   */
  readonly region?: string;
  /**
   * Kind of node, e.g. `p5.48xlarge`: its price counts where one is known.
   * @default - any
   */
  readonly instanceType?: string;
  /**
   * GPUs of a node: the price of such nodes counts where one is known.
   * @default - any
   */
  readonly gpusPerNode?: number;
  /**
   * ISO day for which it is asked: prices that are dated after it count only where there are no others.
   * @default - the newest price
   */
  readonly day?: string;
}

/** A list of prices. Books do not change: `with` gives a new one. */
export class PriceBook {
  /** The published prices of the catalog. */
  static readonly PUBLISHED = new PriceBook([...GPU_PRICES, ...CLOUD_PRICES], API_PRICES);

  /** The published prices and yours. @throws FleetSpecError AF-SPEC-001 for rows without price, provider or date. */
  static with(rows: readonly PriceRow[], apiRows: readonly ApiPriceRow[] = []): PriceBook {
    return PriceBook.PUBLISHED.with(rows, apiRows);
  }

  /**
   * The published prices and those of a file that you keep, as docs/prices.schema.json describes it; `agent-fleet prices import` writes one from the price
   * lists of clouds.
   *
   * @throws FleetSpecError AF-SPEC-001 or -002 for a file that is not there, holds no JSON, or holds rows without price, provider or date.
   */
  static fromFile(file: string): PriceBook {
    const { rows, apiRows } = readPriceFile(fileName(file), FROM_FILE);
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
    const { purchase = 'on-demand', ...where } = readable(query, { path: 'PriceBook.priceOf', className: 'query' }, () => ({ ...query }));
    const row = chosenPrice(this.rows, { ...where, gpu: gpu.id, purchase });
    return row !== undefined && isPrice(row) ? row : null;
  }

  /** The newest price of an API class; null when there is none. */
  apiPriceOf(id: string): ApiPriceRow | null {
    const fitting = this.apiRows.filter((row) => row.id === id);
    return fitting.reduce<ApiPriceRow | null>((best, row) => (best !== null && best.asOf > row.asOf ? best : row), null);
  }
}

const FROM_FILE = 'PriceBook.fromFile';

/** @throws FleetSpecError AF-SPEC-001 for what is no path */
function fileName(file: unknown): string {
  throwFactProblems(FROM_FILE, [{ prop: 'file', value: file, rule: 'text' }]);
  return file as string;
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
    ...(row.region === undefined ? [] : [{ prop: `${at}.region`, value: row.region, rule: 'text' as const }]),
    ...(row.instanceType === undefined ? [] : [{ prop: `${at}.instanceType`, value: row.instanceType, rule: 'text' as const }]),
    ...(row.gpusPerNode === undefined ? [] : [{ prop: `${at}.gpusPerNode`, value: row.gpusPerNode, rule: 'count' as const }]),
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
