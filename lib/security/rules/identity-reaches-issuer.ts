/** AF-SEC-007: an identity is a token that a public host gives; the network of pods is closed. */
import type { Rule } from '../../core/rule';

/** Pods with an identity, as the network sees them. */
export interface IdentifiedPods {
  /** Public host that gives tokens; undefined where none is needed. */
  readonly issuer: string | undefined;
  /** Whether the pods reach public hosts, or a host outside the cluster that their owner wired. */
  readonly reachesOutside: boolean;
  /** Things to type, each of which opens the way. */
  readonly opens: readonly string[];
}

export const identityReachesIssuer: Rule<IdentifiedPods> = {
  id: 'identity-reaches-issuer',
  code: 'AF-SEC-007',
  title: 'Pods have an identity of a cloud, and do not reach the host that gives them its tokens.',
  why: 'Every call to the cloud waits for a token and fails after a timeout.',
  fix: 'Open the way to the host: namedEgress of the cluster where Cilium enforces its policies, an ExternalHost among the services, or internet.',
  severity: 'warning',
  check({ issuer, reachesOutside, opens }) {
    if (issuer === undefined) return 'not-applicable';
    if (reachesOutside) return 'compliant';
    return [
      {
        prop: 'identity',
        value: issuer,
        allowed: `a way to ${issuer}, port 443`,
        message: `the pods get their tokens from ${issuer}, and their network policy does not let them reach it`,
        repairs: [...opens],
      },
    ];
  },
};
