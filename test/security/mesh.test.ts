/** A service mesh: pods of ours call each other by its tunnel alone, and each port is open to whom the fleet wires to it. */
import {
  AgentFleet,
  Cluster,
  ExternalHost,
  LiteLLMRouter,
  McpServer,
  Namespace,
  SessionStore,
  StateStore,
  TaskQueue,
  ToolSandbox,
  Topology,
  Tracing,
  VectorStore,
} from 'cdktf-agent-fleet';
import type { FleetTemplate } from 'cdktf-agent-fleet/testing';
import type { KubernetesObject } from '../../lib/testing/kubernetes-view/kubernetes-object';
import { foundIn, manifest, pool, refusal, research, type Setting } from '../setup/research-stack';

const TUNNEL = 15_008;

/** Every kind of pods, wired. */
function everything(setting: Setting): void {
  const { stack, cluster } = setting;
  const sessionStore = new SessionStore(stack, 'sessions', { cluster });
  const state = new StateStore(stack, 'state', { cluster });
  const sandbox = new ToolSandbox(stack, 'python', { cluster, image: 'registry.example.com/python:1', port: 8080, runtimeClass: 'gvisor' });
  const to = new ExternalHost({ name: 'otlp', host: 'otlp.example.com', cidrs: ['203.0.113.0/24'] });
  const tracing = Tracing.otlp(stack, 'tracing', { cluster, to });
  const database = new StateStore(stack, 'router-database', { cluster });
  const router = new LiteLLMRouter(stack, 'router', { cluster, sessionStore, database });
  new AgentFleet(stack, 'crew', {
    cluster,
    router,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool: pool(setting, 'planner', { replicas: 2 }), contextTokens: 4_000 } },
    runtime: {
      framework: 'crewai',
      image: 'registry.example.com/crew:1',
      callers: ['frontend'],
      port: 8080,
      consumes: TaskQueue.redisStream(stack, 'stream', { cluster, store: sessionStore }),
    },
    sessionStore,
    stateStore: state,
    services: [
      new McpServer(stack, 'search', {
        cluster,
        image: 'registry.example.com/search:1',
        port: 8000,
        services: [sandbox, TaskQueue.rabbitMq(stack, 'broker', { cluster })],
      }),
      new VectorStore(stack, 'vectors', { cluster, dimensions: 768, vectors: 10_000 }),
      tracing,
    ],
  });
}

const meshed = research(everything, { mesh: 'istio-ambient' });
const strict = research(everything, { mesh: { dataplane: 'istio-ambient', namespaces: ['monitoring', 'keda', 'frontend'] } });

interface Peer {
  readonly namespaceSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
  readonly podSelector?: { readonly matchLabels: Readonly<Record<string, string>> };
}
interface Policy extends KubernetesObject {
  readonly spec: {
    readonly podSelector: { readonly matchLabels?: Readonly<Record<string, string>> };
    readonly ingress?: readonly { readonly from?: readonly Peer[]; readonly ports?: readonly { readonly port: number | string }[] }[];
  };
}
interface Authorization extends KubernetesObject {
  readonly spec: {
    readonly selector?: { readonly matchLabels: Readonly<Record<string, string>> };
    readonly rules?: readonly {
      readonly from: readonly { readonly source: Readonly<Record<string, readonly string[]>> }[];
      readonly to?: readonly { readonly operation: { readonly ports: readonly string[] } }[];
    }[];
  };
}
interface Pods {
  readonly labels: Readonly<Record<string, string>>;
  readonly account: string;
}

const of = <T extends KubernetesObject>(template: FleetTemplate, kind: string): T[] =>
  template.manifests().filter((object) => object.kind === kind) as unknown as T[];
const selects = (selector: Readonly<Record<string, string>> | undefined, labels: Readonly<Record<string, string>>): boolean =>
  Object.entries(selector ?? {}).every(([key, value]) => labels[key] === value);

/** Pods of the templates, and those that operators make of their objects. */
function podsOf(template: FleetTemplate): Pods[] {
  const made = template.manifests().flatMap(({ spec }): Pods[] => {
    const pod = (spec as { template?: { metadata: { labels: Record<string, string> }; spec: { serviceAccountName?: string } } } | undefined)
      ?.template;
    return pod?.metadata?.labels === undefined ? [] : [{ labels: pod.metadata.labels, account: pod.spec.serviceAccountName ?? 'default' }];
  });
  return [
    ...made,
    ...['state', 'router-database'].map((name) => ({ labels: { 'cnpg.io/cluster': name, 'cnpg.io/podRole': 'instance' }, account: name })),
    { labels: { 'app.kubernetes.io/name': 'broker', 'app.kubernetes.io/component': 'rabbitmq' }, account: 'broker-server' },
  ];
}
const authorizationOf = (template: FleetTemplate, labels: Readonly<Record<string, string>>): Authorization | undefined =>
  of<Authorization>(template, 'AuthorizationPolicy').find(
    ({ spec }) => spec.selector !== undefined && selects(spec.selector.matchLabels, labels),
  );
const sandboxLabels = { 'app.kubernetes.io/component': 'tool-sandbox' };

describe('between pods of ours', () => {
  const policies = of<Policy>(meshed, 'NetworkPolicy');
  const pods = podsOf(meshed);
  const edges = policies.flatMap(({ metadata, spec }) =>
    (spec.ingress ?? []).flatMap(({ from = [], ports = [] }) =>
      from
        .filter(
          ({ namespaceSelector, podSelector }) =>
            namespaceSelector?.matchLabels['kubernetes.io/metadata.name'] === 'research' && podSelector !== undefined,
        )
        .map(({ podSelector }) => ({
          name: metadata.name,
          to: spec.podSelector.matchLabels ?? {},
          from: podSelector?.matchLabels ?? {},
          ports: ports.map(({ port }) => Number(port)),
        })),
    ),
  );
  const isSandbox = (labels: Readonly<Record<string, string>>) => selects(sandboxLabels, labels);

  test('network policies open the tunnel and no other port', () => {
    expect(edges.length).toBeGreaterThan(12);
    expect(edges.filter(({ to, ports }) => !isSandbox(to) && String(ports) !== String([TUNNEL]))).toEqual([]);
  });

  test('the mesh admits the service account of each caller that a network policy admits', () => {
    for (const { name, to, from } of edges.filter((edge) => !isSandbox(edge.to))) {
      const accounts = pods.filter(({ labels }) => selects(from, labels)).map(({ account }) => `research/${account}`);
      const called = pods.find(({ labels }) => selects(to, labels));
      const admitted = authorizationOf(meshed, called?.labels ?? {})?.spec.rules?.flatMap(
        (rule) => rule.from[0]?.source['serviceAccounts'] ?? [],
      );
      expect({ name, accounts, admitted }).toMatchObject({ name, admitted: expect.arrayContaining(accounts) });
      expect(accounts).not.toEqual([]);
    }
  });

  test('and nobody whom none admits: a pool is called by the proxy, at its port', () => {
    const { spec } = authorizationOf(meshed, {
      'app.kubernetes.io/name': 'planner',
      'app.kubernetes.io/component': 'inference',
    }) as Authorization;
    expect(spec).toMatchObject({
      action: 'ALLOW',
      rules: [
        { from: [{ source: { namespaces: ['monitoring'] } }], to: [{ operation: { ports: ['8000'] } }] },
        { from: [{ source: { notPrincipals: ['*'] } }], to: [{ operation: { ports: ['8000'] } }] },
        { from: [{ source: { serviceAccounts: ['research/router-affinity'] } }], to: [{ operation: { ports: ['8000'] } }] },
      ],
    });
  });

  test('the namespace joins the mesh, is strict, and admits nobody by itself', () => {
    expect(manifest(meshed, 'Namespace', 'research').metadata.labels).toMatchObject({ 'istio.io/dataplane-mode': 'ambient' });
    expect(manifest(meshed, 'PeerAuthentication', 'default')).toMatchObject({ spec: { mtls: { mode: 'STRICT' } } });
    expect(manifest(meshed, 'AuthorizationPolicy', 'allow-nothing')).toMatchObject({ spec: {} });
  });

  test('probes of the kubelet come from the address that Istio gives them', () => {
    const addresses = (options: object) =>
      (
        manifest<Policy>(research(everything, { mesh: 'istio-ambient', ...options }), 'NetworkPolicy', 'allow-mesh-probes').spec.ingress ??
        []
      ).flatMap(({ from = [] }) => from.map((peer) => (peer as { ipBlock: { cidr: string } }).ipBlock.cidr));
    expect(addresses({})).toEqual(['169.254.7.127/32']);
    expect(addresses({ ipFamilies: ['IPv4', 'IPv6'] })).toHaveLength(2);
  });

  test('without the prop there is nothing of it', () => {
    const kinds = new Set(
      research(everything)
        .manifests()
        .map(({ kind }) => kind),
    );
    expect([...kinds].filter((kind) => /Authentication$|AuthorizationPolicy/.test(kind) && kind !== 'TriggerAuthentication')).toEqual([]);
  });
});

describe('pods of others', () => {
  const portsFrom = (template: FleetTemplate, name: string) =>
    manifest<Policy>(template, 'NetworkPolicy', name).spec.ingress?.flatMap(({ ports = [] }) => ports.map(({ port }) => Number(port)));
  const plainOf = (template: FleetTemplate, name: string) =>
    manifest<{ spec: { portLevelMtls?: object } }>(template, 'PeerAuthentication', name).spec.portLevelMtls;

  test('scrape and scale in plain text on their port alone, or by the tunnel', () => {
    expect(portsFrom(meshed, 'planner-from-monitoring-8000')).toEqual([8_000, TUNNEL]);
    expect(plainOf(meshed, 'planner')).toEqual({ 8000: { mode: 'PERMISSIVE' } });
    expect(portsFrom(meshed, 'sessions-from-keda-6379')).toEqual([6_379, TUNNEL]);
    expect(plainOf(meshed, 'sessions')).toMatchObject({ 6379: { mode: 'PERMISSIVE' } });
  });

  test('whose namespace is in the mesh do so by the tunnel alone', () => {
    expect(portsFrom(strict, 'planner-from-monitoring-8000')).toEqual([TUNNEL]);
    expect(plainOf(strict, 'planner')).toBeUndefined();
    expect(
      JSON.stringify(authorizationOf(strict, { 'app.kubernetes.io/name': 'planner', 'app.kubernetes.io/component': 'inference' })),
    ).not.toContain('notPrincipals');
    expect(portsFrom(strict, 'crew-agents-from-frontend-8080')).toEqual([TUNNEL]);
  });
});

test('a sandbox, whose kernel has a network of its own, stays out of the mesh and is called in plain text', () => {
  const { metadata, spec } = manifest<{ spec: { template: { metadata: { labels: Record<string, string> } } } }>(
    meshed,
    'Deployment',
    'python',
  );
  expect(spec.template.metadata.labels).toMatchObject({ 'istio.io/dataplane-mode': 'none' });
  expect(metadata.labels).toMatchObject(sandboxLabels);
  expect(authorizationOf(meshed, { ...sandboxLabels, 'app.kubernetes.io/name': 'python' })).toBeUndefined();
  const [into] = of<Policy>(meshed, 'NetworkPolicy').filter(({ metadata: { name } }) => name.startsWith('python-from-'));
  expect(into?.spec.ingress?.[0]?.ports).toMatchObject([{ port: 8_080 }]);
});

describe('a namespace that exists', () => {
  const build = ({ stack, cluster }: Setting) =>
    void new McpServer(stack, 'search', {
      cluster,
      image: 'a.io/b:1',
      port: 8000,
      callers: ['frontend'],
      namespace: Namespace.existing('team'),
    });
  const of_ = (mesh: NonNullable<ConstructorParameters<typeof Object>[0]>) =>
    foundIn(research(build, { mesh: mesh as never })).filter(({ code }) => code === 'AF-SEC-012');

  test('has to be said to be in the mesh, since its labels are not ours', () => {
    expect(of_('istio-ambient')).toMatchObject([{ severity: 'warning', value: 'team' }]);
    expect(of_({ dataplane: 'istio-ambient', namespaces: ['team'] })).toEqual([]);
  });

  test('gets objects for our pods alone', () => {
    const objects = research(build, { mesh: 'istio-ambient' }).manifests();
    const names = objects
      .filter(({ kind }) => kind === 'AuthorizationPolicy' || kind === 'PeerAuthentication')
      .map(({ metadata }) => metadata.name);
    expect(names).toEqual(['search', 'search']);
  });
});

test.each<[string, string, unknown]>([
  ['another mesh', 'mesh', 'linkerd'],
  ['no mesh', 'mesh', true],
  ['another dataplane', 'mesh.dataplane', { dataplane: 'sidecar' }],
  ['a namespace twice', 'mesh.namespaces', { dataplane: 'istio-ambient', namespaces: ['a', 'a'] }],
  ['a name that is none', 'mesh.namespaces.0', { dataplane: 'istio-ambient', namespaces: ['Not A Name'] }],
])('%s is refused', (_, prop, mesh) => {
  const error = refusal(() => void Cluster.fromKubeconfig({ context: 'prod', mesh: mesh as never }));
  expect(error.problems[0]?.prop).toMatch(new RegExp(`^${prop.split('.')[0]}`));
});
