/** docs/network.md: every way between the pods of every example, open and closed, as the emitted policies add up. */
import { openPorts, openTo, portsOf } from '../e2e/checks/edges';
import { type Peer, peerMatches, policiesFor } from '../e2e/checks/network-policies';
import { labelsOf, type WorkloadView, workloadsOf } from '../e2e/checks/workloads';
import { at, type KubeObject, listAt } from '../e2e/cluster/kube-object';
import type { ExampleObjects } from './example-objects';

const HEAD = `# Who reaches whom

For those who review the network of a fleet. \`npm run docs\` writes this page: it evaluates the network policies of every [example](../examples), for each pair of pods and each port. A port is open where the policies of both pods say so; a way that one of them alone opens fails the
tests. What the policies are made of, and what a compromised pod could do, is in [security](security.md).

All pods may ask the cluster's DNS, but for sandboxes that are wired to nothing. Pods that the charts of operators make are not among the objects. With \`namedEgress\`, ways out to names stand in policies of Cilium and not here.
`;

/** @param examples those without pods are left out */
export function networkPage(examples: readonly ExampleObjects[]): string {
  return [HEAD, ...examples.filter(({ objects }) => workloadsOf(objects).length > 0).map(partOf)].join('\n');
}

function partOf({ name, objects }: ExampleObjects): string {
  const workloads = uniquelyNamed(workloadsOf(objects));
  const inside = workloads.flatMap((server) => portsOf(server.view, objects).map((port) => rowOf(server, port, workloads, objects)));
  const outside = workloads.map(({ text, view }) => `| ${text} | ${listed(waysOut(view, objects))} |`);
  return [
    `## [${name}](../examples/${name})\n`,
    table(['pod and port', 'open to', 'closed to'], [...new Set(inside)].sort()),
    table(['pod', 'reaches outside'], [...new Set(outside)].sort()),
  ].join('\n');
}

const table = (titles: readonly string[], rows: readonly string[]): string =>
  rows.length === 0 ? '' : `${[`| ${titles.join(' | ')} |`, `|${'---|'.repeat(titles.length)}`, ...rows].join('\n')}\n`;

const listed = (parts: readonly string[]): string => (parts.length === 0 ? 'nothing' : [...new Set(parts)].sort().join(', '));

interface Named {
  readonly text: string;
  readonly view: WorkloadView;
}

/** With the namespace where there are several, without the hash of a Job. */
function uniquelyNamed(views: readonly WorkloadView[]): Named[] {
  const several = new Set(views.map(({ namespace }) => namespace)).size > 1;
  return views.map((view) => {
    const name = view.object.metadata.name.replace(/-[0-9a-f]{8}$/, '');
    return { text: several ? `${view.namespace}/${name}` : name, view };
  });
}

function rowOf(server: Named, port: number, workloads: readonly Named[], objects: readonly KubeObject[]): string {
  const callers = workloads.filter(({ view }) => openPorts(view, server.view, objects).includes(port));
  const closed = workloads.filter((one) => !callers.includes(one)).map(({ text }) => text);
  const others = outsidersOf(server.view, workloads, objects)
    .filter(({ peer }) => openTo(server.view, peer, objects).includes(port))
    .map(({ text }) => text);
  return `| ${server.text}:${port} | ${listed([...callers.map(({ text }) => text), ...others])} | ${listed(closed)} |`;
}

/** Whom the policies of a pod let in that is not among the objects. */
function outsidersOf(server: WorkloadView, workloads: readonly Named[], objects: readonly KubeObject[]): { text: string; peer: Peer }[] {
  return policiesFor('ingress', server, objects).flatMap((policy) =>
    listAt(policy, 'spec', 'ingress').flatMap((rule) =>
      listAt(rule, 'from')
        .filter((peer) => workloads.every(({ view }) => !peerMatches(peer, policy, view, objects)))
        .map(outsider),
    ),
  );
}

function outsider(peer: unknown): { text: string; peer: Peer } {
  const namespace = labelsOf(at(peer, 'namespaceSelector', 'matchLabels'))['kubernetes.io/metadata.name'] ?? '';
  const labels = labelsOf(at(peer, 'podSelector', 'matchLabels'));
  const names = Object.values(labels);
  const text = names.length === 0 ? `all pods of namespace ${namespace}` : `${names.join(', ')} of namespace ${namespace}`;
  return { text, peer: { namespace, labels } };
}

/** Addresses, and pods that others made, each with its ports. */
function waysOut(pod: WorkloadView, objects: readonly KubeObject[]): string[] {
  const workloads = workloadsOf(objects);
  return policiesFor('egress', pod, objects).flatMap((policy) =>
    listAt(policy, 'spec', 'egress').flatMap((rule) => {
      const ports = listAt(rule, 'ports').map((port) => String(at(port, 'port')));
      if (ports.includes('53')) return [];
      const peers = listAt(rule, 'to');
      if (peers.length === 0) return [`any address:${ports.join('/')}`];
      return peers
        .filter((peer) => workloads.every((other) => !peerMatches(peer, policy, other, objects)))
        .map((peer) => `${placeOf(peer)}:${ports.join('/')}`);
    }),
  );
}

function placeOf(peer: unknown): string {
  const cidr = at(peer, 'ipBlock', 'cidr');
  if (cidr === undefined) return outsider(peer).text;
  return cidr === '0.0.0.0/0' || cidr === '::/0' ? 'any public address' : String(cidr);
}
