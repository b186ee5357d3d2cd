/** The proxy through which the pods of a cluster reach the internet. */
import { z } from 'zod';
import { addressRange } from '../core/kubernetes/address-range';
import { httpUrl } from '../core/kubernetes/http-url';
import { notion } from '../core/notion';
import type { ProxyTerms } from '../security/outside';

/** A proxy between the cluster and the internet. */
export interface ProxyProps {
  /** Address of the proxy for `https://` targets, e.g. `http://proxy.example.com:3128`, without user and password. */
  readonly https: string;
  /**
   * Address of the proxy for `http://` targets.
   * @default - `https`
   */
  readonly http?: string;
  /** Address ranges of the proxy: network policies know no names. Pods that leave the cluster reach these, and no public address. */
  readonly cidrs: readonly string[];
  /**
   * What is asked directly, beside names of the cluster (`.svc`, `.cluster.local`) and its API server: the range of its services, e.g. `10.96.0.0/12`, and hosts and
   * suffixes of your network, e.g. `.example.com`.
   * @default - none
   */
  readonly noProxy?: readonly string[];
}

/** One entry of NO_PROXY: a comma would make two of it. */
const exempt = notion(
  'host without proxy',
  'a host, a suffix that begins with a dot, or an address range, without a comma or a space',
  (text) => /^[\w.:/*-]{1,253}$/.test(text),
);

export const proxySchema = z.strictObject({
  https: httpUrl,
  http: httpUrl.optional(),
  cidrs: z.array(addressRange).min(1, { error: 'expected at least one range: pods would reach no proxy' }),
  noProxy: z.array(exempt).optional(),
});

export function proxyTerms(props: z.output<typeof proxySchema>, apiServerCidrs: readonly string[]): ProxyTerms {
  return {
    https: props.https,
    http: props.http ?? props.https,
    cidrs: props.cidrs,
    noProxy: [...apiServerCidrs, ...(props.noProxy ?? [])],
  };
}
