/** The namespace of the fleet, closed except for DNS, and the labels of what lives in it. */
import { NamespaceV1 } from '@cdktf/provider-kubernetes/lib/namespace-v1';
import { NetworkPolicyV1 } from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import type { TerraformStack } from 'cdktf';

export const NAMESPACE = 'research';

/** Where the resources of the fleet are made. */
export interface Place {
  readonly stack: TerraformStack;
  readonly namespace: NamespaceV1;
}

/** A workload as its objects name it. */
export interface Named {
  readonly name: string;
  readonly component: string;
  readonly extraLabels?: Readonly<Record<string, string>>;
}

export const selector = ({ name, component }: Named) => ({
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/component': component,
});

export const labels = (named: Named) => ({
  ...selector(named),
  'app.kubernetes.io/part-of': NAMESPACE,
  'app.kubernetes.io/managed-by': 'cdktf-agent-fleet',
  ...named.extraLabels,
});

export const metadata = (named: Named, name = named.name) => ({ name, namespace: NAMESPACE, labels: labels(named) });

export function researchNamespace(stack: TerraformStack): NamespaceV1 {
  const namespace = new NamespaceV1(stack, 'namespace', {
    metadata: {
      name: NAMESPACE,
      labels: {
        'app.kubernetes.io/managed-by': 'cdktf-agent-fleet',
        'pod-security.kubernetes.io/enforce': 'restricted',
        'pod-security.kubernetes.io/enforce-version': 'v1.34',
        'pod-security.kubernetes.io/audit': 'restricted',
        'pod-security.kubernetes.io/audit-version': 'v1.34',
        'pod-security.kubernetes.io/warn': 'restricted',
        'pod-security.kubernetes.io/warn-version': 'v1.34',
      },
    },
  });
  new NetworkPolicyV1(stack, 'default-deny', {
    metadata: { name: 'default-deny', namespace: NAMESPACE },
    spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    dependsOn: [namespace],
  });
  new NetworkPolicyV1(stack, 'allow-dns', {
    metadata: { name: 'allow-dns', namespace: NAMESPACE },
    spec: {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [
        {
          ports: [
            { port: '53', protocol: 'UDP' },
            { port: '53', protocol: 'TCP' },
          ],
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
              podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
            },
          ],
        },
      ],
    },
    dependsOn: [namespace],
  });
  return namespace;
}
