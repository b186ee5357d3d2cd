/** What each fleet costs beside its budget. */
import { formatSmallUsd } from '../../core/format';
import type { FleetReport } from '../view/reported';
import { figure, percent, usd, wholeUsd } from './figure';
import { type Markup, markup, type Part } from './markup';

type Fleet = FleetReport['plan'];
type Money = NonNullable<Fleet['economics']>;

export function fleetCosts(fleets: readonly FleetReport[]): Markup | null {
  const rows = fleets.flatMap(({ plan, at }) => (plan.economics === undefined ? [] : [row(plan, plan.economics, at)]));
  if (rows.length === 0) return null;
  return markup`<h3 class="under">By fleet</h3><div class="scroll" tabindex="0" role="region" aria-label="Cost by fleet"><table class="cost">
<thead><tr><th scope="col">Fleet</th><th scope="col" class="n">per hour, as planned</th><th scope="col" class="n">at the peak</th><th scope="col" class="n">per day</th><th scope="col" class="n">per month</th><th scope="col" class="n">one workflow</th><th scope="col">Budget</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function row({ name, budget }: Fleet, { usdPerHour, usdPerDay, usdPerMonth, workflow }: Money, at: string): Markup {
  const money = `${at}/economics`;
  const one =
    workflow === null ? markup`<span class="soft-text">not known</span>` : figure(`${money}/workflow/usd`, workflow.usd, formatSmallUsd);
  return markup`<tr><th scope="row">${name}</th><td class="n">${usd(`${money}/usdPerHour/plan`, usdPerHour.plan)}</td><td class="n">${usd(`${money}/usdPerHour/peak`, usdPerHour.peak)}</td>
<td class="n">${usd(`${money}/usdPerDay`, usdPerDay)}</td><td class="n">${figure(`${money}/usdPerMonth/plan`, usdPerMonth.plan, wholeUsd)}</td><td class="n">${one}</td><td>${budgetOf(budget, { usdPerHour, usdPerMonth }, at)}</td></tr>`;
}

function budgetOf(budget: Fleet['budget'], { usdPerHour, usdPerMonth }: Pick<Money, 'usdPerHour' | 'usdPerMonth'>, at: string): Part {
  if (budget === undefined) return markup`<span class="soft-text">none is set</span>`;
  const hour = budget.usdPerHour;
  const month = budget.usdPerMonth;
  return [
    ...(hour === undefined ? [] : [markup`${usd(`${at}/budget/usdPerHour`, hour)} per hour${usedOf(usdPerHour.plan, hour)}`]),
    ...(hour === undefined || month === undefined ? [] : [markup`<br>`]),
    ...(month === undefined ? [] : [markup`${usd(`${at}/budget/usdPerMonth`, month)} per month${usedOf(usdPerMonth.plan, month)}`]),
  ];
}

/** No plan holds the share: it is computed from the two figures beside it. */
const usedOf = (cost: number | null, budget: number): Part => (cost === null ? null : markup`, ${percent(null, cost / budget)} used`);
