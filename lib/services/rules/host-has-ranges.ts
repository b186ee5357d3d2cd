/** AF-SEC-005: standard network policies know no names, so a host without ranges opens the way to all public addresses. */
import { OPERATIONAL, type Rule } from '../../core/rule';

/** A host outside the cluster as a client is wired to it. */
export interface WiredHost {
  /** The prop as the user wrote it, e.g. `services.0`. */
  readonly prop: string;
  readonly host: string;
  /** Address ranges that are opened; empty where every public address is. */
  readonly ranges: readonly string[];
}

export const hostHasRanges: Rule<WiredHost> = {
  id: 'host-has-ranges',
  code: 'AF-SEC-005',
  title: 'A host outside the cluster has no address ranges, so every public IPv4 address is reached on its port.',
  why: 'Network policies know addresses and no names: a compromised agent could send data to any public address.',
  fix: 'Name the ranges of the host (cidrs), or send its traffic through a proxy of yours whose range you name.',
  severity: OPERATIONAL,
  check({ prop, host, ranges }) {
    if (ranges.length > 0) return 'compliant';
    return [
      {
        prop,
        value: host,
        allowed: 'a host with cidrs',
        message: `the host ${host} has no address ranges, so its clients reach every public IPv4 address on port 443`,
        repairs: ["cidrs: ['203.0.113.0/24'], the ranges of the host or of a proxy in front of it"],
      },
    ];
  },
};
