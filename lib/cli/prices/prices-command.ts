/** `agent-fleet prices import`: a price book from the lists that clouds export. Nothing is downloaded. */
import { Argument, type Command, Option } from 'commander';
import type { PriceRow } from '../../catalog/prices/price-row';
import { replaceFile } from '../safe-files';
import type { Terminal } from '../terminal';
import { EXPORTS, fewOf, type ImportedPrices, type ImportOptions, importedPrices, mergedInto } from './imported-prices';

interface PricesOptions extends ImportOptions {
  readonly into?: string;
  readonly json?: true;
}

export function registerPrices(program: Command, terminal: Terminal): void {
  program
    .command('prices')
    .addArgument(new Argument('<what>', 'what to do with them').choices(['import']))
    .argument('<file>', 'price list as the cloud exports it, JSON or CSV')
    .addOption(new Option('--format <name>', 'kind of list; found out where it is not said').choices(EXPORTS.map(({ format }) => format)))
    .option('--as-of <date>', 'day on which the list was exported; lists of AWS say it themselves')
    .option('--provider <name>', 'who sells; needed for files of SkyPilot that are not called <cloud>/vms.csv')
    .option('--region <names>', 'only these regions, with commas')
    .option('--into <file>', 'price book to write or to add to; PriceBook.fromFile and `recommend --prices` read it')
    .option('--json', 'print JSON: the rows of a price book')
    .description('Make a price book from the price list of a cloud, without network')
    .action((_what: string, file: string, options: PricesOptions) => importPrices(file, options, terminal));
}

async function importPrices(file: string, options: PricesOptions, terminal: Terminal): Promise<void> {
  const found = await importedPrices(file, options);
  if (options.into !== undefined) write(options.into, found.rows, terminal);
  terminal.out(options.json ? `${JSON.stringify({ rows: found.rows }, null, 2)}\n` : `${table(found.rows)}\n`);
  sayUnread(found, terminal);
}

function write(into: string, rows: readonly PriceRow[], terminal: Terminal): void {
  const { rows: all, apiRows } = mergedInto(into, rows);
  replaceFile(into, `${JSON.stringify({ rows: all, apiRows }, null, 2)}\n`);
  terminal.note(`${into}: ${all.length} prices, ${rows.length} of them from this list`);
}

function sayUnread({ unread, faulty }: ImportedPrices, terminal: Terminal): void {
  if (unread.length > 0) terminal.note(`not read, since the catalog has no such whole GPU: ${unread.join(', ')}`);
  if (faulty.length > 0) terminal.note(`rows with faults: ${fewOf(faulty)}`);
}

function table(rows: readonly PriceRow[]): string {
  const cells = rows.map(({ gpu, provider, region = '', purchase, instanceType = '', gpusPerNode = 1, usdPerGpuHour, asOf }) => [
    gpu,
    provider,
    region,
    purchase,
    `${gpusPerNode} × ${instanceType}`,
    `$${(usdPerGpuHour ?? 0).toFixed(2)}/h`,
    asOf,
  ]);
  const lines = [['GPU', 'provider', 'region', 'purchase', 'GPUs of a node', 'a GPU', 'as of'], ...cells];
  const widths = (lines[0] ?? []).map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0)));
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
