/** The meaning of NetworkPolicy v1: policies add up, and a pod that none selects for a direction is open in it. */
import { BlockList } from 'node:net';
import { at, isRecord, type KubeObject, listAt } from '../cluster/kube-object';
import { labelsOf, resolvePort, selects, type WorkloadView } from './workloads';

export interface Peer {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A client outside the cluster. */
export interface Outsider {
  readonly address: string;
}

export interface PortAt {
  readonly number: number;
  readonly protocol: string;
}

type Direction = 'ingress' | 'egress';

/** @param pod The pod whose policies are asked; @param other the other end */
export function isAllowed(
  direction: Direction,
  pod: WorkloadView,
  other: Peer | Outsider,
  port: PortAt,
  objects: readonly KubeObject[],
): boolean {
  const policies = policiesFor(direction, pod, objects);
  if (policies.length === 0) return true;
  return policies.some((policy) =>
    listAt(policy, 'spec', direction).some((rule) => ruleAllows(rule, direction, policy, pod, other, port, objects)),
  );
}

/** Whether some policy lets the pod reach anything at all. */
export const reachesAnything = (pod: WorkloadView, objects: readonly KubeObject[]): boolean => {
  const policies = policiesFor('egress', pod, objects);
  return policies.length === 0 || policies.some((policy) => listAt(policy, 'spec', 'egress').length > 0);
};

/** Whether a policy of Cilium opens the way to a host by its name. */
export const reachesName = (pod: WorkloadView, host: string, objects: readonly KubeObject[]): boolean =>
  objects
    .filter(({ kind, metadata }) => kind === 'CiliumNetworkPolicy' && metadata.namespace === pod.namespace)
    .filter((policy) => selects(at(policy, 'spec', 'endpointSelector'), pod.labels))
    .some((policy) =>
      listAt(policy, 'spec', 'egress').some((rule) => listAt(rule, 'toFQDNs').some((name) => at(name, 'matchName') === host)),
    );

/** Some policy selects the pod for both directions and opens nothing. */
export function isDeniedByDefault(pod: WorkloadView, objects: readonly KubeObject[]): boolean {
  return policiesFor('ingress', pod, objects).length > 0 && policiesFor('egress', pod, objects).length > 0;
}

/** Policies that select the pod for a direction. */
export function policiesFor(direction: Direction, pod: WorkloadView, objects: readonly KubeObject[]): KubeObject[] {
  return objects.filter(
    (object) =>
      object.kind === 'NetworkPolicy' &&
      object.metadata.namespace === pod.namespace &&
      typesOf(object).includes(direction) &&
      selects(at(object, 'spec', 'podSelector'), pod.labels),
  );
}

function typesOf(policy: KubeObject): string[] {
  const types = listAt(policy, 'spec', 'policyTypes').map((type) => String(type).toLowerCase());
  return types.length > 0 ? types : ['ingress', ...(at(policy, 'spec', 'egress') === undefined ? [] : ['egress'])];
}

function ruleAllows(
  rule: unknown,
  direction: Direction,
  policy: KubeObject,
  pod: WorkloadView,
  other: Peer | Outsider,
  port: PortAt,
  objects: readonly KubeObject[],
): boolean {
  const peers = listAt(rule, direction === 'ingress' ? 'from' : 'to');
  const ports = listAt(rule, 'ports');
  const peerFits = peers.length === 0 || peers.some((peer) => peerMatches(peer, policy, other, objects));
  return (
    peerFits && (ports.length === 0 || ports.some((candidate) => portMatches(candidate, direction === 'ingress' ? pod : undefined, port)))
  );
}

/** @param policy the peer stands in it */
export function peerMatches(peer: unknown, policy: KubeObject, other: Peer | Outsider, objects: readonly KubeObject[]): boolean {
  if ('address' in other) return inBlock(at(peer, 'ipBlock'), other.address);
  const podSelector = at(peer, 'podSelector');
  const namespaceSelector = at(peer, 'namespaceSelector');
  if (podSelector === undefined && namespaceSelector === undefined) return false;
  const inNamespace =
    namespaceSelector === undefined
      ? policy.metadata.namespace === other.namespace
      : selects(namespaceSelector, namespaceLabels(other.namespace, objects));
  return inNamespace && (podSelector === undefined || selects(podSelector, other.labels));
}

function inBlock(block: unknown, address: string): boolean {
  const within = (cidr: unknown) => {
    const [net = '', bits = ''] = String(cidr).split('/');
    const list = new BlockList();
    const kind = net.includes(':') ? 'ipv6' : 'ipv4';
    list.addSubnet(net, Number(bits), kind);
    return list.check(address, address.includes(':') ? 'ipv6' : 'ipv4');
  };
  const cidr = at(block, 'cidr');
  return cidr !== undefined && within(cidr) && !listAt(block, 'except').some(within);
}

function namespaceLabels(name: string, objects: readonly KubeObject[]): Record<string, string> {
  const namespace = objects.find((object) => object.kind === 'Namespace' && object.metadata.name === name);
  return { ...labelsOf(namespace?.metadata.labels), 'kubernetes.io/metadata.name': name };
}

/** A name means a port of the pod that is called; from the caller's side only numbers can be judged. */
function portMatches(candidate: unknown, called: WorkloadView | undefined, port: PortAt): boolean {
  if (!isRecord(candidate) || (candidate['protocol'] ?? 'TCP') !== port.protocol) return false;
  const wanted = candidate['port'];
  if (wanted === undefined) return true;
  const from = called === undefined ? Number(wanted) : resolvePort(wanted, called);
  const to = Number(candidate['endPort'] ?? from);
  return from !== undefined && port.number >= from && port.number <= to;
}
