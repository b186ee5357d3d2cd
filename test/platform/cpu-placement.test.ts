/** Pods without GPUs go to the node pools that their construct, or the cluster for all of them, names: every pod of a fleet with everything. */
import * as path from 'node:path';
import {
  AgentFleet,
  AgentRuntime,
  Engine,
  ExternalHost,
  FleetPlatform,
  Gpu,
  InferencePool,
  LiteLLMRouter,
  McpServer,
  Model,
  SecretRef,
  SessionStore,
  StateStore,
  TaskQueue,
  ToolSandbox,
  Topology,
  Tracing,
  VectorStore,
  Weights,
} from 'cdktf-agent-fleet';
import { Cluster, type ClusterProps } from '../../lib/platform/cluster';
import type { NodePoolProps } from '../../lib/platform/node-pool';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing';
import { temporaryOutdir } from '../setup/temporary-outdir';

const MANIFEST = path.join(__dirname, '../support/cluster-operator.yml');
const taint = (value: string) => ({ key: 'dedicated', value, effect: 'NoSchedule' }) as const;
const INFINIBAND = { kind: 'infiniband', gbitPerSecond: 3_200, resources: { 'rdma/ib': 8 } } as const;
const SIZE = { cpuPerNode: 64, memoryGiBPerNode: 512, diskGiBPerNode: 2_000 };
const own = (name: string, props: Partial<NodePoolProps> = {}): NodePoolProps => ({
  ...SIZE,
  nodes: 20,
  labels: { pool: name },
  taints: [taint(name)],
  ...props,
});
const NODE_POOLS: Readonly<Record<string, NodePoolProps>> = {
  h100: { gpu: Gpu.H100_SXM, gpusPerNode: 8, nodes: 6, fabric: INFINIBAND, taints: [{ key: 'sku', value: 'gpu', effect: 'NoSchedule' }] },
  system: own('system'),
  data: own('data'),
  agents: own('agents'),
  sandboxes: own('sandboxes', { runtimeClasses: ['gvisor'], podPidsLimit: 512 }),
};
const IMAGE = 'registry.example.com/pods:1.0.0';

/** Names of node pools by what stands on them; undefined where the cluster decides for all. */
interface Places {
  readonly system?: readonly string[];
  readonly data?: readonly string[];
  readonly agents?: readonly string[];
  readonly sandboxes?: readonly string[];
}

const of = (names: readonly string[] | undefined) => (names === undefined ? {} : { cpuNodePools: names });

function everything(app: App, places: Places, props: ClusterProps): void {
  const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: NODE_POOLS, ...props });
  const [system, data, agents] = [of(places.system), of(places.data), of(places.agents)];
  const platform = new TerraformStack(app, 'platform');
  new FleetPlatform(platform, 'operators', {
    cluster,
    leaderWorkerSet: {},
    rayOperator: {},
    rabbitmqOperator: { manifest: MANIFEST },
    ...system,
  });
  const stack = new TerraformStack(app, 'research');
  const to = new ExternalHost({ name: 'traces', host: 'otlp.example.com', cidrs: ['203.0.113.0/24'], key: SecretRef.existing('t', 'k') });
  const tracing = Tracing.otlp(stack, 'tracing', { cluster, to, ...system });
  const sessions = new SessionStore(stack, 'sessions', { cluster, ...data });
  const state = new StateStore(stack, 'state', { cluster, pooler: {}, ...data });
  const routes = new StateStore(stack, 'routes', { cluster, ...data });
  const vectors = new VectorStore(stack, 'vectors', { cluster, vectors: 10_000, dimensions: 768, ...data });
  const model = { cluster, gpu: Gpu.H100_SXM, maxContextTokens: 8_192, model: Model.LLAMA_3_1_8B_INSTRUCT, replicas: 2 };
  const served = new InferencePool(stack, 'staged', {
    ...model,
    prefill: { replicas: 1 },
    weights: Weights.claim({ storageClass: 'shared-rwx' }),
    ...system,
  });
  const onRay = new InferencePool(stack, 'on-ray', {
    ...model,
    engine: Engine.rayServe(),
    ...system,
  });
  const router = new LiteLLMRouter(stack, 'router', { cluster, database: routes, ...system });
  const sandbox = new ToolSandbox(stack, 'python', { cluster, image: IMAGE, port: 8080, runtimeClass: 'gvisor', ...of(places.sandboxes) });
  const search = new McpServer(stack, 'search', { cluster, image: IMAGE, port: 8000, services: [sandbox], ...agents });
  const tasks = TaskQueue.redisStream(stack, 'tasks', { cluster, store: sessions, ...system });
  new AgentFleet(stack, 'crew', {
    cluster,
    router,
    topology: Topology.flat({ agents: ['writer', 'reader'] }),
    concurrentWorkflows: 4,
    roles: { writer: { pool: served, contextTokens: 4_000 }, reader: { pool: onRay, contextTokens: 4_000 } },
    runtime: { framework: 'langgraph', image: IMAGE, consumes: tasks, setup: { args: ['setup'] }, ...agents },
    sessionStore: sessions,
    stateStore: state,
    services: [search, vectors, tracing],
  });
  const broker = TaskQueue.rabbitMq(stack, 'jobs', { cluster, ...data });
  new AgentRuntime(stack, 'worker', { cluster, framework: 'custom', image: IMAGE, consumes: broker, ...agents });
}

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

/** Whatever has containers, or makes pods of an operator, by the path to it. */
function podsIn(value: unknown, at: string): [string, Fields][] {
  if (!isFields(value)) return [];
  const found: [string, Fields][] = Array.isArray(value['containers']) ? [[at, value]] : [];
  return [...found, ...Object.entries(value).flatMap(([key, inner]) => podsIn(inner, key === 'headGroupSpec' ? `${at} head` : at))];
}

const OPERATED = ['Cluster', 'RabbitmqCluster'];

interface Pod {
  readonly name: string;
  readonly spec: { readonly affinity?: Fields; readonly tolerations?: readonly { readonly key: string; readonly value?: string }[] };
}

function podsOf(template: FleetTemplate): Pod[] {
  return template.manifests().flatMap((object) => {
    const name = `${object.kind} ${object.metadata.name.replace(/-[0-9a-f]{6,}$/, '')}`;
    const spec = object['spec'] as Fields | undefined;
    if (OPERATED.includes(object.kind)) {
      const { affinity, tolerations = (affinity as Fields)['tolerations'] } = spec as Fields;
      return [{ name, spec: { affinity, tolerations } } as Pod];
    }
    return podsIn(spec, name).map(([at, pod]) => ({ name: at, spec: pod }) as Pod);
  });
}

/** Names of the node pools that a pod may go to by labels and taints; `gpu` for pods of GPU nodes. */
function placeOf({ spec: { affinity, tolerations = [] } }: Pod): string {
  const text = JSON.stringify(affinity);
  const tolerated = tolerations.filter(({ key }) => key === 'dedicated').map(({ value }) => value);
  if (/"key":"nvidia.com\/gpu.product","operator":"In"/.test(text)) return tolerated.length === 0 ? 'gpu' : 'gpu, and more';
  const { required = [] } = {
    required: (affinity as { nodeAffinity?: { requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms?: Fields[] } } })
      .nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms,
  };
  const labels = required.flatMap((term) =>
    (term['matchExpressions'] as { key: string; values?: string[] }[])
      .filter(({ key }) => key === 'pool')
      .flatMap(({ values = [] }) => values),
  );
  return JSON.stringify(labels) === JSON.stringify(tolerated)
    ? labels.join(', ')
    : `selects ${labels.join()}, tolerates ${tolerated.join()}`;
}

function placesOf(places: Places, props: ClusterProps): Record<string, string> {
  const app = new App({ outdir: temporaryOutdir() });
  everything(app, places, props);
  return Object.fromEntries(podsOf(FleetTemplate.synth(app, 'research')).map((pod) => [pod.name, placeOf(pod)]));
}

const EVERY_POD = {
  system: [
    'Deployment router',
    'Deployment router-affinity',
    'Deployment staged-stages',
    'Deployment tasks',
    'Deployment tracing',
    'Job router-setup-keys',
    'Job router-setup-migrate',
    'RayService on-ray head',
  ],
  data: [
    'Cluster routes',
    'Cluster state',
    'Job jobs-declare',
    'Pooler state-pooler-rw',
    'RabbitmqCluster jobs',
    'StatefulSet sessions',
    'StatefulSet vectors',
  ],
  agents: ['Deployment crew-agents', 'Deployment search', 'Deployment worker', 'Job crew-agents-setup'],
  sandboxes: ['Deployment python'],
  gpu: ['Deployment staged', 'Deployment staged-prefill', 'Job staged-download', 'RayService on-ray'],
} as const;

const expected = (placeFor: (group: keyof typeof EVERY_POD) => string): Record<string, string> =>
  Object.fromEntries(
    (Object.keys(EVERY_POD) as (keyof typeof EVERY_POD)[]).flatMap((group) => EVERY_POD[group].map((name) => [name, placeFor(group)])),
  );

test('every pod goes where its construct says', () => {
  const places = { system: ['system'], data: ['data'], agents: ['agents'], sandboxes: ['sandboxes'] };
  expect(placesOf(places, {})).toEqual(expected((group) => group));
});

test('every pod goes where the cluster says for all, but for sandboxes, whose nodes have their class', () => {
  const placed = expected((group) => (group === 'gpu' || group === 'sandboxes' ? group : 'system'));
  expect(placesOf({}, { cpuNodePools: ['system'] })).toEqual(placed);
});

/** Where values of charts, or objects of a release, say a node affinity, with the place that they say. */
function placedIn(value: unknown, at: string): [string, string][] {
  if (!isFields(value)) return [];
  const own = isFields(value['affinity']) ? [[at, placeOf({ name: at, spec: value as Pod['spec'] })] as [string, string]] : [];
  return [...own, ...Object.entries(value).flatMap(([key, inner]) => (key === 'affinity' ? [] : placedIn(inner, `${at}.${key}`)))];
}

interface HelmRelease {
  readonly name: string;
  readonly values: readonly string[];
}

function operators(places: Places): { readonly placed: Record<string, string>; readonly values: Record<string, Fields> } {
  const app = new App({ outdir: temporaryOutdir() });
  everything(app, places, places.system === undefined ? { cpuNodePools: ['agents'] } : {});
  const { resource } = FleetTemplate.synth(app, 'platform').json as unknown as { resource: { helm_release: Record<string, HelmRelease> } };
  const releases = Object.values(resource.helm_release).map(({ name, values }) => [name, JSON.parse(values[0] ?? '{}') as Fields] as const);
  return { placed: Object.fromEntries(releases.flatMap(([name, values]) => placedIn(values, name))), values: Object.fromEntries(releases) };
}

/** Charts place their pods by these values, as their templates read them. */
const EVERY_CHART = [
  'cloudnative-pg',
  'external-secrets.global',
  'gpu-operator.node-feature-discovery.gc',
  'gpu-operator.node-feature-discovery.master',
  'gpu-operator.operator',
  'keda',
  'kube-prometheus-stack.alertmanager.alertmanagerSpec',
  'kube-prometheus-stack.crds.upgradeJob',
  'kube-prometheus-stack.grafana',
  'kube-prometheus-stack.kube-state-metrics',
  'kube-prometheus-stack.prometheus.prometheusSpec',
  'kube-prometheus-stack.prometheusOperator',
  'kube-prometheus-stack.prometheusOperator.admissionWebhooks.patch',
  'kuberay-operator',
  'lws',
  'rabbitmq-cluster-operator.objects.2.spec.template.spec',
];

describe('operators', () => {
  const chosen = operators({ system: ['system'], data: ['data'], agents: ['agents'], sandboxes: ['sandboxes'] });

  test('go where their platform says, their Jobs and hooks included', () => {
    expect(chosen.placed).toEqual(Object.fromEntries(EVERY_CHART.map((name) => [name, 'system'])));
    expect(chosen.values['gpu-operator']).toMatchObject({ operator: { nodeSelector: { pool: 'system' } } });
  });

  test('go where the cluster says for all', () => {
    expect(operators({}).placed).toEqual(Object.fromEntries(EVERY_CHART.map((name) => [name, 'agents'])));
  });

  test('work on every node with GPUs, whatever its taints', () => {
    const tolerations = [
      { key: 'nvidia.com/gpu', operator: 'Exists', effect: 'NoSchedule' },
      { key: 'sku', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' },
    ];
    expect(chosen.values['gpu-operator']).toMatchObject({
      daemonsets: { tolerations },
      'node-feature-discovery': { worker: { tolerations } },
    });
  });
});
