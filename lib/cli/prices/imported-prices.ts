/** Prices of exported lists as rows of a price book, and the file that keeps them. */
import { existsSync } from 'node:fs';
import * as path from 'node:path';
import { awsExport } from '../../catalog/prices/exports/aws';
import { azureExport } from '../../catalog/prices/exports/azure';
import { googleExport } from '../../catalog/prices/exports/google';
import { type ExportData, type ExportRead, type PriceExport, priceRows } from '../../catalog/prices/exports/price-export';
import { skypilotExport } from '../../catalog/prices/exports/skypilot';
import { type PriceFile, readPriceFile } from '../../catalog/prices/price-file';
import type { PriceRow } from '../../catalog/prices/price-row';
import { seenDate } from '../../core/iso-date';
import { exportIn } from './export-file';
import { COMMAND, refused } from './refused';

export const EXPORTS: readonly PriceExport[] = [awsExport, azureExport, googleExport, skypilotExport];

export interface ImportOptions {
  readonly format?: string;
  readonly provider?: string;
  readonly asOf?: string;
  readonly region?: string;
}

export interface ImportedPrices {
  readonly rows: readonly PriceRow[];
  readonly unread: readonly string[];
  readonly faulty: readonly string[];
}

/** @throws FleetSpecError AF-SPEC-001 for a list that nobody can read, that has no date, or no price of a GPU of the catalog */
export async function importedPrices(file: string, options: ImportOptions): Promise<ImportedPrices> {
  const data = await exportIn(file);
  const format = formatOf(file, data, options.format);
  const read = format.read(data, { asOf: options.asOf, provider: providerOf(file, format, options) });
  const rows = priceRows(read, dateOf(file, read)).filter(inRegions(options.region));
  if (rows.length === 0) throw nothingRead(file, read, options.region);
  return { rows, unread: read.unread, faulty: read.faulty ?? [] };
}

function formatOf(file: string, data: ExportData, asked: string | undefined): PriceExport {
  const found = asked === undefined ? EXPORTS.find((one) => one.recognises(data)) : EXPORTS.find(({ format }) => format === asked);
  if (found?.recognises(data)) return found;
  const wanted = found ?? undefined;
  throw refused(
    'file',
    file,
    (wanted === undefined ? EXPORTS : [wanted]).map(({ from }) => from).join('; '),
    `${file} is no such price list`,
    [`agent-fleet prices import ${file} --format ${(wanted ?? awsExport).format}, for a file of that kind`],
  );
}

const CLOUDS: Readonly<Record<string, string>> = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud' };

/** SkyPilot's files are told apart by their folders alone. */
function providerOf(file: string, { format }: PriceExport, { provider }: ImportOptions): string | undefined {
  if (format !== skypilotExport.format || provider !== undefined) return provider;
  const folder = path.basename(path.dirname(path.resolve(file)));
  if (path.basename(file) === 'vms.csv') return Object.hasOwn(CLOUDS, folder) ? CLOUDS[folder] : folder;
  throw refused('--provider', undefined, '--provider and the name of the cloud', `nothing says whose prices ${file} holds`, [
    '--provider lambda',
  ]);
}

function dateOf(file: string, { asOf }: ExportRead): string {
  if (asOf !== undefined && seenDate.safeParse(asOf).success) return asOf;
  throw refused(
    '--as-of',
    asOf,
    '--as-of and the day on which the list was exported, e.g. 2026-11-20',
    `${file} says no day on which its prices hold`,
    ['--as-of 2026-11-20'],
  );
}

function inRegions(asked: string | undefined): (row: PriceRow) => boolean {
  const regions = asked?.split(',').map((one) => one.trim());
  return ({ region }) => regions === undefined || (region !== undefined && regions.includes(region));
}

function nothingRead(file: string, read: ExportRead, region: string | undefined) {
  const regions = [...new Set(read.nodes.map((node) => node.region))].sort();
  return refused(
    'file',
    file,
    'prices of GPUs of the catalog',
    `${file} has none${region === undefined ? '' : ` in ${region}`} (${whatElse(read, regions)})`,
    [regions.length > 0 ? `--region ${regions[0]}` : repairOf(read)],
  );
}

function whatElse({ unread, faulty = [] }: ExportRead, regions: readonly string[]): string {
  if (regions.length > 0) return `it has ${regions.slice(0, 10).join(', ')}`;
  const rows = [...(faulty.length === 0 ? [] : [fewOf(faulty)]), ...(unread.length === 0 ? [] : [`only ${unread.slice(0, 5).join(', ')}`])];
  return rows.length === 0 ? 'none at all' : rows.join('; ');
}

const repairOf = ({ faulty = [] }: ExportRead): string =>
  faulty.length > 0 ? 'mend these rows of the list' : 'export the nodes with GPUs: agent-fleet gpus lists those of the catalog';

/** The first of many, and how many more there are. */
export function fewOf(faulty: readonly string[]): string {
  const [few, more] = [faulty.slice(0, 5), faulty.length - 5];
  return `${few.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** What a file keeps with further rows: a newer price of the same thing takes the place of the older. */
export function mergedInto(file: string, rows: readonly PriceRow[]): PriceFile {
  const kept: PriceFile = existsSync(file) ? readPriceFile(file, COMMAND) : { rows: [], apiRows: [] };
  const byThing = new Map<string, PriceRow>();
  for (const row of [...kept.rows, ...rows]) {
    const known = byThing.get(thingOf(row));
    if (known === undefined || row.asOf >= known.asOf) byThing.set(thingOf(row), row);
  }
  return { rows: [...byThing.values()], apiRows: kept.apiRows };
}

const thingOf = ({ gpu, provider, region, purchase, instanceType }: PriceRow): string =>
  JSON.stringify([gpu, provider, region, purchase, instanceType]);
