/** AF-SEC-005: standard network policies know no names, so a host without ranges opens the way to all public addresses, unless the network plugin knows names. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { IpFamily } from '../../security/outside';

/** A host outside the cluster as a client is wired to it. */
export interface WiredHost {
  /** The prop as the user wrote it, e.g. `services.0`. */
  readonly prop: string;
  readonly host: string;
  readonly port: number;
  /** Address ranges that are opened. */
  readonly ranges: readonly string[];
  /** Families of which every public address is opened where there are no ranges; none where the way is a proxy, or the name of the host. */
  readonly opened: readonly IpFamily[];
}

export const hostHasRanges: Rule<WiredHost> = {
  id: 'host-has-ranges',
  code: 'AF-SEC-005',
  title: 'A host outside the cluster has no address ranges, so every public address is reached on its port.',
  why: 'Network policies know addresses and no names: a compromised agent could send data to any public address.',
  fix: 'Name the ranges of the host (cidrs), send its traffic through a proxy of yours whose range you name, or give the cluster namedEgress where Cilium enforces its policies.',
  severity: OPERATIONAL,
  check({ prop, host, port, ranges, opened }) {
    if (ranges.length > 0 || opened.length === 0) return 'compliant';
    return [
      {
        prop,
        value: host,
        allowed: 'a host with cidrs, or a cluster with namedEgress',
        message: `the host ${host} has no address ranges, so its clients reach every public ${opened.join(' and ')} address on port ${port}`,
        repairs: ["cidrs: ['203.0.113.0/24'], the ranges of the host or of a proxy in front of it"],
      },
    ];
  },
};
