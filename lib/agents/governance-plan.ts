/** What a fleet is said to keep and where the data of each role goes, as the plan holds it. */
import type { GovernancePlan } from '../plan/sections/governance';
import { type DataWay, dataWays, hopText } from '../security/residency/data-ways';
import { type ResidentFleet, residencyOf, waysOf } from './residency';

/** Undefined for a fleet of which nothing is said: its plan stays as short as it is. */
export function governancePlan(fleet: ResidentFleet): GovernancePlan | undefined {
  const { spec, cluster } = fleet;
  const compliance = spec.compliance ?? cluster.compliance ?? [];
  const roles = Object.keys(spec.roles);
  const isSaid = compliance.length > 0 || cluster.tenancy !== undefined || roles.some((role) => residencyOf(fleet, role) !== undefined);
  if (!isSaid) return undefined;
  return {
    compliance: [...compliance],
    tenancy: cluster.tenancy ?? null,
    roles: roles.map((role) => ({
      role,
      dataResidency: residencyOf(fleet, role)?.toString() ?? null,
      dataFlow: dataWays(waysOf(fleet, [role])).map(planned),
    })),
  };
}

const planned = (way: DataWay): GovernancePlan['roles'][number]['dataFlow'][number] => ({
  place: `${way.place.kind} ${way.place.name}`,
  region: way.place.region?.toString() ?? null,
  way: way.hops.map(hopText),
  heldBy: way.place.isOpen === true ? 'declaration' : 'network policy',
});
