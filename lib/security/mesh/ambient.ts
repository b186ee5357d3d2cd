/**
 * What Istio's ambient mode needs of pods and of their network policies. A ztunnel on the node takes over the connections of a pod inside its network namespace, so policies see the addresses of pods, and the port of the tunnel
 * in place of that of the server (istio/istio@86c9f01f, architecture/ambient/ztunnel.md).
 */
import type { IpFamily } from '../outside';
import type { MeshTerms } from './mesh-props';

/** Port of the tunnel (HBONE) at every pod. */
export const TUNNEL_PORT = 15_008;

const DATAPLANE_MODE = 'istio.io/dataplane-mode';

/** Label of namespaces whose pods are in the mesh. */
export const JOINED: Readonly<Record<string, string>> = { [DATAPLANE_MODE]: 'ambient' };

/** Label of pods that stay out of it. */
export const APART: Readonly<Record<string, string>> = { [DATAPLANE_MODE]: 'none' };

/** Addresses from which probes of the kubelet come to pods of the mesh (defaults of cni/README.md, istio/istio@86c9f01f). */
const PROBES: Readonly<Record<IpFamily, string>> = { IPv4: '169.254.7.127/32', IPv6: 'fd16:9254:7127:1337:ffff:ffff:ffff:ffff/128' };

/** Peers of a network policy: whence the kubelet asks pods of the mesh. */
export const probePeers = (families: readonly IpFamily[]) => families.map((family) => ({ ipBlock: { cidr: PROBES[family] } }));

/** Ports at which pods of others call, or are called. One of the mesh is called by the tunnel; of the others nobody knows. */
export function portsOfOthers(mesh: MeshTerms | undefined, namespace: string, port: number): readonly number[] {
  if (mesh === undefined) return [port];
  return mesh.others.has(namespace) ? [TUNNEL_PORT] : [port, TUNNEL_PORT];
}
