/** AF-RES-001: whatever data of a resident role can reach lies inside its region. */
import { type Rule, type Violation, violations } from '../../../core/rule';
import { type DataWay, hopText, wayText } from '../data-ways';
import { isInside, type ResidentData } from '../resident-data';

export const dataStaysInside: Rule<ResidentData> = {
  id: 'data-stays-inside',
  code: 'AF-RES-001',
  title: 'Data of a resident role can reach a place outside of its region, or one of which nobody says where it is.',
  why: 'One fallback, trace or store elsewhere is enough for the data to leave the region that law or a contract names.',
  fix: 'Use a place inside the region, say where the place is (`region`), or take away the way that leads to it.',
  severity: 'error',
  check(data) {
    return violations(data.ways.filter(({ place }) => !isInside(data.residency, place)).map((way) => leak(data, way)));
  },
};

function leak({ from, prop, residency }: ResidentData, way: DataWay): Violation {
  const { kind, name, region, repairs } = way.place;
  const where = region === null ? 'in an unknown region' : `in ${region}`;
  return {
    prop,
    value: region?.name ?? 'unknown',
    allowed: `a region inside ${residency}`,
    message: `data of ${from} must stay in ${residency.name} and can reach ${kind} ${name} ${where}: ${wayText(from, way)}`,
    details: way.hops.map((hop, index) => ({ label: `hop ${index + 1}`, text: hopText(hop) })),
    repairs: repairs.length > 0 ? [...repairs] : [`take ${kind} ${name} away, or use one inside ${residency.name}`],
  };
}
