/**
 * Network policies of an operator's namespace: its pods are called only by each other, Prometheus, the API server at the ports of its webhooks,
 * and whom it serves. What operators call stays open: the Kubernetes API has no pods to select, and they fetch from registries and clouds.
 */
import type { Construct } from 'constructs';
import { MANAGED_BY } from '../security/labels';
import { portsOfOthers, probePeers } from '../security/mesh/ambient';
import { namespacePeer, tcpPorts } from '../security/network-edges';
import { NetworkPolicyV1, type NetworkPolicyV1SpecIngress } from '../terraform/kubernetes';
import type { Cluster } from './cluster';
import type { Operator } from './operators/operator';

export function closeOperatorNamespace(
  scope: Construct,
  { namespace, webhookPorts, callers }: Pick<Operator, 'namespace' | 'webhookPorts' | 'callers'>,
  { monitoringNamespace, prometheusLabels, mesh, outside }: Pick<Cluster, 'monitoringNamespace' | 'prometheusLabels' | 'mesh' | 'outside'>,
  resource: { readonly fqn: string },
): void {
  const isMeshed = mesh?.others.has(namespace) === true;
  const rules: Readonly<Record<string, NetworkPolicyV1SpecIngress[]>> = {
    'default-deny-ingress': [],
    'from-itself': [{ from: [{ podSelector: {} }] }],
    'from-prometheus': [{ from: [{ ...namespacePeer(monitoringNamespace), podSelector: { matchLabels: { ...prometheusLabels } } }] }],
    ...(isMeshed ? { 'from-mesh-probes': [{ from: probePeers(outside.ipFamilies) }] } : {}),
    // The API server calls webhooks from outside of every namespace.
    ...(webhookPorts.length === 0 ? {} : { 'to-webhooks': [{ ports: tcpPorts(...webhookPorts) }] }),
    ...Object.fromEntries(
      callers.map(({ namespace: from, port }) => [
        `from-${from}-${port}`,
        [{ from: [namespacePeer(from)], ports: tcpPorts(...(isMeshed ? portsOfOthers(mesh, from, port) : [port])) }],
      ]),
    ),
  };
  for (const [name, ingress] of Object.entries(rules)) {
    new NetworkPolicyV1(scope, `network-${name}`, {
      metadata: { name, namespace, labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } },
      spec: { podSelector: {}, policyTypes: ['Ingress'], ...(ingress.length === 0 ? {} : { ingress }) },
      dependsOn: [resource],
    });
  }
}
