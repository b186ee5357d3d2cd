/** The cost tree as a table: the app, its stacks, their pools. */
import { formatUsd } from '../../core/format';
import { sellerOf } from '../../economics/seller';
import type { CostNode } from '../view/cost-tree';
import type { ReportView } from '../view/report-view';
import { barOf } from './bar';
import { costSpan, count, span, usd, wholeUsd } from './figure';
import { fleetCosts } from './fleet-costs';
import { type Markup, markup, type Part } from './markup';
import { roleCosts } from './role-costs';
import type { Section } from './section';
import { tierCosts } from './tier-costs';

export function costSection({ costs, summary, fleets, tiers }: ReportView): Section | null {
  if (costs.parts.length === 0) return null;
  const whole = costs.parts.length === 1 ? (costs.parts[0] as CostNode) : costs;
  const note =
    summary.unpriced.length === 0
      ? markup`GPUs alone, with every pool at its floor; a range ends where every pool is scaled out. A month has 720 hours.`
      : markup`No price is known for ${summary.unpriced.join(', ')}, so sums that hold it are unknown: a partial sum would look like a bargain.`;
  return {
    id: 'cost',
    title: 'Cost',
    body: markup`<p class="lead">${note}</p>
<div class="scroll" tabindex="0" role="region" aria-label="Cost by pool"><table class="cost">
<thead><tr><th scope="col">What</th><th scope="col">How it adds up</th><th scope="col" class="n">per hour</th><th scope="col" class="n">per month</th><th scope="col">Share</th></tr></thead>
<tbody>${rows(whole, 0)}</tbody></table></div>${tierCosts(tiers)}${fleetCosts(fleets)}${roleCosts(fleets)}`,
  };
}

function rows(node: CostNode, depth: number): Markup[] {
  const { perHour, perMonth, at, share } = node;
  const row = markup`<tr class="level-${Math.min(depth, 2)}${node.pool === null ? ' sum' : ''}"><th scope="row">${node.name}</th><td class="how">${sumOf(node)}</td>
<td class="n">${costSpan(at, perHour)}</td><td class="n">${span(null, 'floor', 'ceiling', [perMonth.floor, perMonth.ceiling], wholeUsd)}</td>
<td class="share">${share === null ? null : barOf([{ className: 's-cost', share }], `${Math.round(share * 100)} % of the cost`)}</td></tr>`;
  return [row, ...node.parts.flatMap((part) => rows(part, depth + 1))];
}

/** `2–4 × 1 × A100 at $1.35` with who asks it and since when. */
function sumOf({ pool, at }: CostNode): Part {
  if (pool === null || at === null) return null;
  const pointer = at.replace(/\/costPerHour$/, '');
  const { replicas, price } = pool;
  const counted = markup`${span(`${pointer}/replicas`, 'min', 'max', [replicas.min, replicas.max], String)} × ${count(`${pointer}/gpusPerReplica`, pool.gpusPerReplica)} ${pool.gpu.name}`;
  if (price === null) return markup`${counted}, no price`;
  return markup`${counted} at ${usd(`${pointer}/price/usdPerGpuHour`, price.usdPerGpuHour)} <small>${sellerOf(price)}, ${price.purchase}, ${price.asOf}</small>`;
}

export const perHourText = (value: number): string => `${formatUsd(value)}/h`;
