/** Pods as the objects of a fleet describe them, whatever kind of object makes them. */
import { at, isRecord, type KubeObject, listAt } from '../cluster/kube-object';

export interface ContainerView {
  readonly name: string;
  readonly ports: readonly { readonly name: string | undefined; readonly number: number }[];
  readonly json: Record<string, unknown>;
}

export interface WorkloadView {
  readonly object: KubeObject;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly podSpec: Record<string, unknown>;
  readonly containers: readonly ContainerView[];
}

/** Where the templates of pods lie in each kind. */
const TEMPLATES: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: [['spec', 'template']],
  StatefulSet: [['spec', 'template']],
  DaemonSet: [['spec', 'template']],
  Job: [['spec', 'template']],
  CronJob: [['spec', 'jobTemplate', 'spec', 'template']],
  LeaderWorkerSet: [
    ['spec', 'leaderWorkerTemplate', 'leaderTemplate'],
    ['spec', 'leaderWorkerTemplate', 'workerTemplate'],
  ],
  RayService: [
    ['spec', 'rayClusterConfig', 'headGroupSpec', 'template'],
    ['spec', 'rayClusterConfig', 'workerGroupSpecs', '0', 'template'],
  ],
  Pod: [[]],
};

export function workloadsOf(objects: readonly KubeObject[]): WorkloadView[] {
  return objects.flatMap((object) => {
    const paths = TEMPLATES[object.kind];
    if (paths !== undefined) return paths.map((path) => toWorkload(object, path));
    if (isRabbitMq(object)) return [rabbitWorkload(object)];
    if (isPooler(object)) return [poolerWorkload(object)];
    return isPostgres(object) ? [postgresWorkload(object)] : [];
  });
}

const isRabbitMq = ({ kind, apiVersion }: KubeObject): boolean => kind === 'RabbitmqCluster' && apiVersion.startsWith('rabbitmq.com/');

type Labels = Readonly<Record<string, string>>;

/** Selectors are held against the labels of every pod, so each is read once. */
const READ = new WeakMap<object, Labels>();

export function labelsOf(value: unknown): Labels {
  if (!isRecord(value)) return {};
  const read = READ.get(value) ?? Object.fromEntries(Object.entries(value).map(([key, label]) => [key, String(label)]));
  READ.set(value, read);
  return read;
}

export const isPostgres = (object: KubeObject): boolean => object.kind === 'Cluster' && object.apiVersion.startsWith('postgresql.cnpg.io/');

function toWorkload(object: KubeObject, path: readonly string[]): WorkloadView {
  const podSpec = at(object, ...path, 'spec');
  const spec = isRecord(podSpec) ? podSpec : {};
  return {
    object,
    namespace: object.metadata.namespace ?? 'default',
    labels: labelsOf(at(object, ...path, 'metadata', 'labels')),
    podSpec: spec,
    containers: [...listAt(spec, 'initContainers'), ...listAt(spec, 'containers')].filter(isRecord).map(toContainer),
  };
}

function toContainer(json: Record<string, unknown>): ContainerView {
  const ports = listAt(json, 'ports').map((port) => ({
    name: at(port, 'name') as string | undefined,
    number: Number(at(port, 'containerPort')),
  }));
  return { name: String(json['name']), ports, json };
}

/** The operator makes these pods; what others may rely on is documented. */
function postgresWorkload(object: KubeObject): WorkloadView {
  const inherited = labelsOf(at(object, 'spec', 'inheritedMetadata', 'labels'));
  const ports = [
    { name: 'postgresql', number: 5432 },
    { name: 'metrics', number: 9187 },
    { name: 'status', number: 8000 },
  ];
  return {
    object,
    namespace: object.metadata.namespace ?? 'default',
    labels: { ...inherited, 'cnpg.io/cluster': object.metadata.name, 'cnpg.io/podRole': 'instance' },
    podSpec: {},
    containers: [{ name: 'postgres', ports, json: {} }],
  };
}

const isPooler = ({ kind, apiVersion }: KubeObject): boolean => kind === 'Pooler' && apiVersion.startsWith('postgresql.cnpg.io/');

/** As the operator makes them (cloudnative-pg 1.30, pkg/specs/pgbouncer/deployments.go): pods of the cluster's label, too. */
function poolerWorkload(object: KubeObject): WorkloadView {
  const cluster = String(at(object, 'spec', 'cluster', 'name'));
  const ports = [
    { name: 'pgbouncer', number: 5_432 },
    { name: 'metrics', number: 9_127 },
  ];
  return {
    object,
    namespace: object.metadata.namespace ?? 'default',
    labels: {
      ...labelsOf(at(object, 'spec', 'template', 'metadata', 'labels')),
      'cnpg.io/cluster': cluster,
      'cnpg.io/podRole': 'pooler',
      'cnpg.io/poolerName': object.metadata.name,
    },
    podSpec: {},
    containers: [{ name: 'pgbouncer', ports, json: {} }],
  };
}

/** As the cluster operator makes them (v2.22.3, internal/metadata/label.go, internal/resource/statefulset.go); of labels of its own kind it takes none over. */
function rabbitWorkload(object: KubeObject): WorkloadView {
  const name = object.metadata.name;
  const ports = [
    { name: 'epmd', number: 4_369 },
    { name: 'amqp', number: 5_672 },
    { name: 'management', number: 15_672 },
    { name: 'prometheus', number: 15_692 },
    // The operator declares no port for it.
    { name: undefined, number: 25_672 },
  ];
  const own = {
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/component': 'rabbitmq',
    'app.kubernetes.io/part-of': 'rabbitmq',
  };
  const given = Object.entries(labelsOf(object.metadata.labels));
  return {
    object,
    namespace: object.metadata.namespace ?? 'default',
    labels: {
      ...Object.fromEntries(given.filter(([label]) => !label.startsWith('app.kubernetes.io'))),
      ...own,
      ...labelsOf(at(object, 'spec', 'override', 'statefulSet', 'spec', 'template', 'metadata', 'labels')),
    },
    podSpec: {},
    containers: [{ name: 'rabbitmq', ports, json: {} }],
  };
}

/** Label selectors of Kubernetes; an empty one selects everything. */
export function selects(selector: unknown, labels: Readonly<Record<string, string>>): boolean {
  const exact = Object.entries(labelsOf(at(selector, 'matchLabels'))).every(([key, value]) => labels[key] === value);
  return exact && listAt(selector, 'matchExpressions').every((expression) => matches(expression, labels));
}

function matches(expression: unknown, labels: Readonly<Record<string, string>>): boolean {
  const value = labels[String(at(expression, 'key'))];
  const values = listAt(expression, 'values');
  switch (at(expression, 'operator')) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    default:
      return value === undefined;
  }
}

/** Number of a port that may be given by name. */
export function resolvePort(port: unknown, workload: WorkloadView): number | undefined {
  const ports = workload.containers.flatMap((container) => container.ports);
  if (typeof port === 'number') return port;
  if (typeof port === 'string' && /^\d+$/.test(port)) return Number(port);
  return ports.find(({ name }) => name === port)?.number;
}
