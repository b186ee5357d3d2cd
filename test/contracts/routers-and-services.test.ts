/** Routers, stores and services keep their contracts: those of the library, and those of a user. */
import {
  AgentFleet,
  ExternalHost,
  Gpu,
  GpuService,
  InternalService,
  type IRouter,
  type IService,
  LiteLLMRouter,
  McpServer,
  SecretRef,
  SessionStore,
  StateStore,
  TaskQueue,
  ToolSandbox,
  Topology,
  VectorStore,
  type Workload,
} from 'cdktf-agent-fleet';
import { routerProblems, serviceProblems, storeProblems, taskQueueProblems } from 'cdktf-agent-fleet/testing';
import { client, manifest, pool, refusal, research, type Setting } from '../setup/research-stack';
import { DirectAccess } from '../support/direct-access';

/** Problems of what is built in a stack that is then synthesized. */
function problemsIn<T>(check: (setting: Setting) => T): T {
  const found: T[] = [];
  research((setting) => void found.push(check(setting)));
  return found[0] as T;
}

describe('a router', () => {
  const makers: readonly (readonly [string, (setting: Setting) => IRouter])[] = [
    ['LiteLLM', ({ stack, cluster }) => new LiteLLMRouter(stack, 'router', { cluster })],
    [
      'a LiteLLM of somebody else',
      () => LiteLLMRouter.fromExisting({ url: 'http://litellm.ai:4000/v1', namespace: 'ai', key: SecretRef.existing('agents', 'key') }),
    ],
    ['direct access to one pool', (setting) => new DirectAccess(pool(setting, 'direct'))],
  ];

  test.each(makers)('%s keeps the contract', (_, make) => {
    const problems = problemsIn((setting) => {
      const router = make(setting);
      if (router instanceof DirectAccess) {
        return routerProblems(router, { pool: setting.stack.node.findChild('direct') as ReturnType<typeof pool>, client: client(setting) });
      }
      const otherPools = [pool(setting, 'long'), pool(setting, 'spare')] as const;
      return routerProblems(router, { pool: pool(setting, 'workers'), otherPools, client: client(setting) });
    });
    expect(problems).toEqual([]);
  });

  const broken: readonly (readonly [string, Partial<Record<keyof IRouter, unknown>>, string])[] = [
    ['no addRoute', { addRoute: undefined }, 'IRouter'],
    ['another kind', { kind: 'gateway' }, 'IRouter'],
    ['routes that may come once only', { addRoute: onlyOnce() }, 'addRoute'],
    ['no model name', { modelOf: () => '' }, 'modelOf'],
    ['forgotten fallbacks', { fallback: () => undefined }, 'fallback'],
    ['fallbacks for everybody', { fallbacksOf: () => ['contract-long', 'contract-spare'] }, 'fallbacksOf'],
    ['an address as host', { host: 'http://router' }, 'host'],
    ['no port', { port: 0 }, 'port'],
    ['variables that lead elsewhere', { clientEnv: () => ({ OPENAI_BASE_URL: 'http://elsewhere' }) }, 'clientEnv'],
    [
      'metrics on no path',
      { observed: { scraped: { metricsPath: null }, metrics: { requests: null, failures: null, routeState: null } } },
      'observed',
    ],
    [
      'a metric with a dash',
      { observed: { scraped: { metricsPath: '/m' }, metrics: { requests: 'a-b', failures: null, routeState: null } } },
      'observed.metrics',
    ],
  ];

  test.each(broken)('with %s is told so', (_, fault, part) => {
    const problems = problemsIn((setting) => {
      const direct = pool(setting, 'direct');
      const router = Object.defineProperties(new DirectAccess(direct), valuesOf(fault));
      return routerProblems(router, { pool: direct, client: client(setting) });
    });
    expect(problems).toContainEqual({ part, message: expect.any(String) as unknown });
  });
});

describe('a fleet with a router of a user', () => {
  const template = research((setting) => {
    const direct = pool(setting, 'direct');
    new AgentFleet(setting.stack, 'crew', {
      cluster: setting.cluster,
      topology: Topology.flat({ agents: ['writer'] }),
      concurrentWorkflows: 2,
      roles: { writer: { pool: direct, contextTokens: 4_000 } },
      runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
      router: new DirectAccess(direct),
    });
  });

  test('asks by the name that the router wants, at the address that it gives', () => {
    const runtime = JSON.stringify(manifest(template, 'Deployment', 'crew-agents'));
    expect(runtime).toContain('http://direct.research.svc.cluster.local:8000/v1');
    expect(runtime).toContain('llama-3.1-8b-instruct');
  });

  test('makes no other', () => {
    expect(template.manifests().filter(({ metadata }) => metadata.name.includes('router'))).toEqual([]);
    expect(JSON.stringify(template.manifests())).not.toMatch(/litellm/i);
  });

  test('AF-SPEC-001: refuses what cannot lead anywhere', () => {
    const problems = refusal((setting) => {
      const writers = pool(setting, 'writers');
      new AgentFleet(setting.stack, 'crew', {
        cluster: setting.cluster,
        topology: Topology.flat({ agents: ['writer'] }),
        concurrentWorkflows: 2,
        roles: { writer: { pool: writers, contextTokens: 4_000 } },
        runtime: { framework: 'langgraph', image: 'registry.example.com/crew:1.0.0' },
        router: { kind: 'router', host: 'x', port: 1 } as unknown as IRouter,
      });
    }).problems;
    expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', prop: 'router' })]);
  });
});

describe('a store', () => {
  const cidr = '10.0.0.0/24';
  const password = SecretRef.existing('auth', 'password');
  test.each([
    ['Valkey', (setting: Setting) => new SessionStore(setting.stack, 'sessions', { cluster: setting.cluster })],
    ['Postgres', (setting: Setting) => new StateStore(setting.stack, 'state', { cluster: setting.cluster })],
    [
      'Qdrant',
      (setting: Setting) => new VectorStore(setting.stack, 'memory', { cluster: setting.cluster, dimensions: 768, vectors: 1_000 }),
    ],
    ['Qdrant of somebody else', () => VectorStore.fromExisting({ host: 'qdrant.example.com', cidr, apiKey: password })],
    [
      'pgvector',
      (setting: Setting) =>
        VectorStore.pgvector(new StateStore(setting.stack, 'state', { cluster: setting.cluster, vector: true }), {
          dimensions: 768,
          vectors: 1_000,
        }),
    ],
    ['Redis of somebody else', () => SessionStore.fromExisting({ host: 'redis.example.com', cidr })],
    [
      'Postgres of somebody else',
      () => StateStore.fromExisting({ host: 'db.example.com', cidr, database: 'crew', user: 'crew', password }),
    ],
  ])('%s keeps the contract', (_, make) => {
    expect(problemsIn((setting) => storeProblems(make(setting), client(setting)))).toEqual([]);
  });

  test('of no kind, or with a password written out, is reported', () => {
    const store = SessionStore.fromExisting({ host: 'redis.example.com', cidr, password });
    const faulty = Object.defineProperties(Object.create(store), valuesOf({ kind: 'cache', password: 'hunter2' }));
    const parts = problemsIn((setting) => storeProblems(faulty, client(setting))).map(({ part }) => part);
    expect(parts).toEqual(expect.arrayContaining(['kind', 'password', 'clientEnv']));
  });
});

describe('a task queue', () => {
  const store = () => SessionStore.fromExisting({ host: 'redis.example.com', cidr: '10.0.0.0/24' });
  const url = SecretRef.existing('rabbit', 'url');
  test.each([
    ['a stream', ({ stack, cluster }: Setting) => TaskQueue.redisStream(stack, 'tasks', { cluster, store: store() })],
    ['RabbitMQ', ({ stack, cluster }: Setting) => TaskQueue.rabbitMq(stack, 'tasks', { cluster })],
    ['AMQP', () => TaskQueue.fromExisting({ kind: 'amqp', name: 'tasks', host: 'rabbit.example.com', cidr: '10.0.0.0/24', url })],
    [
      'SQS',
      () => TaskQueue.fromExisting({ kind: 'sqs', name: 'q', url: 'https://sqs.eu-central-1.amazonaws.com/1/q', region: 'eu-central-1' }),
    ],
  ])('%s keeps the contract', (_, make) => {
    expect(problemsIn((setting) => taskQueueProblems(make(setting), client(setting)))).toEqual([]);
  });

  test('that names no queue, and one that scales by no number of tasks, is reported', () => {
    const queue = TaskQueue.fromExisting({ kind: 'amqp', name: 'tasks', host: 'rabbit.example.com', cidr: '10.0.0.0/24', url });
    const faulty = Object.defineProperties(
      Object.create(queue),
      valuesOf({ name: 'others', depth: () => ({ type: '', metadata: { n: 3 } }) }),
    );
    const parts = problemsIn((setting) => taskQueueProblems(faulty, client(setting))).map(({ part }) => part);
    expect(parts).toEqual(['clientEnv', 'depth', 'depth', 'depth']);
  });
});

describe('a service of a user', () => {
  const service = (fault: Partial<IService> = {}): IService => ({
    kind: 'search',
    host: 'search.example.com',
    port: 443,
    clientEnv: () => ({ SEARCH_URL: 'https://search.example.com', SEARCH_KEY: SecretRef.existing('search', 'key') }),
    admit: () => undefined,
    ...fault,
  });

  test('keeps the contract, and may be wired to a runtime', () => {
    expect(problemsIn((setting) => serviceProblems(service(), client(setting)))).toEqual([]);
  });

  const key = SecretRef.existing('vectors', 'key');
  test.each<[string, IService]>([
    ['in the cluster', new InternalService({ name: 'vectors', namespace: 'qdrant', port: 6333 })],
    [
      'in a closed namespace',
      new InternalService({
        name: 'v',
        namespace: 'q',
        port: 80,
        podPort: 6333,
        podLabels: { app: 'q' },
        admitClients: true,
        key,
        mcp: true,
      }),
    ],
    ['outside, by name', new ExternalHost({ name: 'crm', host: 'crm.example.com', key, mcp: true })],
    [
      'outside, by ranges',
      new ExternalHost({ name: 'crm', host: 'crm.example.com', port: 8443, cidrs: ['203.0.113.0/24', '2001:db8::/32'] }),
    ],
    ['outside, by address', new ExternalHost({ name: 'crm', host: '10.0.0.7', port: 5432, env: { CRM: 'address' } })],
  ])('that exists %s keeps it, too', (_, existing) => {
    expect(problemsIn((setting) => serviceProblems(existing, client(setting)))).toEqual([]);
  });

  test('an MCP server keeps it, too', () => {
    const problems = problemsIn((setting) => {
      const server = new McpServer(setting.stack, 'search', {
        cluster: setting.cluster,
        image: 'registry.example.com/search:1.0.0',
        port: 8000,
      });
      return serviceProblems(server, client(setting));
    });
    expect(problems).toEqual([]);
  });

  test.each([{}, { mcp: true, path: '/run' }])('a GPU service keeps it, too: %j', (props) => {
    const problems = problemsIn((setting) => {
      const { cluster } = setting;
      const given = { cluster, image: 'registry.example.com/flux:1.0.0', port: 8188, gpu: Gpu.L40S, memoryGiBPerGpu: 30, ...props };
      return serviceProblems(new GpuService(setting.stack, 'images', given), client(setting));
    });
    expect(problems).toEqual([]);
  });

  test.each([{}, { mcp: true, path: '/run' }])('a sandbox keeps it, too: %j', (props) => {
    const problems = problemsIn((setting) => {
      const { cluster } = setting;
      const given = { cluster, image: 'registry.example.com/python:1.0.0', port: 8080, runtimeClass: 'gvisor', ...props };
      return serviceProblems(new ToolSandbox(setting.stack, 'python', given), client(setting));
    });
    expect(problems).toEqual([]);
  });

  test.each<[string, Partial<IService>, string]>([
    ['an entry that leads elsewhere', { listed: { variable: 'MCP_SERVERS', name: 's', value: 'http://elsewhere' } }, 'listed'],
    ['an entry in no variable', { listed: { variable: 'MCP-SERVERS', name: 's', value: 'https://search.example.com' } }, 'listed'],
    ['an entry without a name', { listed: { variable: 'MCP_SERVERS', name: '', value: 'https://search.example.com' } }, 'listed'],
    ['an entry that is a secret', { listed: { variable: 'A', name: 's', value: 'https://u:hunter22@search.example.com' } }, 'listed'],
    ['an entry that is none', { listed: 'MCP_SERVERS' as never }, 'IService'],
    [
      'a secret written out',
      { clientEnv: () => ({ URL: 'search.example.com', SEARCH_KEY: 'sk-abcdefghijklmnop0123456789' }) },
      'clientEnv',
    ],
    ['a variable that is none', { clientEnv: () => ({ 'SEARCH-URL': 'search.example.com' }) }, 'clientEnv'],
    ['variables that change', { clientEnv: changing() }, 'clientEnv'],
    ['a throw for a client that it knows', { admit: onlyOnce() }, 'admit'],
    ['a port beyond all ports', { port: 70_000 }, 'port'],
    ['no host', { host: '' }, 'host'],
    ['no admit', { admit: undefined as unknown as IService['admit'] }, 'IService'],
  ])('with %s is told so', (_, fault, part) => {
    const problems = problemsIn((setting) => serviceProblems(service(fault), client(setting)));
    expect(problems).toContainEqual({ part, message: expect.any(String) as unknown });
  });
});

const valuesOf = (fault: object) => Object.fromEntries(Object.entries(fault).map(([key, value]) => [key, { value }]));

/** Something that forgets that it may be asked again. */
function onlyOnce(): (client: Workload | object) => void {
  const seen: unknown[] = [];
  return () => {
    if (seen.push(1) > 1) throw new Error('asked before');
  };
}

function changing(): IService['clientEnv'] {
  let calls = 0;
  return () => ({ URL: `search.example.com/${calls++}` });
}
