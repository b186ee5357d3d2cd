/** A field of a plan as people read it: its unit follows from its name, as everywhere in the plan. */
import { formatGiB, formatInteger, formatPercent, formatSmallUsd, formatUsd } from '../../core/format';

/** What stands where there is nothing. */
export const NOTHING = '–';

type Format = (value: number) => string;

/** The first that fits the name of the field. */
const UNITS: readonly (readonly [RegExp, Format])[] = [
  [/GiB$/, (value) => formatGiB(value)],
  // What is small is told apart, as in the plan: a workflow, a million tokens.
  [/^usd$/, formatSmallUsd],
  [/(^usd|\.usd|PerHour$|budget\.|(PerHour|PerMonth)\.)/, formatUsd],
  [/(headroom|Utilization|Fraction|share)$/i, formatPercent],
  [/Ms$/, (value) => `${formatInteger(value)} ms`],
  [/Seconds$/, (value) => `${formatInteger(value)} s`],
];

export function formatField(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return NOTHING;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'number') return formatNumber(field, value);
  if (typeof value === 'string') return value;
  if (!Array.isArray(value)) return JSON.stringify(value);
  return value.length === 0 ? NOTHING : value.map((entry) => formatField(field, entry)).join(', ');
}

function formatNumber(field: string, value: number): string {
  const unit = UNITS.find(([name]) => name.test(field));
  if (unit !== undefined) return unit[1](value);
  return Number.isInteger(value) ? formatInteger(value) : String(Number(value.toPrecision(3)));
}
