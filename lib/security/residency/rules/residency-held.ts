/** AF-RES-003: a network policy knows addresses, so a host without ranges is inside by its declaration alone. */
import { OPERATIONAL, type Rule, violations } from '../../../core/rule';
import { wayText } from '../data-ways';
import { isInside, type ResidentData } from '../resident-data';

export const residencyHeld: Rule<ResidentData> = {
  id: 'residency-held',
  code: 'AF-RES-003',
  title: 'A place of resident data is inside its region by declaration alone: network policies open every public address.',
  why: 'Code that goes wrong or is turned against you could send the data anywhere.',
  fix: 'Name the address ranges of the host (`cidrs`), or those of a proxy in front of it, or give the cluster namedEgress where Cilium enforces its policies.',
  severity: OPERATIONAL,
  check({ from, prop, residency, ways }) {
    if (ways.length === 0) return 'not-applicable';
    const open = ways.filter(({ place }) => place.isOpen === true && isInside(residency, place));
    return violations(
      open.map((way) => ({
        prop,
        value: way.place.name,
        allowed: 'a host with cidrs, or a cluster with namedEgress',
        message: `data of ${from} stays in ${residency.name} at ${way.place.kind} ${way.place.name} by declaration alone, because the network is open to every public IPv4 address: ${wayText(from, way)}`,
        repairs: ["cidrs: ['203.0.113.0/24'], the ranges of the host or of a proxy in front of it"],
      })),
    );
  },
};
