/** Figures as people read them, each with its exact value and where it stands in the plan: a page can be read back. */
import { formatGiB, formatInteger, formatPercent, formatUsd } from '../../core/format';
import type { CostRange } from '../view/cost-tree';
import { type Markup, markup } from './markup';

export const UNKNOWN = markup`<span class="unknown">unknown</span>`;

/** @param at JSON pointer of the figure, from the list of plans on; null for a sum that no plan holds. */
export function figure(at: string | null, value: number | null, format: (value: number) => string): Markup {
  if (value === null) return UNKNOWN;
  return at === null
    ? markup`<data value="${value}">${format(value)}</data>`
    : markup`<data value="${value}" data-of="${at}">${format(value)}</data>`;
}

export const usd = (at: string | null, value: number | null): Markup => figure(at, value, formatUsd);
export const count = (at: string | null, value: number | null): Markup => figure(at, value, formatInteger);
export const gib = (at: string | null, value: number | null, digits = 1): Markup => figure(at, value, (known) => formatGiB(known, digits));
export const percent = (at: string | null, value: number | null): Markup => figure(at, value, formatPercent);

/** `$2.70–$5.40`, or one figure where both are the same. */
export function span(
  at: string | null,
  low: string,
  high: string,
  range: readonly [number | null, number | null],
  format = formatUsd,
): Markup {
  const [from, to] = range;
  const first = figure(at === null ? null : `${at}/${low}`, from, format);
  if (from === to) return first;
  return markup`${first}–${figure(at === null ? null : `${at}/${high}`, to, format)}`;
}

export const costSpan = (at: string | null, { floor, ceiling }: CostRange): Markup => span(at, 'floor', 'ceiling', [floor, ceiling]);

/** USD without cents: for months. */
export const wholeUsd = (value: number): string => formatUsd(Math.round(value)).replace(/\.00$/, '');

/** `1 pool`, `3 pools`. */
export const counted = (many: number, noun: string): string => `${formatInteger(many)} ${noun}${many === 1 ? '' : 's'}`;
