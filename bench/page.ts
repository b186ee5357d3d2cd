/** The page that the benchmark prints: aligned columns, at most 100 wide. */
import { cpus, loadavg } from 'node:os';
import type { Spread } from './sampling';

export function machineLine(): string {
  const [first] = cpus();
  const load = loadavg()[0]?.toFixed(1);
  return `node ${process.version} · ${process.platform} ${process.arch} · ${cpus().length} × ${first?.model.trim() ?? 'CPU'} · load ${load}`;
}

/** The first column stands left, the others right. */
export function table(rows: readonly (readonly string[])[]): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => aligned(cell, column, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const aligned = (cell: string, column: number, width: number) => (column === 0 ? cell.padEnd(width) : cell.padStart(width));

export const ms = (value: number): string => `${value.toFixed(0)} ms`;
export const mib = (value: number): string => `${value.toFixed(0)} MiB`;
export const ratio = (value: number): string => value.toFixed(2);

/** `575 ms (560–702)`. */
export function withSpread({ min, median, max }: Spread, unit: (value: number) => string): string {
  return `${unit(median)} (${min.toFixed(0)}–${max.toFixed(0)})`;
}

/** `≤ 1.15 met` or `≤ 1.15 missed`. */
export function goal(limit: number, value: number, unit: (value: number) => string): string {
  return `≤ ${unit(limit)} ${value <= limit ? 'met' : 'missed'}`;
}
