/** The file of a price list: JSON whole, CSV row by row, since those of clouds have hundreds of megabytes. */
import { createReadStream } from 'node:fs';
import { parse } from 'csv-parse';
import { isOfGpuNode } from '../../catalog/prices/exports/aws';
import type { ExportData, TableRow } from '../../catalog/prices/exports/price-export';
import { jsonIn, refuseEndless } from '../../core/text-file';
import { COMMAND, refused } from './refused';

/** @throws FleetSpecError AF-SPEC-001 for a file that is neither JSON nor CSV, or too large for JSON */
export async function exportIn(file: string): Promise<ExportData> {
  return /\.csv$/i.test(file) ? tableIn(file) : { kind: 'json', json: jsonIn(listFile(file)) };
}

const listFile = (file: string) => ({
  file,
  path: COMMAND,
  prop: 'file',
  allowed: 'JSON below 400 MiB, or CSV in a file that ends with .csv',
  repairs: [
    'take the CSV file of the same list, which is read row by row, or the list of one region',
    'agent-fleet prices import prices.json',
  ],
});

async function tableIn(file: string): Promise<ExportData> {
  refuseEndless(listFile(file));
  const head: Record<string, string> = {};
  const rows: TableRow[] = [];
  let columns: readonly string[] | undefined;
  // Lists of AWS begin with what they are, two cells a line, before the names of the columns.
  const records = parse({ bom: true, relax_column_count: true, skip_empty_lines: true });
  // A pipe passes no errors on: nobody would hear of a file that is not there.
  const bytes = createReadStream(file).on('error', (error) => records.destroy(error));
  bytes.pipe(records);
  try {
    for await (const record of records as AsyncIterable<readonly string[]>) {
      if (columns !== undefined) keep(rows, columns, record);
      else if (record.length === 2 && record[0] !== undefined) head[record[0]] = record[1] ?? '';
      else columns = record;
    }
  } catch (error) {
    if (!isCsvError(error)) throw error;
    throw refused('file', file, 'a CSV file', `${file} is no CSV: ${error.message}`, ['export the price list again']);
  }
  return { kind: 'table', head, rows };
}

function keep(rows: TableRow[], columns: readonly string[], record: readonly string[]): void {
  const row: TableRow = Object.fromEntries(columns.map((name, index) => [name, record[index] ?? '']));
  if (!('OfferTermCode' in row) || isOfGpuNode(row)) rows.push(row);
}

const isCsvError = (error: unknown): error is Error => error instanceof Error && /^CSV_/.test(String((error as { code?: unknown }).code));
