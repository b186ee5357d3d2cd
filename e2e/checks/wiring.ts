/** Every reference between objects leads somewhere: selectors to pods, ports to ports, names to objects. */
import { at, describe, type KubeObject, listAt } from '../cluster/kube-object';
import { resolvePort, selects, type WorkloadView, workloadsOf } from './workloads';

export function checkWiring(objects: readonly KubeObject[]): string[] {
  const workloads = workloadsOf(objects);
  return [
    ...objects.flatMap((object) => selectorProblems(object, workloads)),
    ...objects.flatMap((object) => targetProblems(object, objects)),
    ...workloads.flatMap((workload) => referenceProblems(workload, objects)),
  ];
}

interface Selection {
  readonly selector: unknown;
  readonly ports: readonly unknown[];
}

/** How each kind selects pods, and which of their ports it names. */
const SELECTIONS: Readonly<Record<string, (object: KubeObject) => Selection | undefined>> = {
  Service: (object) => {
    const matchLabels = at(object, 'spec', 'selector');
    if (matchLabels === undefined) return undefined;
    return { selector: { matchLabels }, ports: listAt(object, 'spec', 'ports').map((port) => at(port, 'targetPort') ?? at(port, 'port')) };
  },
  PodMonitor: (object) => ({
    selector: at(object, 'spec', 'selector'),
    ports: listAt(object, 'spec', 'podMetricsEndpoints').map((endpoint) => at(endpoint, 'port')),
  }),
  PodDisruptionBudget: (object) => ({ selector: at(object, 'spec', 'selector'), ports: [] }),
  NetworkPolicy: (object) => ({
    selector: at(object, 'spec', 'podSelector'),
    ports: listAt(object, 'spec', 'ingress').flatMap((rule) => listAt(rule, 'ports').map((port) => at(port, 'port'))),
  }),
};

function selectorProblems(object: KubeObject, workloads: readonly WorkloadView[]): string[] {
  const selection = SELECTIONS[object.kind]?.(object);
  if (selection === undefined) return [];
  const selected = workloads.filter(
    ({ namespace, labels }) => namespace === object.metadata.namespace && selects(selection.selector, labels),
  );
  if (selected.length === 0) return isForChart(object, workloads) ? [] : [`${describe(object)} selects no pod`];
  return selection.ports
    .filter((port) => !selected.some((workload) => hasPort(workload, port)))
    .map((port) => `${describe(object)} names port ${String(port)}, which no pod it selects has`);
}

/** A network policy in a namespace without a pod of ours is for the pods of an operator's chart, which are not among the objects. */
function isForChart({ kind, metadata }: KubeObject, workloads: readonly WorkloadView[]): boolean {
  return kind === 'NetworkPolicy' && workloads.every(({ namespace }) => namespace !== metadata.namespace);
}

function hasPort(workload: WorkloadView, port: unknown): boolean {
  const number = resolvePort(port, workload);
  return number !== undefined && workload.containers.some(({ ports }) => ports.some((candidate) => candidate.number === number));
}

/** What scales, and what a service monitor reads. */
function targetProblems(object: KubeObject, objects: readonly KubeObject[]): string[] {
  if (object.kind !== 'ScaledObject' && object.kind !== 'HorizontalPodAutoscaler') return [];
  const kind = at(object, 'spec', 'scaleTargetRef', 'kind') ?? 'Deployment';
  const name = at(object, 'spec', 'scaleTargetRef', 'name');
  return find(objects, String(kind), object.metadata.namespace, name)
    ? []
    : [`${describe(object)} scales ${String(kind)} ${String(name)}, which is not there`];
}

/** Secrets may be given by others; accounts, configurations and claims are ours. */
function referenceProblems({ object, namespace, podSpec, containers }: WorkloadView, objects: readonly KubeObject[]): string[] {
  const own = claimTemplates(object);
  const volumes = listAt(podSpec, 'volumes');
  const wanted: [string, unknown][] = [
    ['ServiceAccount', podSpec['serviceAccountName']],
    ...volumes.map((volume): [string, unknown] => ['ConfigMap', at(volume, 'configMap', 'name')]),
    ...volumes.map((volume): [string, unknown] => ['PersistentVolumeClaim', at(volume, 'persistentVolumeClaim', 'claimName')]),
    ...containers.flatMap(({ json }) =>
      listAt(json, 'envFrom').map((from): [string, unknown] => ['ConfigMap', at(from, 'configMapRef', 'name')]),
    ),
  ];
  const missing = wanted.filter(([kind, name]) => name !== undefined && name !== 'default' && !find(objects, kind, namespace, name));
  const mounts = containers.flatMap(({ json }) => listAt(json, 'volumeMounts').map((mount) => at(mount, 'name')));
  const names = [...volumes.map((volume) => at(volume, 'name')), ...own];
  return [
    ...missing.map(([kind, name]) => `${describe(object)} uses ${kind} ${String(name)}, which is not there`),
    ...mounts
      .filter((mount) => !names.includes(mount))
      .map((mount) => `${describe(object)} mounts volume ${String(mount)}, which is not there`),
  ];
}

const claimTemplates = (object: KubeObject): unknown[] =>
  listAt(object, 'spec', 'volumeClaimTemplates').map((claim) => at(claim, 'metadata', 'name'));

/** Claims that exist already are named without being made. */
function find(objects: readonly KubeObject[], kind: string, namespace: string | undefined, name: unknown): boolean {
  return objects.some((object) => object.kind === kind && object.metadata.namespace === namespace && object.metadata.name === name);
}
