/** Money that changes, as text. Unknown stays unknown: a partial sum would look like a bargain. */
import { formatInteger, formatUsd } from '../../core/format';
import type { CostChange, MoneyChange } from '../../plan/diff/cost-change';
import type { PlanDiff } from '../../plan/diff/plan-diff';

/** What stands behind a figure. */
export type Per = '' | '/h' | ' a month';

/** Cents of a month are noise, unless they are all there is. */
const amount = (usd: number, per: Per): string => (per === ' a month' && usd >= 100 ? `$${formatInteger(usd)}` : formatUsd(usd));

export const usdOr = (usd: number | null, per: Per): string => (usd === null ? 'unknown' : `${amount(usd, per)}${per}`);

/** `+$1.30/h`, `−$1.30/h`, `no change`. */
export function signedUsd(usd: number | null, per: Per): string {
  if (usd === null) return 'unknown';
  return usd === 0 ? 'no change' : `${usd > 0 ? '+' : '−'}${amount(Math.abs(usd), per)}${per}`;
}

/** ` (+17 %)`; empty where there is nothing to compare with, or nothing changes. */
export function shareText({ before, delta }: MoneyChange): string {
  if (before === null || before <= 0 || delta === null || delta === 0) return '';
  const percent = Math.abs((delta / before) * 100);
  return ` (${delta > 0 ? '+' : '−'}${percent < 10 ? percent.toFixed(1) : percent.toFixed(0)} %)`;
}

/** One sentence: what all fleets cost more or less. */
export function headline({ floorPerHour: hour, floorPerMonth: month, ceilingPerHour: ceiling }: CostChange): string {
  if (hour.delta === null) return 'the cost changes by an unknown amount';
  if (hour.delta === 0) return ceiling.delta === 0 ? 'the cost stays the same' : 'the cost stays the same until pools scale';
  const direction = hour.delta > 0 ? 'more' : 'less';
  return `${usdOr(Math.abs(hour.delta), '/h')} ${direction}${shareText(hour)}, ${usdOr(month.delta === null ? null : Math.abs(month.delta), ' a month')}`;
}

export function pricesText({ unpriced, pricesAsOf }: CostChange): string {
  const dates = pricesAsOf.length === 0 ? '' : `Prices of ${[...new Set([pricesAsOf[0], pricesAsOf.at(-1)])].join(' to ')}.`;
  const missing = unpriced.length === 0 ? '' : ` No price is known for ${unpriced.join(', ')}.`;
  return `${dates}${missing}`.trim();
}

/** A sum is worth a line where more than one stack costs something. */
export const isSum = (stacks: readonly PlanDiff[]): boolean =>
  stacks.filter(({ cost: { floorPerHour } }) => floorPerHour.before !== 0 || floorPerHour.after !== 0).length > 1;
