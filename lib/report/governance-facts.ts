/** What a fleet is said to keep and where its data goes, as a person reads it in a terminal. */
import { formatInteger } from '../core/format';
import type { FleetPlanSection } from '../plan/sections/fleet';
import type { GovernancePlan } from '../plan/sections/governance';
import type { Fact } from './request-facts';

type RoleData = GovernancePlan['roles'][number];

/** None for a fleet of which nothing is said. */
export function governanceFacts({ governance }: FleetPlanSection): Fact[] {
  if (governance === undefined) return [];
  const { compliance, tenancy, roles } = governance;
  const said = [...(compliance.length === 0 ? [] : [`said to keep ${compliance.join(', ')}`]), ...(tenancy === null ? [] : [tenancy])];
  return [['data', [...said, ...roles.map(roleText)].join(' · ')]];
}

function roleText({ role, dataResidency, dataFlow }: RoleData): string {
  const regions = [...new Set(dataFlow.map(({ region }) => region?.split(' (')[0] ?? 'unknown'))];
  const declared = dataFlow.filter(({ heldBy }) => heldBy === 'declaration').length;
  const open = declared === 0 ? '' : `, ${formatInteger(declared)} by declaration alone`;
  const stays = dataResidency === null ? `${role} reaches` : `${role} stays in ${dataResidency.split(' (')[0]}:`;
  return `${stays} ${formatInteger(dataFlow.length)} places in ${regions.join(', ')}${open}`;
}
