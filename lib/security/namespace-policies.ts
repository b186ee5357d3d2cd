import type { Construct } from 'constructs';
import { labelValueOf } from '../core/kubernetes/label-value';
import { physicalName } from '../core/names';
import { NetworkPolicyV1, type NetworkPolicyV1Spec } from '../terraform/kubernetes';
import { type ClusterDns, dnsRule } from './cluster-dns';
import { MANAGED_BY } from './labels';

/** A namespace as its policies see it. */
export interface ClosedNamespace extends Construct {
  readonly name: string;
  readonly resource: { readonly fqn: string };
}

/**
 * Denies everything but name resolution: to every pod of a namespace that is ours, to the pods of one stack where the namespace is somebody else's.
 *
 * @param onlyOfStack id of that stack
 */
export function closeNetwork(namespace: ClosedNamespace, dns: ClusterDns, onlyOfStack: string | undefined): void {
  const label = onlyOfStack === undefined ? undefined : labelValueOf(onlyOfStack);
  const podSelector = label === undefined ? {} : { matchLabels: { 'app.kubernetes.io/part-of': label } };
  const prefix =
    label === undefined
      ? []
      : [
          label
            .toLowerCase()
            .replace(/[^a-z0-9-]+/g, '-')
            .replace(/^-+/, ''),
        ];
  const policies: readonly (readonly [id: string, spec: NetworkPolicyV1Spec])[] = [
    ['default-deny', { podSelector, policyTypes: ['Ingress', 'Egress'] }],
    ['allow-dns', { podSelector, policyTypes: ['Egress'], egress: [dnsRule(dns)] }],
  ];
  for (const [id, spec] of policies) {
    const labels = label === undefined ? {} : { labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } };
    new NetworkPolicyV1(namespace, id, {
      metadata: { name: physicalName([...prefix, id]), namespace: namespace.name, ...labels },
      spec,
      dependsOn: [namespace.resource],
    });
  }
}
