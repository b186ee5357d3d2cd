/** What the default-deny policy lets through: one object per direction of each declared edge, and nothing else. */
import type { IConstruct } from 'constructs';
import { physicalName, shortHash } from '../core/names';
import { CustomObjects } from '../terraform/custom-objects';
import { TerraformStack } from '../terraform/engine';
import { NetworkPolicyV1, type NetworkPolicyV1SpecEgress, type NetworkPolicyV1SpecIngress } from '../terraform/kubernetes';
import { resolvedText } from '../terraform/resolved';
import { type ClusterDns, dnsRule } from './cluster-dns';
import { MANAGED_BY } from './labels';
import { portsOfOthers } from './mesh/ambient';
import { admitAddresses, admitNamespace, admitWorkload, isMeshed, portsBetween } from './mesh/mesh-edges';
import { ciliumPolicy } from './named-egress';
import { proxyPorts, publicPeers } from './outside';
import { markUsed } from './used-service';
import { recordWay } from './ways';
import type { IReachable, Workload } from './workload';

/** Label that Kubernetes itself puts on every namespace. */
const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** Lets `from` call `to`: an egress rule at the caller and an ingress rule at the callee, each in its own stack. */
export function connect(from: Workload, to: IReachable): void {
  markUsed(to);
  const ports = tcp(...portsBetween(from, to.workload, [to.port]));
  egress(from, `to-${to.workload.namespace.name}-${to.workload.name}`, [{ to: [peer(to.workload)], ports }]);
  recordWay(from, ingress(to.workload, `from-${from.namespace.name}-${from.name}`, [{ from: [peer(from)], ports }]));
  admitWorkload(to.workload, from, [to.port]);
}

/** Lets every pod of a namespace (an operator, an ingress controller) reach a port of a workload. */
export function allowFromNamespace(to: Workload, namespace: string, port: number): void {
  ingress(to, `from-${namespace}-${port}`, [{ from: [namespacePeer(namespace)], ports: portsIn(to, namespace, port) }]);
  admitNamespace(to, namespace, port);
}

/** Where Prometheus runs. */
export interface PrometheusPods {
  readonly monitoringNamespace: string;
  readonly prometheusLabels: Readonly<Record<string, string>>;
}

/** Lets the pods of Prometheus, and no neighbour of them, reach a port of a workload. */
export function allowFromPrometheus(to: Workload, { monitoringNamespace, prometheusLabels }: PrometheusPods, port: number): void {
  allowFromPods(to, { namespace: monitoringNamespace, labels: prometheusLabels }, port);
}

/** Pods that the app does not make. */
export interface PodsOfOthers {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Lets pods of a namespace with these labels reach a port of a workload. */
export function allowFromPods(to: Workload, { namespace, labels }: PodsOfOthers, port: number): void {
  const pods = { ...namespacePeer(namespace), podSelector: { matchLabels: { ...labels } } };
  ingress(to, `from-${namespace}-${port}`, [{ from: [pods], ports: portsIn(to, namespace, port) }]);
  admitNamespace(to, namespace, port);
}

/** Lets addresses reach a port of a workload. No mesh has taken them in. */
export function allowFromAddresses(to: Workload, cidrs: readonly string[], port: number): void {
  ingress(to, `from-addresses-${port}`, [{ from: cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: tcp(port) }]);
  admitAddresses(to, port);
}

/** Every pod of a namespace. */
export function namespacePeer(namespace: string) {
  return { namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } } };
}

/**
 * Lets a workload reach public addresses; private ranges and the metadata service stay closed. Where the cluster has a proxy, that is reached in their place, and where its network plugin
 * knows names, the named hosts alone.
 * @param hosts names of what is called, or patterns; every host where none is known
 */
export function allowInternet(from: Workload, port = 443, hosts: readonly string[] = []): void {
  const { outside } = from.namespace;
  const { proxy, named } = outside;
  if (named !== undefined && hosts.length > 0) allowHosts(from, port, hosts, named.dns);
  else if (proxy === undefined) egress(from, `to-internet-${port}`, [{ to: publicPeers(outside), ports: tcp(port) }]);
  else egress(from, 'to-proxy', [{ to: proxy.cidrs.map((cidr) => ({ ipBlock: { cidr } })), ports: tcp(...proxyPorts(proxy)) }]);
}

/** Lets a workload reach where weights are brought from. */
export function allowModelHub(from: Workload): void {
  allowInternet(from, 443, from.namespace.outside.named?.modelHub);
}

function allowHosts(from: Workload, port: number, hosts: readonly string[], dns: ClusterDns): void {
  const { name, namespace, selector, owner } = from;
  const objects = CustomObjects.of(TerraformStack.of(owner), namespace);
  recordWay(from, objects.resource);
  objects.add(`named-egress-${name}-${port}-${hosts.join()}`, () => {
    const edge = edgeToHosts(resolvedText(owner, hosts.join()), port);
    return ciliumPolicy({ name: physicalName([name, edge]), namespace: namespace.name, selector, hosts, port }, dns);
  });
}

/** After the host as far as it can be read in a name, and a hash where that would be the name of others, too. */
function edgeToHosts(hosts: string, port: number): string {
  const isHost = /^[a-z0-9.-]+$/i.test(hosts);
  const readable = isHost ? hosts.toLowerCase().replaceAll('.', '-') : 'names';
  const edge = `to-${readable}-${port}`;
  return hosts === readable.replaceAll('-', '.') ? edge : `${edge}-${shortHash(hosts)}`;
}

/** Lets a workload call an address range outside the cluster, e.g. a managed database. */
export function allowToCidr(from: Workload, cidr: string, port: number): void {
  egress(from, `to-${cidr.replaceAll(/[^0-9a-f]+/g, '-')}-${port}`, [{ to: [{ ipBlock: { cidr } }], ports: tcp(port) }]);
}

/** Lets a workload call a port of the pods of another namespace; what that namespace lets in is its own affair. */
export function allowToNamespace(from: Workload, namespace: string, port: number): void {
  egress(from, `to-${namespace}-${port}`, [{ to: [namespacePeer(namespace)], ports: portsIn(from, namespace, port) }]);
}

/** Pods of others, by their labels. */
export interface PodsElsewhere {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Lets a workload call a port of pods of others; the policies of their namespace must admit it. */
export function allowToPods(from: Workload, { namespace, labels }: PodsElsewhere, port: number): void {
  const pods = { ...namespacePeer(namespace), podSelector: { matchLabels: { ...labels } } };
  egress(from, `to-${namespace}-${port}`, [{ to: [pods], ports: portsIn(from, namespace, port) }]);
}

/** Admits a workload to pods of others, by a policy in their namespace. The policy closes them to all clients that no policy admits. */
export function admitToPods(from: Workload, { namespace, labels }: PodsElsewhere, port: number): void {
  // Policies of several stacks meet in that namespace, and dashes join to the same text.
  const edge = `into-${namespace}-${port}-${shortHash(JSON.stringify([from.namespace.name, from.name, labels]))}`;
  const subject = { owner: from.owner, name: `${from.namespace.name}-${from.name}`, namespace: { name: namespace }, selector: labels };
  recordWay(
    from,
    policy(subject, edge, { policyTypes: ['Ingress'], ingress: [{ from: [peer(from)], ports: portsIn(from, namespace, port) }] }),
  );
}

/** Lets the pods of one workload reach those of another on every port, for peers that choose their ports when they meet. */
export function allowAllTo(from: Workload, to: Workload): void {
  egress(from, `to-${to.namespace.name}-${to.name}`, [{ to: [peer(to)] }]);
  recordWay(from, ingress(to, `from-${from.namespace.name}-${from.name}`, [{ from: [peer(from)] }]));
  admitWorkload(to, from, []);
}

/** Lets the pods of one workload reach each other, e.g. database instances that replicate. */
export function allowWithin(workload: Workload, ports: readonly number[]): void {
  const opened = tcp(...portsBetween(workload, workload, ports));
  egress(workload, 'to-itself', [{ to: [peer(workload)], ports: opened }]);
  ingress(workload, 'from-itself', [{ from: [peer(workload)], ports: opened }]);
  admitWorkload(workload, workload, ports);
}

/** Lets the pods of one workload reach each other on every port, for ranks that choose their ports when they meet. */
export function allowAllWithin(workload: Workload): void {
  egress(workload, 'to-itself', [{ to: [peer(workload)] }]);
  ingress(workload, 'from-itself', [{ from: [peer(workload)] }]);
  admitWorkload(workload, workload, []);
}

/**
 * Lets a workload reach the Kubernetes API. It has no pods to select: the rule names its addresses where the cluster says them, else its
 * ports at any address.
 */
export function allowKubernetesApi(from: Workload, cidrs: readonly string[]): void {
  const to = cidrs.map((cidr) => ({ ipBlock: { cidr } }));
  egress(from, 'to-kubernetes-api', [{ ...(to.length === 0 ? {} : { to }), ports: tcp(443, 6443) }]);
}

/** Lets pods resolve names that their namespace keeps from it. */
export function allowNames(from: Workload): void {
  egress(from, 'to-names', [dnsRule(from.namespace.dns)]);
}

function egress(from: Workload, edge: string, rules: NetworkPolicyV1SpecEgress[]): void {
  recordWay(from, policy(from, edge, { policyTypes: ['Egress'], egress: rules }));
}

function ingress(to: Workload, edge: string, rules: NetworkPolicyV1SpecIngress[]): NetworkPolicyV1 {
  return policy(to, edge, { policyTypes: ['Ingress'], ingress: rules });
}

interface EdgeRules {
  readonly policyTypes: string[];
  readonly ingress?: NetworkPolicyV1SpecIngress[];
  readonly egress?: NetworkPolicyV1SpecEgress[];
}

/** Pods that a policy selects, and the construct that it becomes a child of. */
interface PolicySubject extends Omit<Workload, 'namespace'> {
  readonly namespace: { readonly name: string; readonly resource?: { readonly fqn: string } };
}

/** The policies of each construct, by edge, pods and rules. */
const POLICIES = new WeakMap<IConstruct, Map<string, NetworkPolicyV1>>();

/**
 * The same edge once. Names joined by dashes may be those of another edge (`a` + `b-c`, `a-b` + `c`), a second port has the name of the first, and a
 * construct may own several workloads: what then asks for other rules, or for other pods, gets a policy of its own, named after them.
 */
function policy(subject: PolicySubject, edge: string, rules: EdgeRules): NetworkPolicyV1 {
  const made = POLICIES.get(subject.owner) ?? new Map<string, NetworkPolicyV1>();
  POLICIES.set(subject.owner, made);
  const text = JSON.stringify(rules);
  const key = JSON.stringify([edge, subject.selector, text]);
  const known = made.get(key);
  if (known !== undefined) return known;
  const name = [edge, `${edge}-${shortHash(text)}`].find((free) => isFree(subject.owner, free)) ?? `${edge}-${shortHash(key)}`;
  const resource = new NetworkPolicyV1(subject.owner, idOf(name), {
    metadata: {
      name: physicalName([subject.name, name]),
      namespace: subject.namespace.name,
      labels: { 'app.kubernetes.io/managed-by': MANAGED_BY },
    },
    spec: { podSelector: { matchLabels: { ...subject.selector } }, ...rules },
    dependsOn: subject.namespace.resource === undefined ? [] : [subject.namespace.resource],
  });
  made.set(key, resource);
  return resource;
}

const idOf = (name: string): string => `network-${name}`;

const isFree = (owner: IConstruct, name: string): boolean => owner.node.tryFindChild(idOf(name)) === undefined;

function peer(workload: Workload) {
  return {
    namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: workload.namespace.name } },
    podSelector: { matchLabels: { ...workload.selector } },
  };
}

/** Ports of an edge between a workload and pods of others; pods that no mesh takes in call and are called in plain text. */
const portsIn = (workload: Workload, namespace: string, port: number) =>
  tcp(...(isMeshed(workload) ? portsOfOthers(workload.namespace.mesh, namespace, port) : [port]));

/** Ports of TCP, as a policy names them. */
export function tcpPorts(...ports: readonly number[]) {
  return tcp(...ports);
}

function tcp(...ports: readonly number[]) {
  return ports.map((port) => ({ port: String(port), protocol: 'TCP' }));
}
