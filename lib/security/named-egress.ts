/** Ways out of a cluster by name, for network plugins that know names: standard network policies know addresses alone. */
import type { CustomObject } from '../terraform/custom-objects';
import { type ClusterDns, dnsPods } from './cluster-dns';
import { MANAGED_BY } from './labels';

/** How ways are opened by name, and by which names weights are brought. */
export interface NamedEgressTerms {
  readonly modelHub: readonly string[];
  readonly dns: ClusterDns;
}

/** A way out of some pods. */
export interface NamedWay {
  readonly name: string;
  readonly namespace: string;
  /** Labels of the pods. */
  readonly selector: Readonly<Record<string, string>>;
  /** Names, or patterns whose `*` stands for a part of a name without dots. */
  readonly hosts: readonly string[];
  readonly port: number;
}

/**
 * The policy of Cilium that opens it. Cilium learns the addresses of a name from the answers that the pods get, so their questions have to pass its proxy, which the rule
 * for the DNS pods says (Documentation/security/policy/layer3.rst of Cilium 1.20.2). The rule of the namespace that opens the same port without a proxy does not take that away: a redirect precedes
 * a plain permission (pkg/policy/types/entry.go, 1.20.2).
 */
export function ciliumPolicy({ name, namespace, selector, hosts, port }: NamedWay, dns: ClusterDns): CustomObject {
  const answering = dnsPods(dns);
  const dnsLabels = { 'k8s:io.kubernetes.pod.namespace': answering.namespace, ...answering.labels };
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNetworkPolicy',
    metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } },
    spec: {
      endpointSelector: { matchLabels: { ...selector } },
      egress: [
        {
          toFQDNs: hosts.map((host) => (host.includes('*') ? { matchPattern: host } : { matchName: host })),
          toPorts: [{ ports: [{ port: String(port), protocol: 'TCP' }] }],
        },
        {
          toEndpoints: [{ matchLabels: dnsLabels }],
          toPorts: [{ ports: [{ port: String(answering.port), protocol: 'ANY' }], rules: { dns: [{ matchPattern: '*' }] } }],
        },
      ],
    },
  };
}
