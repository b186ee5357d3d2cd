/** Whoever is wired to something starts after it and stops before it, in one stack and across stacks. */
import { Construct } from 'constructs';
import { checkOrder } from '../../e2e/checks/order';
import {
  AgentFleet,
  AgentRuntime,
  type AgentRuntimeProps,
  Cluster,
  Gpu,
  GpuService,
  InferencePool,
  InternalService,
  type IService,
  LiteLLMRouter,
  McpServer,
  MessageSchema,
  Model,
  SecretRef,
  SessionStore,
  StateStore,
  TaskQueue,
  ToolSandbox,
  Topology,
  Tracing,
  VectorStore,
} from '../../lib';
import { App, TerraformStack } from '../../lib/terraform/engine';
import { ConfigMapV1 } from '../../lib/terraform/kubernetes';
import { StartOrder } from '../../lib/terraform/start-order';
import { FleetTemplate } from '../../lib/testing';
import { foundAlone, research, type Setting } from '../setup/research-stack';
import { temporaryOutdir } from '../setup/temporary-outdir';

interface Written {
  readonly metadata?: { readonly name: string };
  readonly name?: string;
  readonly depends_on?: readonly string[];
}

/** Resources of a stack by address. */
const writtenIn = (template: FleetTemplate): Map<string, Written> =>
  new Map(
    Object.entries(template.json.resource ?? {}).flatMap(([type, resources]) =>
      Object.entries(resources as Record<string, Written>).map(([id, resource]) => [`${type}.${id}`, resource] as const),
    ),
  );

const nameOf = ({ metadata, name }: Written): string => metadata?.name ?? name ?? '';

/** What a Deployment, StatefulSet or Job waits for, itself or through others, as `kind name`. */
function waitedFor(template: FleetTemplate, name: string, type = 'kubernetes_deployment_v1'): string[] {
  const written = writtenIn(template);
  const [start] = [...written].find(([address, resource]) => address.startsWith(`${type}.`) && nameOf(resource) === name) ?? [];
  const seen = new Set<string>();
  const open = [start];
  for (let address = open.pop(); address !== undefined; address = open.pop()) {
    if (seen.has(address)) continue;
    seen.add(address);
    open.push(...(written.get(address)?.depends_on ?? []));
  }
  return [...seen].map((address) => `${address.split('.')[0]?.replace(/^kubernetes_|_v1$/g, '')} ${nameOf(written.get(address) ?? {})}`);
}

const image = 'registry.example.com/agents:1.0.0';
const OBJECTS = 'helm_release research-objects';

/** Every service that this library makes, and what its clients wait for. */
const SERVICES: readonly (readonly [string, (setting: Setting) => IService, readonly string[]])[] = [
  [
    'a session store',
    ({ stack, cluster }) => new SessionStore(stack, 'store', { cluster }),
    ['stateful_set store', 'service store', OBJECTS],
  ],
  ['a state store', ({ stack, cluster }) => new StateStore(stack, 'store', { cluster }), [OBJECTS]],
  [
    'a vector store',
    ({ stack, cluster }) => new VectorStore(stack, 'store', { cluster, dimensions: 1024, vectors: 1_000 }),
    ['stateful_set store', 'service store', OBJECTS],
  ],
  [
    'vectors beside the state',
    ({ stack, cluster }) =>
      VectorStore.pgvector(new StateStore(stack, 'store', { cluster, vector: true }), { dimensions: 1024, vectors: 1_000 }),
    [OBJECTS],
  ],
  ['a router', ({ stack, cluster }) => new LiteLLMRouter(stack, 'store', { cluster }), ['deployment store', 'service store']],
  [
    'an MCP server',
    ({ stack, cluster }) => new McpServer(stack, 'store', { cluster, image, port: 8000 }),
    ['deployment store', 'service store'],
  ],
  [
    'a scope of an MCP server',
    ({ stack, cluster }) =>
      new McpServer(stack, 'store', { cluster, image, port: 8000, toolScopes: { readers: { allowedTools: ['find'], port: 8101 } } }).scope(
        'readers',
      ),
    ['deployment store', 'service store'],
  ],
  [
    'a sandbox',
    ({ stack, cluster }) => new ToolSandbox(stack, 'store', { cluster, image, port: 8080, runtimeClass: 'gvisor' }),
    ['deployment store', 'service store'],
  ],
  [
    'a tool on GPUs',
    ({ stack, cluster }) => new GpuService(stack, 'store', { cluster, image, port: 8080, gpu: Gpu.L40S, memoryGiBPerGpu: 20 }),
    ['deployment store', 'service store'],
  ],
  [
    'a stream',
    ({ stack, cluster }) => TaskQueue.redisStream(stack, 'store', { cluster, store: new SessionStore(stack, 'held', { cluster }) }),
    ['deployment store', 'stateful_set held', 'service held', OBJECTS],
  ],
  ['a RabbitMQ', ({ stack, cluster }) => TaskQueue.rabbitMq(stack, 'store', { cluster }), [OBJECTS, 'config_map store-declare']],
  [
    'a collector',
    ({ stack, cluster }) =>
      Tracing.otlp(stack, 'store', { cluster, to: new InternalService({ name: 'spans', namespace: 'monitoring', port: 4318 }) }),
    ['deployment store', 'service store'],
  ],
];

/** Every kind of client. */
const CLIENTS: readonly (readonly [string, (setting: Setting, services: readonly IService[]) => unknown])[] = [
  [
    'an AgentRuntime',
    ({ stack, cluster }, services) => new AgentRuntime(stack, 'client', { cluster, framework: 'custom', image, services }),
  ],
  ['an McpServer', ({ stack, cluster }, services) => new McpServer(stack, 'client', { cluster, image, port: 8000, services })],
  [
    'a ToolSandbox',
    ({ stack, cluster }, services) => new ToolSandbox(stack, 'client', { cluster, image, port: 8080, runtimeClass: 'gvisor', services }),
  ],
  [
    'a GpuService',
    ({ stack, cluster }, services) =>
      new GpuService(stack, 'client', { cluster, image, port: 8080, gpu: Gpu.L40S, memoryGiBPerGpu: 20, services }),
  ],
];

const NODES = {
  nodePools: { l40s: { gpu: Gpu.L40S, nodes: 4 }, sandboxes: { nodes: 2, runtimeClasses: ['gvisor'] }, cpu: { nodes: 3 } },
} as const;
const inResearch = (build: (setting: Setting) => void) => research(build, NODES as never);

describe.each(CLIENTS)('%s', (_, make) => {
  test.each(SERVICES)('starts after %s', (__, service, expected) => {
    const template = inResearch((setting) => void make(setting, [service(setting)]));
    expect(waitedFor(template, 'client')).toEqual(expect.arrayContaining([...expected]));
  });

  test('starts after the ways are open, on both sides', () => {
    const template = inResearch((setting) => void make(setting, [new SessionStore(setting.stack, 'store', { cluster: setting.cluster })]));
    expect(waitedFor(template, 'client')).toEqual(
      expect.arrayContaining(['network_policy client-to-research-store', 'network_policy store-from-research-client']),
    );
  });

  test('waits for nothing where what it is wired to is none of ours', () => {
    const service = new InternalService({ name: 'vectors', namespace: 'qdrant', port: 6333 });
    const waits = waitedFor(
      inResearch((setting) => void make(setting, [service])),
      'client',
    );
    expect(waits.filter((one) => !/^(namespace|service_account|network_policy|deployment) /.test(one))).toEqual([]);
  });
});

test('workers start after their queue and the store in which its tasks lie', () => {
  const template = inResearch(({ stack, cluster }) => {
    const store = new SessionStore(stack, 'store', { cluster });
    const consumes = TaskQueue.redisStream(stack, 'tasks', { cluster, store });
    new AgentRuntime(stack, 'client', { cluster, framework: 'custom', image, consumes });
  });
  expect(waitedFor(template, 'client')).toEqual(expect.arrayContaining(['deployment tasks', 'stateful_set store']));
  expect(waitedFor(template, 'tasks')).toContain('stateful_set store');
});

test('a router starts after its counters and its database, and the Job that makes its tables too', () => {
  const template = inResearch(({ stack, cluster }) => {
    const sessionStore = new SessionStore(stack, 'counts', { cluster });
    const database = new StateStore(stack, 'keys', { cluster });
    new LiteLLMRouter(stack, 'router', { cluster, sessionStore, database });
  });
  expect(waitedFor(template, 'router')).toEqual(expect.arrayContaining(['stateful_set counts', OBJECTS]));
  const migration = [...writtenIn(template).values()].map(nameOf).find((name) => name.startsWith('router-setup-migrate-'));
  expect(waitedFor(template, migration ?? '', 'kubernetes_job_v1')).toEqual(
    expect.arrayContaining([OBJECTS, 'network_policy keys-from-research-router-setup']),
  );
});

test('a router stops before the proxy that keeps sessions on their replicas', () => {
  const template = inResearch(({ stack, cluster }) => {
    const pool = new InferencePool(stack, 'model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, replicas: 2, maxContextTokens: 8_192 });
    new LiteLLMRouter(stack, 'router', { cluster }).addRoute({ alias: 'assistant', pool, multiTurn: true });
  });
  expect(waitedFor(template, 'router')).toEqual(expect.arrayContaining(['deployment router-affinity', 'service router-affinity']));
});

test('a fleet stops from its agents to its stores', () => {
  const template = inResearch(({ stack, cluster }) => {
    const pool = new InferencePool(stack, 'model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
    const tracing = Tracing.otlp(stack, 'traces', {
      cluster,
      to: new InternalService({ name: 'spans', namespace: 'monitoring', port: 4318 }),
    });
    new AgentFleet(stack, 'crew', {
      cluster,
      topology: Topology.flat({ agents: ['assistant'] }),
      concurrentWorkflows: 2,
      roles: { assistant: { pool, contextTokens: 4_000 } },
      runtime: { framework: 'langgraph', image },
      services: [tracing],
      messages: { schemas: { task: MessageSchema.of({ type: 'object' }) }, signingKey: SecretRef.existing('signing', 'key') },
    });
  });
  const agents = waitedFor(template, 'crew-agents');
  expect(agents).toEqual(expect.arrayContaining(['deployment crew-router', 'stateful_set crew-sessions', 'deployment traces', OBJECTS]));
  expect(agents.some((one) => one.startsWith('config_map crew-messages-'))).toBe(true);
  expect(waitedFor(template, 'crew-router')).toEqual(expect.arrayContaining(['stateful_set crew-sessions', 'deployment traces']));
});

describe('across stacks', () => {
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { cpu: { nodes: 3 } } });
  const runtime = (stack: TerraformStack, props: Partial<AgentRuntimeProps>) =>
    new AgentRuntime(stack, `${stack.node.id}-agents`, { cluster, framework: 'custom', image, ...props });
  const server = (stack: TerraformStack, services: readonly IService[] = []) =>
    new McpServer(stack, `${stack.node.id}-search`, { cluster, image, port: 8000, services });

  function stacks(build: (shared: TerraformStack, research: TerraformStack) => void) {
    const app = new App({ outdir: temporaryOutdir() });
    const [shared, own] = [new TerraformStack(app, 'shared'), new TerraformStack(app, 'research')];
    build(shared, own);
    const template = FleetTemplate.synth(app, 'research');
    return { shared, own, template };
  }

  test('the stack of a client is deployed after that of its service', () => {
    const { shared, own, template } = stacks((one, other) => void runtime(other, { services: [server(one)] }));
    expect(own.dependencies).toEqual([shared]);
    expect(shared.dependencies).toEqual([]);
    expect(template.danglingReferences()).toEqual([]);
  });

  test('an order that the user gave holds, and what it contradicts is said', () => {
    const { shared, own, template } = stacks((one, other) => {
      runtime(other, { services: [server(one)] });
      one.addDependency(other);
    });
    expect(shared.dependencies).toEqual([own]);
    expect(own.dependencies).toEqual([]);
    expect(foundAlone(template)).toEqual([
      expect.objectContaining({ code: 'AF-SPEC-026', severity: 'warning', path: 'research/research-agents', prop: 'services' }),
    ]);
  });

  test('of two stacks that are wired to each other the first is ordered, and the second is told', () => {
    const { shared, own, template } = stacks((one, other) => {
      runtime(other, { services: [server(one)] });
      server(other);
      runtime(one, { services: [new McpServer(other, 'tools', { cluster, image, port: 8000 })] });
    });
    expect(own.dependencies).toEqual([shared]);
    expect(foundAlone(template).map(({ code }) => code)).toEqual([]);
    const told = (FleetTemplate.synth(shared.node.root as App, 'shared').plan().findings as { code: string; path: string }[]).filter(
      ({ code }) => code === 'AF-SPEC-026',
    );
    expect(told.map(({ path }) => path)).toEqual(['shared/shared-agents']);
  });

  test('a second synthesis orders the same', () => {
    const { shared, own } = stacks((one, other) => void runtime(other, { services: [server(one)] }));
    FleetTemplate.synth(own.node.root as App, 'research');
    expect(own.dependencies).toEqual([shared]);
  });
});

describe('a service of a user', () => {
  const own = (fields: Partial<IService>): IService => ({
    kind: 'search',
    host: 'search.tools.svc.cluster.local',
    port: 80,
    clientEnv: () => ({ SEARCH_URL: 'http://search.tools.svc.cluster.local' }),
    admit: () => undefined,
    ...fields,
  });

  test('says what it consists of', () => {
    const template = inResearch((setting) => {
      const made = new ConfigMapV1(setting.stack, 'search', { metadata: { name: 'search', namespace: 'tools' } });
      setting.cluster.provide(setting.stack);
      const services = [own({ resources: [made] })];
      new AgentRuntime(setting.stack, 'client', { cluster: setting.cluster, framework: 'custom', image, services });
    });
    expect(waitedFor(template, 'client')).toContain('config_map search');
  });

  test.each([
    ['a text', ['kubernetes_deployment_v1.search']],
    ['what has an address and is no construct', [{ fqn: 'a.b' }]],
    ['what is in no stack', [Object.assign(new Construct(undefined as never, ''), { fqn: 'a.b' })]],
    ['no list', 'all'],
  ])('with %s for resources is refused', (_, resources) => {
    const make = () =>
      inResearch(
        ({ stack, cluster }) =>
          void new AgentRuntime(stack, 'client', {
            cluster,
            framework: 'custom',
            image,
            services: [own({ resources: resources as never })],
          }),
      );
    expect(make).toThrow(/AF-SPEC-001.*services\.0/s);
  });
});

test('pods of one construct have ways of their own: the Job that makes the tables of a router reaches its database', () => {
  const template = inResearch(({ stack, cluster }) => {
    new LiteLLMRouter(stack, 'router', { cluster, database: new StateStore(stack, 'keys', { cluster, instances: 1 }) });
  });
  const egress = template
    .manifests()
    .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.includes('-to-research-keys'))
    .map(
      ({ spec }) => (spec as { podSelector: { matchLabels: Record<string, string> } }).podSelector.matchLabels['app.kubernetes.io/name'],
    );
  expect(egress.sort()).toEqual(['router', 'router-setup']);
});

test('a secret that somebody else keeps is waited for by nobody', () => {
  const template = inResearch(({ stack, cluster }) => {
    const given = SecretRef.existing('store', 'password');
    const clients = { client: { password: given } };
    const store = new SessionStore(stack, 'store', { cluster, password: given, metricsPassword: given, clients });
    new AgentRuntime(stack, 'client', { cluster, framework: 'custom', image, services: [store] });
  });
  expect(waitedFor(template, 'client')).not.toContain(OBJECTS);
});

test('resources of which each would wait for the other keep the first order, and it is said', () => {
  const template = inResearch(({ stack, cluster }) => {
    cluster.provide(stack);
    const [one, other] = ['one', 'other'].map((name) => new ConfigMapV1(stack, name, { metadata: { name, namespace: 'tools' } }));
    const order = StartOrder.of(stack);
    order.put(one as ConfigMapV1, [other as ConfigMapV1]);
    order.put(other as ConfigMapV1, [one as ConfigMapV1]);
    order.put(one as ConfigMapV1, [one as ConfigMapV1]);
    new McpServer(stack, 'search', { cluster, image, port: 8000 });
  });
  expect(waitedFor(template, 'one', 'kubernetes_config_map_v1')).toContain('config_map other');
  expect(waitedFor(template, 'other', 'kubernetes_config_map_v1')).not.toContain('config_map one');
  expect(checkOrder(template.json)).toEqual([]);
  expect(foundAlone(template).filter(({ code }) => code === 'AF-SPEC-026')).toEqual([
    expect.objectContaining({ message: expect.stringContaining('which starts after it already') }),
  ]);
});
