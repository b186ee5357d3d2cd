/** Edges of the network as policies: one object each, as a person would copy them. */
import {
  NetworkPolicyV1,
  type NetworkPolicyV1SpecEgressTo,
  type NetworkPolicyV1SpecIngressFrom,
} from '@cdktf/provider-kubernetes/lib/network-policy-v1';
import { NAMESPACE, type Named, type Place, selector } from './namespace';

/** Pods of one policy end: a name for the policy, and the labels that find them. */
export interface Pods {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16'];

export const podsOf = (named: Named): Pods => ({ name: named.name, labels: selector(named) });

export function ingress({ stack, namespace }: Place, to: Pods, id: string, ports: readonly string[], from: NetworkPolicyV1SpecIngressFrom) {
  const name = `${to.name}-from-${id}`;
  new NetworkPolicyV1(stack, `${name}-policy`, {
    metadata: { name, namespace: NAMESPACE, labels: { 'app.kubernetes.io/managed-by': 'cdktf-agent-fleet' } },
    spec: {
      podSelector: { matchLabels: to.labels },
      policyTypes: ['Ingress'],
      ingress: [{ ports: ports.map((port) => ({ port, protocol: 'TCP' })), from: [from] }],
    },
    dependsOn: [namespace],
  });
}

export function egress({ stack, namespace }: Place, from: Pods, id: string, ports: readonly string[], to: NetworkPolicyV1SpecEgressTo[]) {
  const name = `${from.name}-to-${id}`;
  new NetworkPolicyV1(stack, `${name}-policy`, {
    metadata: { name, namespace: NAMESPACE, labels: { 'app.kubernetes.io/managed-by': 'cdktf-agent-fleet' } },
    spec: {
      podSelector: { matchLabels: from.labels },
      policyTypes: ['Egress'],
      egress: [{ ports: ports.map((port) => ({ port, protocol: 'TCP' })), ...(to.length === 0 ? {} : { to }) }],
    },
    dependsOn: [namespace],
  });
}

const peer = (pods: Pods) => ({
  namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': NAMESPACE } },
  podSelector: { matchLabels: pods.labels },
});

/** Both ends of an edge inside the namespace. */
export function edge(place: Place, from: Pods, to: Pods, port: string): void {
  egress(place, from, `${NAMESPACE}-${to.name}`, [port], [peer(to)]);
  ingress(place, to, `${NAMESPACE}-${from.name}`, [port], peer(from));
}

export function within(place: Place, pods: Pods, ports: readonly string[]): void {
  egress(place, pods, 'itself', ports, [peer(pods)]);
  ingress(place, pods, 'itself', ports, peer(pods));
}

export function fromNamespace(place: Place, to: Pods, namespace: string, port: string): void {
  ingress(place, to, `${namespace}-${port}`, [port], {
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
  });
}

export function toInternet(place: Place, from: Pods): void {
  egress(place, from, 'internet-443', ['443'], [{ ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE_RANGES } }]);
}
