import type { NetworkPolicyV1SpecEgress } from '../terraform/kubernetes';

/** Where the cluster resolves names: CoreDNS pods, a node-local cache, or OpenShift's own. */
export type ClusterDns = 'kube-dns' | 'node-local' | 'openshift';

/** The pods that answer questions for names, and their port. */
export interface DnsPods {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: number;
}

export const dnsPods = (dns: ClusterDns): DnsPods =>
  dns === 'openshift'
    ? { namespace: 'openshift-dns', labels: { 'dns.operator.openshift.io/daemonset-dns': 'default' }, port: 5353 }
    : { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, port: 53 };

/** Opens the way to name resolution and nothing else. */
export function dnsRule(dns: ClusterDns): NetworkPolicyV1SpecEgress {
  const { namespace, labels, port } = dnsPods(dns);
  const pods = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: { matchLabels: labels },
  };
  return {
    to: [pods, ...(dns === 'node-local' ? [{ ipBlock: { cidr: '169.254.20.10/32' } }] : [])],
    ports: [
      { port: String(port), protocol: 'UDP' },
      { port: String(port), protocol: 'TCP' },
    ],
  };
}
