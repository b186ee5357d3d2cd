/** What each kind of GPU costs, by the way it is bought. */
import type { TierReport } from '../view/reported';
import { count, figure, usd, wholeUsd } from './figure';
import { type Markup, markup } from './markup';

export function tierCosts(tiers: readonly TierReport[]): Markup | null {
  if (tiers.length === 0) return null;
  return markup`<h3 class="under">By kind of GPU</h3><div class="scroll" tabindex="0" role="region" aria-label="Cost by kind of GPU"><table class="cost">
<thead><tr><th scope="col">GPU</th><th scope="col">Pools</th><th scope="col" class="n">GPUs, as planned</th><th scope="col" class="n">at the peak</th><th scope="col" class="n">per hour, as planned</th><th scope="col" class="n">at the floor</th><th scope="col" class="n">at the peak</th><th scope="col" class="n">scaled out</th><th scope="col" class="n">per month, as planned</th></tr></thead><tbody>${tiers.map(row)}</tbody></table></div>`;
}

function row({ at, stack, plan: { name, purchase, pools, gpus, usdPerHour, usdPerMonth } }: TierReport): Markup {
  const perHour = (point: 'floor' | 'plan' | 'peak' | 'ceiling') => usd(`${at}/usdPerHour/${point}`, usdPerHour[point]);
  return markup`<tr><th scope="row">${name} <small>${purchase ?? 'no price'}, ${stack}</small></th><td>${pools.join(', ')}</td><td class="n">${count(`${at}/gpus/plan`, gpus.plan)}</td><td class="n">${count(`${at}/gpus/peak`, gpus.peak)}</td>
<td class="n">${perHour('plan')}</td><td class="n">${perHour('floor')}</td><td class="n">${perHour('peak')}</td><td class="n">${perHour('ceiling')}</td><td class="n">${figure(`${at}/usdPerMonth/plan`, usdPerMonth.plan, wholeUsd)}</td></tr>`;
}
