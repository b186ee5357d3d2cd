/** What each role costs: its part of the pools that serve it. */
import { formatUsd } from '../../core/format';
import type { FleetReport } from '../view/reported';
import { figure, usd, wholeUsd } from './figure';
import { type Markup, markup, type Part } from './markup';

type Role = FleetReport['plan']['roles'][number];

export function roleCosts(fleets: readonly FleetReport[]): Markup | null {
  const rows = fleets.flatMap(({ plan, at }) => [
    ...plan.roles.flatMap((role, index) => row(role, `${at}/roles/${index}/economics`, plan.name)),
    ...(plan.apiRoles ?? []).flatMap((role, index) =>
      row(role, `${at}/apiRoles/${index}/economics`, `${plan.name}, answered by ${role.model}`),
    ),
  ]);
  if (rows.length === 0) return null;
  return markup`<h3 class="under">By role</h3><div class="scroll" tabindex="0" role="region" aria-label="Cost by role"><table class="cost">
<thead><tr><th scope="col">Role</th><th scope="col" class="n">per hour, as planned</th><th scope="col" class="n">at the peak</th><th scope="col" class="n">per month</th><th scope="col" class="n">a million tokens</th><th scope="col">At an API</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function row({ name, economics }: Pick<Role, 'name' | 'economics'>, at: string, fleet: string): Markup[] {
  if (economics === undefined) return [];
  const { usdPerHour, usdPerMonth, usdPerMillionTokens } = economics;
  const tokens =
    usdPerMillionTokens === null
      ? markup`<span class="soft-text">no rate is given</span>`
      : usd(`${at}/usdPerMillionTokens`, usdPerMillionTokens);
  return [
    markup`<tr><th scope="row">${name} <small>${fleet}</small></th><td class="n">${usd(`${at}/usdPerHour/plan`, usdPerHour.plan)}</td><td class="n">${usd(`${at}/usdPerHour/peak`, usdPerHour.peak)}</td>
<td class="n">${figure(`${at}/usdPerMonth/plan`, usdPerMonth.plan, wholeUsd)}</td><td class="n">${tokens}</td><td>${apiOf(economics, at)}</td></tr>`,
  ];
}

function apiOf({ crossover }: NonNullable<Role['economics']>, at: string): Part {
  if (crossover === undefined) return markup`<span class="soft-text">none is named</span>`;
  return markup`${figure(`${at}/crossover/usdPerHour`, crossover.usdPerHour, formatUsd)} per hour <small>${crossover.api}, ${crossover.asOf}</small>`;
}
