/** The proxy through which the pods of a cluster reach the internet. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { addressRange, holdsAddress } from '../core/kubernetes/address-range';
import { httpUrl } from '../core/kubernetes/http-url';
import { notion } from '../core/notion';
import type { ClusterDns } from '../security/cluster-dns';
import type { OutsideTerms, ProxyTerms } from '../security/outside';
import { type namedEgressSchema, namedEgressTerms } from './named-egress-props';

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

/** What variables of a proxy name: no program reads a path there. */
const proxyAddress = notion(
  'address of a proxy',
  'an http:// or https:// address without user, password and path, e.g. http://proxy.example.com:3128',
  (text) => {
    if (!httpUrl.safeParse(text).success) return false;
    const { pathname, search, hash } = new URL(text);
    return pathname === '/' && search === '' && hash === '';
  },
);

const hostOf = (address: string): string => new URL(address).hostname.replace(/^\[|\]$/g, '');

/** Whether the ranges hold the address, where it is written as one; where a name leads nobody knows. */
const isHeld = (address: string | undefined, cidrs: readonly string[]): boolean =>
  address === undefined || isIP(hostOf(address)) === 0 || cidrs.some((range) => holdsAddress(range, hostOf(address)));

const NOT_HELD = 'expected an address within cidrs: the network is opened to these alone';

/** One entry of NO_PROXY: a comma would make two of it. */
const exempt = notion(
  'host without proxy',
  "a host, a suffix that begins with a dot, or an address range, without a comma or a space; '*' would leave the proxy to nobody",
  (text) => /^[\w.:/*-]{1,253}$/.test(text) && text !== '*',
);

export const proxySchema = z
  .strictObject({
    https: proxyAddress,
    http: proxyAddress.optional(),
    cidrs: z.array(addressRange).min(1, { error: 'expected at least one range: pods would reach no proxy' }),
    noProxy: z.array(exempt).optional(),
  })
  .refine(({ https, cidrs }) => isHeld(https, cidrs), { error: NOT_HELD, path: ['https'] })
  .refine(({ http, cidrs }) => isHeld(http, cidrs), { error: NOT_HELD, path: ['http'] });

interface GivenOutside {
  readonly ipFamilies?: OutsideTerms['ipFamilies'] | undefined;
  readonly proxy?: z.output<typeof proxySchema> | undefined;
  readonly namedEgress?: z.output<typeof namedEgressSchema> | undefined;
}

/** How the pods of a cluster reach what lies outside. */
export function outsideTerms(
  { ipFamilies = ['IPv4'], proxy, namedEgress }: GivenOutside,
  apiServerCidrs: readonly string[],
  dns: ClusterDns,
): OutsideTerms {
  const proxied = proxy === undefined ? undefined : proxyTerms(proxy, apiServerCidrs);
  return { ipFamilies, proxy: proxied, named: namedEgressTerms(namedEgress, dns) };
}

function proxyTerms(props: z.output<typeof proxySchema>, apiServerCidrs: readonly string[]): ProxyTerms {
  return {
    https: props.https,
    http: props.http ?? props.https,
    cidrs: props.cidrs,
    noProxy: [...apiServerCidrs, ...(props.noProxy ?? [])],
  };
}
