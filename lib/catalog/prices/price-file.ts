/** A file of prices that a team keeps: read, checked, and published as docs/prices.schema.json. */
import { z } from 'zod';
import { isSeen, SEEN } from '../../core/iso-date';
import { freeText } from '../../core/notion';
import { parseProps } from '../../core/schema';
import { jsonIn } from '../../core/text-file';
import type { ApiPriceRow, PriceRow } from './price-row';

const ASKS_CATALOG = 'compared with the ids of GPUs';
const shown = (what: string) => freeText('stands in plans and messages').max(500).describe(what);
const usd = z.number().positive().max(1_000_000);
const asOf = freeText('a date or a month, held against its pattern')
  .regex(/^\d{4}-\d{2}(-\d{2})?$/, { error: 'expected an ISO date, e.g. 2026-11 or 2026-11-20', abort: true })
  .refine(isSeen, { error: `expected ${SEEN}: the day or month on which it was seen` })
  .describe('ISO date of the price; 2026-11 where only the month is known');

const gpuRowSchema = z.strictObject({
  gpu: freeText(ASKS_CATALOG).max(100).describe('GPU as `agent-fleet gpus` lists it, e.g. h100-sxm-80'),
  provider: shown('who asks the price'),
  purchase: z.enum(['on-demand', 'spot', 'reserved']),
  region: shown('region in which it holds, as the provider spells it; left out where it holds everywhere').optional(),
  instanceType: shown('kind of node that is sold, e.g. g6.xlarge').optional(),
  gpusPerNode: z.int().positive().describe('GPUs of such a node').optional(),
  usdPerGpuHour: usd
    .nullable()
    .describe('USD per GPU and hour: the price of the node divided by its GPUs; null where it is not sold this way'),
  asOf,
  source: shown('where the price stands'),
  note: shown('what else is to be known').optional(),
});

const apiRowSchema = z.strictObject({
  id: shown('class of model, e.g. sonnet-class'),
  provider: shown('who asks the price'),
  inputUsdPerMillion: usd.nullable().describe('USD per million tokens of a prompt'),
  outputUsdPerMillion: usd.nullable().describe('USD per million tokens that are written'),
  mixedUsdPerMillion: usd.nullable().describe('one price for both, where only that is published'),
  asOf,
  source: shown('where the price stands'),
  note: shown('what else is to be known').optional(),
});

export const priceFileSchema = z.strictObject({
  $schema: freeText('for editors').describe('address of this schema, for editors').optional(),
  rows: z.array(gpuRowSchema).describe('prices of GPUs'),
  apiRows: z.array(apiRowSchema).describe('prices of tokens at APIs').optional(),
});

/** Prices as a file holds them. */
export interface PriceFile {
  readonly rows: readonly PriceRow[];
  readonly apiRows: readonly ApiPriceRow[];
}

/** @throws FleetSpecError AF-SPEC-001 or -002, also for a file that is not there or holds no JSON */
export function readPriceFile(file: string, path: string): PriceFile {
  const { rows, apiRows = [] } = parseProps(priceFileSchema, jsonIn(priceFile(file, path)), { path, className: file });
  return { rows: rows as readonly PriceRow[], apiRows: apiRows as readonly ApiPriceRow[] };
}

const priceFile = (file: string, path: string) => ({
  file,
  path,
  prop: 'file',
  allowed: 'a JSON file as docs/prices.schema.json describes it',
  repairs: ['agent-fleet prices import <export of your cloud> --into prices.json writes one'],
});

/** JSON Schema of such a file, for editors. Published as docs/prices.schema.json. */
export function priceFileJsonSchema(): Record<string, unknown> {
  const { $schema: _draft, ...schema } = z.toJSONSchema(priceFileSchema, { io: 'input', reused: 'inline' }) as Record<string, unknown>;
  return { $schema: 'https://json-schema.org/draft/2020-12/schema', title: 'price book of cdktf-agent-fleet', ...schema };
}
