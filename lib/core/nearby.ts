/** Values as near as can be to one that a schema refuses: the same thing, written as most notions want it. */
import { firstOf } from './kubernetes/address-range';
import { parseImage } from './kubernetes/image-reference';

/** @param prop last part of its path, which may name a unit: `storageGiB` */
export function near(value: unknown, prop = ''): unknown[] {
  if (typeof value === 'number' && Number.isFinite(value)) return nearNumber(value);
  if (typeof value !== 'string' || value.length > 200) return [];
  const trimmed = value.trim();
  return [
    trimmed,
    trimmed.toLowerCase(),
    trimmed.replace(/^http:/, 'https:'),
    ...withoutTag(trimmed),
    ...clockTimes(trimmed),
    ...ranges(trimmed),
    ...memories(trimmed),
    ...dashed(trimmed),
    ...amounts(trimmed, prop),
    ...(trimmed === 'true' || trimmed === 'false' ? [trimmed === 'true'] : []),
  ];
}

/** A number where a text is wanted is that text, or GiB of memory. */
const nearNumber = (value: number): unknown[] => [Math.round(value), Math.abs(Math.round(value)), String(value), `${value}Gi`];

/** Repository of an image that was given with its tag or digest. */
function withoutTag(text: string): string[] {
  const parsed = parseImage(text);
  return parsed === null || !text.includes('/') ? [] : [parsed.repository];
}

/** `08:00` for `8:00`. */
const clockTimes = (text: string): string[] => (/^\d:\d\d$/.test(text) ? [`0${text}`] : []);

/** `10.1.2.3/32` for one address of IPv4, `10.1.2.0/24` for `10.1.2.3/24`. */
function ranges(text: string): string[] {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(text)) return [`${text}/32`];
  const first = firstOf(text);
  return first === undefined ? [] : [first];
}

const UNIT = /^(\d{1,12}(?:\.\d{1,6})?) ?([kmgt])(?:i?b|i)?$/i;

/** `16Gi` for `16GB`, `16 gb` or `16gib`. */
function memories(text: string): string[] {
  const [, amount, unit = ''] = UNIT.exec(text) ?? [];
  return amount === undefined ? [] : [`${amount}${unit.toUpperCase()}i`];
}

function dashed(text: string): string[] {
  const name = text
    .toLowerCase()
    .replace(/[^a-z0-9]{1,200}/g, '-')
    .replace(/^-|-$/g, '');
  return name === '' ? [] : [name, `x-${name}`];
}

const THOUSAND = 1_000;
const OF_A_GIB: Readonly<Record<string, number>> = { M: 1 / 1_024, G: 1, T: 1_024 };

/** The number in a text: 16000 of `16k`, 1.2 of `$1.20`, 90 of `90 %`; of a prop in GiB 1024 of `1Ti`. A text may be wanted for it, e.g. `2` for `2 cores`. */
function amounts(text: string, prop: string): unknown[] {
  const [, size, unit = ''] = UNIT.exec(text) ?? [];
  const factor = prop.includes('GiB') ? OF_A_GIB[unit.toUpperCase()] : undefined;
  if (size !== undefined && factor !== undefined) return [Number(size) * factor];
  const [, digits, thousands] = /^[$€]?\s?(-?\d[\d_,]{0,20}(?:\.\d{1,9})?)(k?)\s?[a-z%/]{0,12}$/i.exec(text) ?? [];
  if (digits === undefined) return text === '' ? [] : [Number(text.replaceAll('_', ''))];
  const number = Number(digits.replace(/[_,]/g, '')) * (thousands === '' ? 1 : THOUSAND);
  return [number, String(number)];
}
