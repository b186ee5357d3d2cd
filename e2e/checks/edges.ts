/** Every way between two pods as the policies of both describe it. A way that one end alone opens is dead, and so is one to a port that no pod has. */
import { at, describe, type KubeObject, listAt } from '../cluster/kube-object';
import { isAllowed, type Peer, peerMatches, policiesFor } from './network-policies';
import { resolvePort, type WorkloadView, workloadsOf } from './workloads';

/** Ports that a pod listens at or is called at. */
export function portsOf(server: WorkloadView, objects: readonly KubeObject[]): number[] {
  const listens = server.containers.flatMap(({ ports }) => ports.map(({ number }) => number));
  const opened = policiesFor('ingress', server, objects).flatMap((policy) =>
    listAt(policy, 'spec', 'ingress').flatMap((rule) => listAt(rule, 'ports').map((port) => resolvePort(at(port, 'port'), server))),
  );
  return [...new Set([...listens, ...opened.filter((port) => port !== undefined)])].sort((one, other) => one - other);
}

/** Ports of the server that the client reaches: open at both ends. */
export function openPorts(client: WorkloadView, server: WorkloadView, objects: readonly KubeObject[]): number[] {
  return portsOf(server, objects).filter((number) => {
    const port = { number, protocol: 'TCP' };
    return isAllowed('egress', client, server, port, objects) && isAllowed('ingress', server, client, port, objects);
  });
}

/** Ports at which pods or namespaces that are not among the objects are let in. */
export function openTo(server: WorkloadView, outsider: Peer, objects: readonly KubeObject[]): number[] {
  return portsOf(server, objects).filter((number) => isAllowed('ingress', server, outsider, { number, protocol: 'TCP' }, objects));
}

/** One line for each way that is described and leads nowhere. */
export function deadEdges(objects: readonly KubeObject[]): string[] {
  const workloads = workloadsOf(objects);
  return workloads.flatMap((pod) => [...halves('egress', pod, workloads, objects), ...halves('ingress', pod, workloads, objects)]);
}

/** Any port, where a rule names none. */
const ANY_PORT = [undefined];

function halves(
  direction: 'egress' | 'ingress',
  pod: WorkloadView,
  workloads: readonly WorkloadView[],
  objects: readonly KubeObject[],
): string[] {
  const rules = policiesFor(direction, pod, objects).flatMap((policy) =>
    listAt(policy, 'spec', direction).map((rule) => ({ policy, rule })),
  );
  return rules.flatMap(({ policy, rule }) => {
    const peers = listAt(rule, direction === 'egress' ? 'to' : 'from').filter((peer) => at(peer, 'ipBlock') === undefined);
    const meant = workloads.filter((other) => peers.some((peer) => peerMatches(peer, policy, other, objects)));
    const ports = listAt(rule, 'ports');
    return meant.flatMap((other) =>
      (ports.length === 0 ? ANY_PORT : ports).flatMap((port) => problems(direction, pod, other, at(port, 'port'), objects)),
    );
  });
}

function problems(
  direction: 'egress' | 'ingress',
  pod: WorkloadView,
  other: WorkloadView,
  port: unknown,
  objects: readonly KubeObject[],
): string[] {
  const [client, server] = direction === 'egress' ? [pod, other] : [other, pod];
  const number = port === undefined ? undefined : resolvePort(port, server);
  const way = `${describe(client.object)} → ${describe(server.object)}:${number ?? port ?? 'any port'}`;
  if (number === undefined && port !== undefined) return [`${way}: no such port`];
  const asked = { number: number ?? 1, protocol: 'TCP' };
  if (direction === 'ingress')
    return isAllowed('egress', client, server, asked, objects) ? [] : [`${way}: open at the called, closed at the caller`];
  // A policy knows the pods of one object by one label, e.g. head and workers of Ray.
  const containers = workloadsOf([server.object]).flatMap((view) => view.containers);
  const listens = containers.some(({ ports }) => number === undefined || ports.some((one) => one.number === number));
  return [
    ...(isAllowed('ingress', server, client, asked, objects) ? [] : [`${way}: open at the caller, closed at the called`]),
    ...(listens ? [] : [`${way}: nothing listens there`]),
  ];
}
