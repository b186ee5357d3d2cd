/** How pods reach what lies outside the cluster: at public addresses of its families, by name, or through a proxy alone. */
import { isIP } from 'node:net';
import { holdsAddress } from '../core/kubernetes/address-range';
import type { NamedEgressTerms } from './named-egress';

/** Families of addresses that pods have. */
export const IP_FAMILIES = ['IPv4', 'IPv6'] as const;
/** A family of addresses that pods have. */
export type IpFamily = (typeof IP_FAMILIES)[number];

/** A proxy as pods see it. */
export interface ProxyTerms {
  readonly http: string;
  readonly https: string;
  /** What is asked directly: names, suffixes and ranges. */
  readonly noProxy: readonly string[];
  /** Addresses of the proxy. */
  readonly cidrs: readonly string[];
}

export interface OutsideTerms {
  readonly ipFamilies: readonly IpFamily[];
  readonly proxy: ProxyTerms | undefined;
  /** Set where the network plugin knows names. */
  readonly named: NamedEgressTerms | undefined;
}

/** Where pods live whose way out this is. */
export interface OutsideRealm {
  readonly outside: OutsideTerms;
}

/** Names and addresses inside the cluster, which no proxy may see. */
const INSIDE = ['localhost', '127.0.0.1', '::1', '.svc', '.cluster.local'];

/** Addresses that "the internet" does not contain: private ranges, loopback, link-local with the cloud metadata service. */
const PUBLIC: Readonly<Record<IpFamily, { readonly cidr: string; readonly except: readonly string[] }>> = {
  IPv4: {
    cidr: '0.0.0.0/0',
    except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'],
  },
  // Loopback, unique local, link-local (RFC 4193, 4291), and the range by which a gateway reaches IPv4 addresses (RFC 6052): a way around the
  // exceptions of IPv4. Mapped addresses (::ffff:0:0/96) leave a pod as IPv4, which the policy of IPv4 judges; the API server refuses them here,
  // since Go reads them as IPv4 and finds them outside ::/0.
  IPv6: { cidr: '::/0', except: ['::1/128', '64:ff9b::/96', 'fc00::/7', 'fe80::/10'] },
};

/** Hosts outside are opened by name alone. */
export const reachesByName = ({ namespace }: { readonly namespace: OutsideRealm }): boolean => namespace.outside.named !== undefined;

/** Families of which every public address is opened for a host whose addresses are not given; none where the way is a proxy, or the name of the host. */
export const openedFamilies = ({ namespace: { outside } }: { readonly namespace: OutsideRealm }): readonly IpFamily[] =>
  outside.proxy === undefined && outside.named === undefined ? outside.ipFamilies : [];

/** One thing to type that opens hosts outside by name; nothing behind a proxy, which is the one way out. */
export const namedEgressRepair = ({ namespace }: { readonly namespace: OutsideRealm }): readonly string[] =>
  namespace.outside.proxy === undefined ? ["namedEgress: { policies: 'cilium' } on the Cluster, where Cilium enforces its policies"] : [];

/** Public addresses as peers of a network policy. */
export const publicPeers = ({ ipFamilies }: OutsideTerms) =>
  ipFamilies.map((family) => ({ ipBlock: { cidr: PUBLIC[family].cidr, except: [...PUBLIC[family].except] } }));

/** Whether that opens the way to an address. */
export const isPublicAddress = (address: string, { ipFamilies }: OutsideTerms): boolean =>
  ipFamilies.some((family) => {
    const { cidr, except } = PUBLIC[family];
    return (
      isIP(address) === (family === 'IPv4' ? 4 : 6) && holdsAddress(cidr, address) && !except.some((part) => holdsAddress(part, address))
    );
  });

/** Ports of a proxy, each once. */
export const proxyPorts = ({ http, https }: ProxyTerms): readonly number[] => [...new Set([http, https].map(portOf))];

function portOf(url: string): number {
  const { port, protocol } = new URL(url);
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

/**
 * Variables by which programs find the proxy; none where there is no proxy. In both spellings: curl reads `http_proxy` in lower case alone.
 * @param leaves whether the pods reach anything outside the cluster
 */
export function proxyEnv({ outside: { proxy } }: OutsideRealm, leaves: boolean): Readonly<Record<string, string>> {
  if (proxy === undefined || !leaves) return {};
  const values = { HTTP_PROXY: proxy.http, HTTPS_PROXY: proxy.https, NO_PROXY: [...INSIDE, ...proxy.noProxy].join(',') };
  return Object.fromEntries(
    Object.entries(values).flatMap(
      ([name, value]) =>
        [
          [name, value],
          [name.toLowerCase(), value],
        ] as const,
    ),
  );
}
