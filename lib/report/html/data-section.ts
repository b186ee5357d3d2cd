/** Where the data of each role goes, and what a fleet is said to keep. */
import type { GovernancePlan } from '../../plan/sections/governance';
import type { ReportView } from '../view/report-view';
import { type Markup, markup, type Part } from './markup';
import type { Section } from './section';

type RoleData = GovernancePlan['roles'][number];

export function dataSection({ fleets }: ReportView): Section | null {
  const cards = fleets.flatMap(({ plan: { name, governance } }) => (governance === undefined ? [] : [card(name, governance)]));
  return cards.length === 0 ? null : { id: 'data', title: 'Where data goes', body: markup`${cards}` };
}

function card(fleet: string, { compliance, tenancy, roles }: GovernancePlan): Markup {
  const kept = compliance.length === 0 ? 'nothing is said to be kept' : `said to keep ${compliance.join(', ')}, which nothing here checks`;
  return markup`<article class="card"><h3>${fleet}</h3><p class="lead">${kept}; machines: ${tenancy ?? 'nobody says who else runs on them'}.</p>
<div class="scroll" tabindex="0" role="region" aria-label="Where the data of ${fleet} goes"><table class="checks"><thead><tr><th scope="col">Role</th><th scope="col">May not leave</th><th scope="col">Reaches</th></tr></thead><tbody>${roles.map(row)}</tbody></table></div></article>`;
}

const row = ({ role, dataResidency, dataFlow }: RoleData): Markup =>
  markup`<tr><th scope="row">${role}</th><td>${dataResidency ?? 'nothing is named'}</td><td>${placesOf(dataFlow)}</td></tr>`;

const placesOf = (flow: RoleData['dataFlow']): Part =>
  flow.length === 0
    ? 'no place'
    : markup`<ul>${flow.map(({ place, region, way, heldBy }) => markup`<li>${place}: ${region ?? 'region unknown'} <small>${way.join(' → ')}; held by ${heldBy}</small></li>`)}</ul>`;
