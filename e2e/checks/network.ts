/**
 * Network policies, evaluated: every namespace with pods denies by default, every address that a pod is told is open on both
 * ends, Prometheus reaches what it scrapes, and names resolve. The control plane has no network of its own to enforce them.
 */
import { at, describe, type KubeObject, listAt } from '../cluster/kube-object';
import { isAllowed, isDeniedByDefault, type Outsider, type Peer, reachesAnything, reachesName } from './network-policies';
import { isPostgres, resolvePort, selects, type WorkloadView, workloadsOf } from './workloads';

const DNS: Peer = { namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' } };

export function checkNetwork(objects: readonly KubeObject[], monitoringNamespace = 'monitoring'): string[] {
  const workloads = workloadsOf(objects).filter(({ namespace }) =>
    objects.some(({ kind, metadata }) => kind === 'Namespace' && metadata.name === namespace),
  );
  // Where nothing denies by default, everything is open, and that is one problem.
  const denied = workloads.filter((workload) => isDeniedByDefault(workload, objects));
  const prometheus: Peer = { namespace: monitoringNamespace, labels: { 'app.kubernetes.io/name': 'prometheus' } };
  return [
    ...new Set(workloads.flatMap((workload) => denialProblems(workload, objects))),
    ...workloads.flatMap((workload) => callProblems(workload, workloads, objects)),
    ...workloads.flatMap((workload) => scrapeProblems(workload, prometheus, objects)),
    ...denied.flatMap((workload) => neighbourProblems(workload, monitoringNamespace, objects)),
    ...denied.flatMap((workload) => internetProblems(workload, objects)),
  ];
}

const isSandbox = ({ labels }: WorkloadView): boolean => labels['app.kubernetes.io/component'] === 'tool-sandbox';

function denialProblems(workload: WorkloadView, objects: readonly KubeObject[]): string[] {
  if (!isDeniedByDefault(workload, objects)) return [`namespace ${workload.namespace} does not deny by default`];
  // A sandbox that is wired to nothing is closed to names as well: generated code could send data by them.
  if (isSandbox(workload) && !reachesAnything(workload, objects)) return [];
  const resolves = isPostgres(workload.object) || isAllowed('egress', workload, DNS, { number: 53, protocol: 'UDP' }, objects);
  return resolves ? [] : [`${describe(workload.object)} cannot resolve names: port 53 of kube-dns is closed`];
}

function callProblems(client: WorkloadView, workloads: readonly WorkloadView[], objects: readonly KubeObject[]): string[] {
  return addressesOf(client, objects).flatMap(({ service, namespace, port }) => {
    const servers = serversOf(service, namespace, port, workloads, objects);
    return servers.flatMap(({ server, number }) => {
      const at_ = { number, protocol: 'TCP' };
      const call = `${describe(client.object)} → ${describe(server.object)}:${number}`;
      return [
        ...(isAllowed('egress', client, server, at_, objects) ? [] : [`${call}: closed at the caller`]),
        ...(isAllowed('ingress', server, client, at_, objects) ? [] : [`${call}: closed at the called`]),
      ];
    });
  });
}

function scrapeProblems(workload: WorkloadView, prometheus: Peer, objects: readonly KubeObject[]): string[] {
  const monitors = objects.filter(
    (object) =>
      object.kind === 'PodMonitor' &&
      object.metadata.namespace === workload.namespace &&
      selects(at(object, 'spec', 'selector'), workload.labels),
  );
  const ports = monitors.flatMap((monitor) =>
    listAt(monitor, 'spec', 'podMetricsEndpoints').map((endpoint) => resolvePort(at(endpoint, 'port'), workload)),
  );
  return ports
    .filter((port): port is number => port !== undefined)
    .filter((number) => !isAllowed('ingress', workload, prometheus, { number, protocol: 'TCP' }, objects))
    .map((number) => `Prometheus in namespace ${prometheus.namespace} cannot scrape ${describe(workload.object)}:${number}`);
}

/** A pod beside Prometheus is not Prometheus. */
function neighbourProblems(workload: WorkloadView, namespace: string, objects: readonly KubeObject[]): string[] {
  const neighbour: Peer = { namespace, labels: { 'app.kubernetes.io/name': 'grafana' } };
  return workload.containers
    .flatMap(({ ports }) => ports)
    .filter(({ number }) => isAllowed('ingress', workload, neighbour, { number, protocol: 'TCP' }, objects))
    .map(({ number }) => `any pod of ${namespace} may call ${describe(workload.object)}:${number}, not Prometheus alone`);
}

const INTERNET: Outsider = { address: '1.1.1.1' };
/** The metadata service of a cloud gives the credentials of the node. */
const METADATA: Outsider = { address: '169.254.169.254' };
const HTTPS = { number: 443, protocol: 'TCP' };
const HUB = 'huggingface.co';

/** Engines with weights in a claim have no way out; downloads have one; only the database reaches the address of the node's credentials. */
function internetProblems(workload: WorkloadView, objects: readonly KubeObject[]): string[] {
  const open = isAllowed('egress', workload, INTERNET, HTTPS, objects) || reachesName(workload, HUB, objects);
  const downloads = workload.containers.some(({ name }) => name === 'download');
  const serves = workload.labels['app.kubernetes.io/component'] === 'inference';
  return [
    ...(serves && !downloads && open ? [`${describe(workload.object)} loads nothing and reaches the internet`] : []),
    ...(downloads && !open ? [`${describe(workload.object)} downloads, and its way to the hub is closed`] : []),
    ...(isPostgres(workload.object) || !isAllowed('egress', workload, METADATA, { ...HTTPS, number: 80 }, objects)
      ? []
      : [`${describe(workload.object)} reaches the metadata service of the cloud`]),
  ];
}

interface Address {
  readonly service: string;
  readonly namespace: string;
  readonly port: number | undefined;
}

/** Addresses of services in what a pod is told: environment, arguments, and the configurations it mounts. */
function addressesOf({ podSpec, containers, namespace }: WorkloadView, objects: readonly KubeObject[]): Address[] {
  const mounted = listAt(podSpec, 'volumes').map((volume) => at(volume, 'configMap', 'name'));
  const configurations = objects.filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.namespace === namespace && mounted.includes(metadata.name),
  );
  const texts = [
    ...containers.map(({ json }) => JSON.stringify([json['env'], json['args'], json['command']])),
    ...configurations.map(({ data }) => JSON.stringify(data)),
  ];
  const found = texts.flatMap((text) => [...text.matchAll(/\b([a-z0-9-]+)\.([a-z0-9-]+)\.svc\b(?:\.cluster\.local)?(?::(\d+))?/g)]);
  const addresses = found.map(([, service = '', ns = '', port]) => ({
    service,
    namespace: ns,
    port: port === undefined ? undefined : Number(port),
  }));
  return [...new Map(addresses.map((address) => [JSON.stringify(address), address])).values()];
}

interface Server {
  readonly server: WorkloadView;
  readonly number: number;
}

/** Pods behind a service. Services of operators and of other stacks are not ours to judge. */
function serversOf(
  name: string,
  namespace: string,
  port: number | undefined,
  workloads: readonly WorkloadView[],
  objects: readonly KubeObject[],
): Server[] {
  const postgres = workloads.filter(
    ({ object }) =>
      isPostgres(object) && object.metadata.namespace === namespace && new RegExp(`^${object.metadata.name}-(rw|ro|r)$`).test(name),
  );
  const service = objects.find(({ kind, metadata }) => kind === 'Service' && metadata.name === name && metadata.namespace === namespace);
  const behind =
    service === undefined
      ? []
      : workloads.filter(
          (workload) => workload.namespace === namespace && selects({ matchLabels: at(service, 'spec', 'selector') }, workload.labels),
        );
  return [
    ...postgres.map((server) => ({ server, number: 5432 })),
    ...behind.flatMap((server) =>
      listAt(service, 'spec', 'ports')
        .filter((candidate) => port === undefined || Number(at(candidate, 'port')) === port)
        .flatMap((candidate) => {
          const number = resolvePort(at(candidate, 'targetPort') ?? at(candidate, 'port'), server);
          return number === undefined ? [] : [{ server, number }];
        }),
    ),
  ];
}
