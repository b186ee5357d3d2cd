/**
 * Figures that a page quotes in a sentence: `<!-- = f13 pools.planner.headroom percent -->31 %<!-- / -->` is a field of the plan of an example, and
 * `<!-- = accuracy "KV pool" "as shipped" mean -->0.21 %<!-- / -->` a cell of docs/accuracy.md.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { formatGiB, formatInteger, formatPercent, formatUsd } from '../lib/core/format';
import { examplePlan } from './example-fleets';

const FIGURE = /(<!-- = ([^>]+) -->)[\s\S]*?(<!-- \/ -->)/g;
const WORD = /"[^"]+"|\S+/g;
const ACCURACY = path.join(__dirname, '..', 'docs', 'accuracy.md');

const FORMATS: Readonly<Record<string, (value: never) => string>> = {
  text: (value: string) => value,
  percent: formatPercent,
  GiB: formatGiB,
  usd: formatUsd,
  usdOf720Hours: (value: number) => formatUsd(value * 720),
  KiB: (bytes: number) => `${formatInteger(bytes / 1024)} KiB`,
  count: formatInteger,
  hundreds: (value: number) => formatInteger(Math.round(value / 100) * 100),
  tens: (value: number) => formatInteger(Math.round(value / 10) * 10),
  seconds: (milliseconds: number) => formatInteger(milliseconds / 1000),
};

export function withFigures(page: string): string {
  return page.replace(FIGURE, (_all, head: string, asked: string, tail: string) => `${head}${figure(asked)}${tail}`);
}

function figure(asked: string): string {
  const words = (asked.match(WORD) ?? []).map((word) => word.replace(/^"|"$/g, ''));
  const [from = '', ...rest] = words;
  return from === 'accuracy' ? accuracyCell(rest, asked) : planField(from, rest, asked);
}

function planField(example: string, [field = '', format = '']: readonly string[], asked: string): string {
  const value = field.split('.').reduce<unknown>(step, examplePlan(example));
  const print = FORMATS[format];
  if (value === undefined || value === null || print === undefined)
    throw new Error(`"${asked}": ${field} is ${String(value)}, formats are ${Object.keys(FORMATS).join(', ')}`);
  return print(value as never);
}

/** Lists are read by the name or id of what they hold. */
function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.find((item) => item.name === key || item.id === key) ?? value[Number(key)];
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
}

function accuracyCell([section = '', row = '', column = '']: readonly string[], asked: string): string {
  const [, text = ''] = fs.readFileSync(ACCURACY, 'utf8').split(`# ${section}\n`);
  const lines = (text.split(/^#/m)[0] ?? '').split('\n').filter((line) => line.startsWith('|'));
  const cells = lines.map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  const value = cells.find(([name]) => name === row)?.[cells[0]?.indexOf(column) ?? -1];
  if (value === undefined) throw new Error(`"${asked}" is no cell of docs/accuracy.md`);
  return value;
}
