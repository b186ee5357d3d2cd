import type { Construct } from 'constructs';
import { labelValueOf } from '../core/kubernetes/label-value';
import { physicalName } from '../core/names';
import { NetworkPolicyV1, type NetworkPolicyV1Spec } from '../terraform/kubernetes';
import { setByUs } from '../terraform/made-objects';
import { dnsRule } from './cluster-dns';
import { type Component, MANAGED_BY } from './labels';
import { probePeers } from './mesh/ambient';
import type { NamespaceTerms } from './namespace-terms';

/** A namespace as its policies see it. */
export interface ClosedNamespace extends Construct {
  readonly name: string;
  readonly resource: { readonly fqn: string };
}

/**
 * Denies everything but name resolution, and the probes that a mesh sends on: to every pod of a namespace that is ours, to the pods of one stack where the namespace is somebody else's.
 *
 * @param onlyOfStack id of that stack
 */
export function closeNetwork(
  namespace: ClosedNamespace,
  { dns, mesh, outside }: Pick<NamespaceTerms, 'dns' | 'mesh' | 'outside'>,
  onlyOfStack: string | undefined,
): NetworkPolicyV1 {
  const label = onlyOfStack === undefined ? undefined : labelValueOf(onlyOfStack);
  const podSelector = onlyOfStack === undefined ? {} : { matchLabels: partOfStack(onlyOfStack) };
  const prefix =
    label === undefined
      ? []
      : [
          label
            .toLowerCase()
            .replace(/[^a-z0-9-]+/g, '-')
            .replace(/^-+/, ''),
        ];
  const policy = (id: string, spec: NetworkPolicyV1Spec) =>
    new NetworkPolicyV1(namespace, id, {
      metadata: {
        name: physicalName([...prefix, id]),
        namespace: namespace.name,
        ...(label === undefined ? {} : { labels: { 'app.kubernetes.io/managed-by': MANAGED_BY } }),
      },
      spec,
      dependsOn: [namespace.resource],
    });
  policy('default-deny', { podSelector, policyTypes: ['Ingress', 'Egress'] });
  if (mesh !== undefined)
    policy('allow-mesh-probes', { podSelector, policyTypes: ['Ingress'], ingress: [{ from: probePeers(outside.ipFamilies) }] });
  return policy('allow-dns', { podSelector, policyTypes: ['Egress'], egress: [dnsRule(dns)] });
}

/** Labels of the pods of a stack. */
export const partOfStack = (stack: string) => ({ 'app.kubernetes.io/part-of': labelValueOf(stack) });

/** Takes the pods of a component out of the policy that lets a namespace resolve names. */
export function keepFromNames(names: NetworkPolicyV1, component: Component): void {
  const { podSelector, ...spec } = names.specInput as NetworkPolicyV1Spec;
  const others = { key: 'app.kubernetes.io/component', operator: 'NotIn', values: [component] };
  setByUs(names, () => names.putSpec({ ...spec, podSelector: { ...podSelector, matchExpressions: [others] } }));
}
