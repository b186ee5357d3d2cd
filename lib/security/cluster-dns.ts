import type { NetworkPolicyV1SpecEgress } from '../terraform/kubernetes';

/** Where the cluster resolves names: CoreDNS pods, a node-local cache, or OpenShift's own. */
export type ClusterDns = 'kube-dns' | 'node-local' | 'openshift';

/** Opens the way to name resolution and nothing else. */
export function dnsRule(dns: ClusterDns): NetworkPolicyV1SpecEgress {
  const port = dns === 'openshift' ? '5353' : '53';
  const namespace = dns === 'openshift' ? 'openshift-dns' : 'kube-system';
  const pods = {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
    podSelector: {
      matchLabels: dns === 'openshift' ? { 'dns.operator.openshift.io/daemonset-dns': 'default' } : { 'k8s-app': 'kube-dns' },
    },
  };
  return {
    to: [pods, ...(dns === 'node-local' ? [{ ipBlock: { cidr: '169.254.20.10/32' } }] : [])],
    ports: [
      { port, protocol: 'UDP' },
      { port, protocol: 'TCP' },
    ],
  };
}
