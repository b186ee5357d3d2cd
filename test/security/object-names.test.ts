/** Names that are put together from those of constructs: two objects of one kind and name are one object, whoever makes them. */
import { ConfigMapV1 } from '@cdktf/provider-kubernetes/lib/config-map-v1';
import { App, TerraformStack } from 'cdktf';
import {
  AgentRuntime,
  Cluster,
  type ClusterProps,
  Engine,
  Gpu,
  InferencePool,
  type InferencePoolProps,
  isFleetError,
  McpServer,
  Model,
  Namespace,
  Scaling,
  SessionStore,
  StateStore,
  StoreTls,
  TaskQueue,
  VectorStore,
} from 'cdktf-agent-fleet';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import type { Finding } from '../../lib/core/finding';
import { pool, problemsOf, type Setting } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

const IMAGE = 'registry.example.com/tool:1';
const tool = ({ stack, cluster }: Setting, id: string) => new McpServer(stack, id, { cluster, image: IMAGE, port: 8_000 });
const clashes = (build: (setting: Setting) => void): Finding[] => problemsOf(build).filter(({ code }) => code === 'AF-SPEC-021');

test.each<[string, string, (setting: Setting) => void]>([
  ['sessions-headless', 'Service', ({ stack, cluster }) => void new SessionStore(stack, 'sessions', { cluster })],
  ['memory-headless', 'Service', ({ stack, cluster }) => void new VectorStore(stack, 'memory', { cluster, dimensions: 8, vectors: 8 })],
  ['state-rw', 'Service', ({ stack, cluster }) => void new StateStore(stack, 'state', { cluster })],
  ['state-r', 'Service', ({ stack, cluster }) => void new StateStore(stack, 'state', { cluster })],
  ['tasks-nodes', 'Service', ({ stack, cluster }) => void TaskQueue.rabbitMq(stack, 'tasks', { cluster })],
  ['tasks-server', 'ServiceAccount', ({ stack, cluster }) => void TaskQueue.rabbitMq(stack, 'tasks', { cluster })],
  ['writers-head-svc', 'Service', (setting) => void pool(setting, 'writers', { engine: Engine.rayServe() })],
  ['writers-serve-svc', 'Service', (setting) => void pool(setting, 'writers', { engine: Engine.rayServe() })],
])('%s is refused where a %s of that name is made for another construct', (id, kind, build) => {
  const [clash, ...others] = clashes((setting) => {
    build(setting);
    tool(setting, id);
  });
  expect(others).toEqual([]);
  expect(clash).toMatchObject({ value: id, allowed: `one ${kind} in namespace research of this name`, path: `research/${id}` });
  expect(clash?.message).toContain(`research/${id.split('-')[0]}`);
});

test('names that only look alike are accepted', () => {
  expect(
    clashes((setting) => {
      const { stack, cluster } = setting;
      new SessionStore(stack, 'sessions', { cluster, tls: StoreTls.issuer({ name: 'internal', kind: 'Issuer' }) });
      new StateStore(stack, 'state', { cluster, pooler: {} });
      TaskQueue.rabbitMq(stack, 'tasks', { cluster });
      pool(setting, 'writers', { engine: Engine.rayServe() });
      for (const id of ['sessions-head', 'state-rw-2', 'tasks-node', 'writers-svc']) tool(setting, id);
    }),
  ).toEqual([]);
});

test('an object of the user has a name of its own, too', () => {
  const found = clashes(({ stack, cluster }) => {
    const sessions = new SessionStore(stack, 'sessions', { cluster });
    new ConfigMapV1(sessions, 'mine', { metadata: { name: 'sessions', namespace: 'research' } });
  });
  expect(found.map(({ allowed }) => allowed)).toEqual(['one ConfigMap in namespace research of this name']);
});

test('two workloads of one name are told once, and not again for each of their objects', () => {
  const found = clashes(({ stack, cluster }) => {
    new SessionStore(stack, 'one', { cluster, name: 'same' });
    new McpServer(stack, 'two', { cluster, name: 'same', image: IMAGE, port: 8_000 });
  });
  expect(found.map(({ allowed }) => allowed)).toEqual(['one workload in namespace research of cluster prod-eu of this name']);
});

/** Two teams, a stack each, in a namespace that is there already. */
function teams(options: ClusterProps, stacks: readonly string[] = ['team-a', 'team-b']) {
  const app = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', ...options });
  const base: InferencePoolProps = { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 };
  const namespace = Namespace.existing('shared');
  for (const id of stacks) {
    const stack = new TerraformStack(app, id);
    new InferencePool(stack, `${id}-model`.toLowerCase(), { ...base, namespace, scaling: Scaling.queueDepth({ min: 1, max: 2 }) });
    const runtime = { cluster, namespace, framework: 'custom', image: IMAGE } as const;
    new AgentRuntime(stack, `${id}-agents`.toLowerCase(), runtime);
  }
  return app;
}

const named = (template: FleetTemplate, kind: string) =>
  template
    .manifests()
    .filter((object) => object.kind === kind)
    .map(({ metadata }) => metadata.name);

test.each<[string, ClusterProps, readonly string[]]>([
  [
    'the sign-in at Thanos Querier',
    { distribution: 'openshift' },
    ['ServiceAccount', 'Role', 'RoleBinding', 'Secret', 'TriggerAuthentication'],
  ],
  ['the policy of signatures', { imageSignatures: { policies: 'kyverno' } }, ['NamespacedImageValidatingPolicy']],
  ['the closed network', { mesh: { dataplane: 'istio-ambient', namespaces: ['shared'] } }, ['NetworkPolicy']],
])('stacks that share a namespace of somebody else have %s each', (_, options, kinds) => {
  const app = teams(options);
  const [one, other] = ['team-a', 'team-b'].map((id) => FleetTemplate.synth(app, id)) as [FleetTemplate, FleetTemplate];
  for (const kind of kinds) {
    expect(named(one, kind)).not.toEqual([]);
    expect(named(one, kind).filter((name) => named(other, kind).includes(name))).toEqual([]);
  }
});

test('each scales by the sign-in of its own stack', () => {
  const app = teams({ distribution: 'openshift' });
  const [scaled] = FleetTemplate.synth(app, 'team-b')
    .manifests()
    .filter(({ kind }) => kind === 'ScaledObject');
  expect(JSON.stringify(scaled)).toContain('"authenticationRef":{"name":"team-b-agent-fleet-metrics-reader"}');
});

test('stacks whose ids give their policies one name are refused', () => {
  try {
    teams({}, ['Team.A', 'team-a']).synth();
    throw new Error('accepted');
  } catch (error) {
    if (!isFleetError(error)) throw error;
    expect(error.problems.map(({ code, allowed }) => `${code} ${allowed}`)).toContain(
      'AF-SPEC-021 one NetworkPolicy in namespace shared of this name',
    );
  }
});

test('stacks of two clusters may write objects of one name, those of users included', () => {
  const app = new App({ outdir: temporaryOutdir() });
  for (const context of ['prod-eu', 'prod-us']) {
    const cluster = Cluster.fromKubeconfig({ context });
    const stack = new TerraformStack(app, context);
    new SessionStore(stack, 'sessions', { cluster, namespace: 'research' });
    new ConfigMapV1(stack, 'mine', { metadata: { name: 'mine', namespace: 'research' } });
  }
  expect(() => app.synth()).not.toThrow();
});
