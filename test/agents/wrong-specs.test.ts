/** Wrong specs of the CPU layer: agents, tools, stores and queues. Each is refused with a code, the prop as it was written, what is allowed and something to type. */
import {
  AgentRuntime,
  Cluster,
  ExternalHost,
  InternalService,
  LiteLLMRouter,
  McpServer,
  SecretRef,
  SessionStore,
  StateStore,
  TaskQueue,
  ToolSandbox,
  VectorStore,
} from '../../lib';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import { expectRefused } from '../support/expect-refused';

type Make = (stack: TerraformStack, props: object) => unknown;
type Row = readonly [what: string, make: Make, props: object, prop: string];

const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { cpu: { nodes: 3 } } });
const image = 'registry.example.com/agents:1.0.0';

const runtime: Make = (stack, props) => new AgentRuntime(stack, 'agents', { cluster, framework: 'custom', image, ...props } as never);
const router: Make = (stack, props) => new LiteLLMRouter(stack, 'router', { cluster, ...props } as never);
const server: Make = (stack, props) => new McpServer(stack, 'search', { cluster, image, port: 8000, ...props } as never);
const sandbox: Make = (stack, props) =>
  new ToolSandbox(stack, 'python', { cluster, image, port: 8080, runtimeClass: 'gvisor', ...props } as never);
const sessions: Make = (stack, props) => new SessionStore(stack, 'sessions', { cluster, ...props } as never);
const state: Make = (stack, props) => new StateStore(stack, 'state', { cluster, ...props } as never);
const vectors: Make = (stack, props) => new VectorStore(stack, 'memory', { cluster, dimensions: 1024, vectors: 1_000, ...props } as never);
const stream: Make = (stack, props) =>
  TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'store', { cluster }), ...props } as never);
const rabbit: Make = (stack, props) => TaskQueue.rabbitMq(stack, 'tasks', { cluster, ...props } as never);
const internal: Make = (_stack, props) => new InternalService({ name: 'api', namespace: 'apis', port: 80, ...props } as never);
const external: Make = (_stack, props) =>
  new ExternalHost({ name: 'crm', host: 'crm.example.com', cidrs: ['203.0.113.0/24'], ...props } as never);

const SEARCH = { kind: 'search', host: 'search', port: 80, clientEnv: () => ({}), admit: () => undefined };

const ROWS: readonly Row[] = [
  ['a framework that nobody knows', runtime, { framework: 'langchain' }, 'framework'],
  ['an image with spaces', runtime, { image: 'not an image' }, 'image'],
  ['no pod', runtime, { replicas: 0 }, 'replicas'],
  ['half a pod', runtime, { replicas: 1.5 }, 'replicas'],
  ['a port beyond the last', runtime, { port: 70_000 }, 'port'],
  ['a check without a port', runtime, { healthPath: '/health' }, 'port'],
  ['callers without a port', runtime, { callers: ['ingress'] }, 'port'],
  ['a caller in capitals', runtime, { port: 8080, callers: ['Ingress'] }, 'callers.0'],
  ['CPU in words', runtime, { resources: { cpu: 'lots' } }, 'resources.cpu'],
  ['memory below zero', runtime, { resources: { memory: '-5Gi' } }, 'resources.memory'],
  ['memory in which LangGraph cannot be loaded', runtime, { framework: 'langgraph', resources: { memory: '64Mi' } }, 'resources.memory'],
  [
    'memory in which no client of models can be loaded',
    runtime,
    { framework: 'openai-agents', resources: { memory: '63Mi' } },
    'resources.memory',
  ],
  ['memory in which the router does not start', router, { resources: { memory: '256Mi' } }, 'resources.memory'],
  ['root', runtime, { runAsUser: 0 }, 'runAsUser'],
  [
    'a scope of tools without a tool',
    server,
    { toolScopes: { readers: { allowedTools: [], port: 8101 } } },
    'toolScopes.readers.allowedTools',
  ],
  [
    'a scope on the port of the server',
    server,
    { toolScopes: { readers: { allowedTools: ['find'], port: 8000 } } },
    'toolScopes.readers.port',
  ],
  ['backups without a place', state, { backups: { bucket: 'agents' } }, 'backups.to'],
  ['a beginning in a text', state, { recovery: 's3://agents/state' }, 'recovery'],
  ['a pooler that is a word', state, { pooler: 'transaction' }, 'pooler'],
  ['a pooler of statements', state, { pooler: { mode: 'statement' } }, 'pooler.mode'],
  ['a pooler without a pod', state, { pooler: { instances: 0 } }, 'pooler.instances'],
  ['a pooler that asks nobody', state, { pooler: { serverConnections: 0 } }, 'pooler.serverConnections'],
  ['a pooler that takes nobody', state, { pooler: { clientConnections: 0 } }, 'pooler.clientConnections'],
  ['memory of a pooler in words', state, { pooler: { resources: { memory: 'little' } } }, 'pooler.resources.memory'],
  ['a pooler with a typo', state, { pooler: { poolMode: 'session' } }, 'pooler.poolMode'],
  ['fewer connections than a database needs', state, { maxConnections: 5 }, 'maxConnections'],
  ['half a connection', runtime, { databaseConnections: 0.5 }, 'databaseConnections'],
  ['a setup that runs nothing', runtime, { setup: {} }, 'setup.args'],
  ['a setup without a word', runtime, { setup: { args: [] } }, 'setup.args'],
  ['a setup that is a command line', runtime, { setup: 'python setup.py' }, 'setup'],
  ['a setup of a number', runtime, { setup: { args: [1] } }, 'setup.args.0'],
  ['a setup with a typo', runtime, { setup: { args: ['setup'], timeout: 5 } }, 'setup.timeout'],
  ['half an attempt', runtime, { setup: { args: ['setup'], retries: 1.5 } }, 'setup.retries'],
  ['attempts below zero', runtime, { setup: { args: ['setup'], retries: -1 } }, 'setup.retries'],
  ['no time for a setup', runtime, { setup: { args: ['setup'], timeoutMinutes: 0 } }, 'setup.timeoutMinutes'],
  ['attempts for which there is no time', runtime, { setup: { args: ['setup'], retries: 20 } }, 'setup.timeoutMinutes'],
  ['a service of which a text is said to be a part', runtime, { services: [{ ...SEARCH, resources: ['search'] }] }, 'services.0'],
  ['a setup of an MCP server', server, { setup: { args: ['setup'] } }, 'setup'],
  ['workers without a queue', runtime, { workers: { max: 3 } }, 'workers'],
  ['sessions without what a pod holds', runtime, { sessions: 10 }, 'sessions'],
  ['a service that is a text', runtime, { services: ['redis'] }, 'services.0'],
  ['a queue that is a text', runtime, { consumes: 'tasks' }, 'consumes'],
  ['a prop with a typo', runtime, { replica: 2 }, 'replica'],
  ['a role in capitals', runtime, { roles: { Planner: { model: 'planner', contextTokens: 1 } } }, 'roles'],
  ['a server without a port', server, { port: undefined }, 'port'],
  ['a path without a slash', server, { path: 'mcp' }, 'path'],
  ['sessions that are a text', server, { keepsSessions: 'yes' }, 'keepsSessions'],
  ['arguments that are one text', server, { args: '--verbose' }, 'args'],
  ['a name with an underscore', server, { name: 'search_mcp' }, 'name'],
  ['a sandbox without a class', sandbox, { runtimeClass: undefined }, 'runtimeClass'],
  ['a class in capitals', sandbox, { runtimeClass: 'GVisor' }, 'runtimeClass'],
  ['a task of a day', sandbox, { taskSeconds: 86_400 }, 'taskSeconds'],
  ['no task', sandbox, { tasksPerPod: 0 }, 'tasksPerPod'],
  ['a secret in a sandbox', sandbox, { env: { KEY: SecretRef.existing('keys', 'key') } }, 'env.KEY'],
  ['memory of zero', sessions, { memoryGiB: 0 }, 'memoryGiB'],
  ['an eviction that nobody knows', sessions, { eviction: 'lru' }, 'eviction'],
  ['a password that is written out', sessions, { password: 'hunter2' }, 'password'],
  ['a disk below zero', state, { storageGiB: -1 }, 'storageGiB'],
  ['no server', state, { instances: 0 }, 'instances'],
  ['a database with a quote', state, { database: 'a"b' }, 'database'],
  ['vectors without numbers', vectors, { dimensions: 0 }, 'dimensions'],
  ['vectors that are a text', vectors, { vectors: 'many' }, 'vectors'],
  ['no attempt', stream, { maxAttempts: 0 }, 'maxAttempts'],
  ['a task that comes again at once', stream, { visibilitySeconds: 0 }, 'visibilitySeconds'],
  ['a stream in a text', stream, { store: 'redis://store' }, 'store'],
  ['a queue without a place', stream, { maxLength: 0 }, 'maxLength'],
  ['a broker without a disk', rabbit, { storageGiB: 0 }, 'storageGiB'],
  ['dead letters below zero', rabbit, { deadLettersKept: -1 }, 'deadLettersKept'],
  ['Celery in a text', rabbit, { celery: 'yes' }, 'celery'],
  ['a namespace with a dot', internal, { namespace: 'my.apis' }, 'namespace'],
  ['a service without a port', internal, { port: undefined }, 'port'],
  ['an address that is no range', external, { cidrs: ['203.0.113.0/40'] }, 'cidrs.0'],
  ['a host with a scheme', external, { host: 'https://crm.example.com' }, 'host'],
];

test('there are at least forty', () => expect(ROWS.length).toBeGreaterThanOrEqual(40));

test('a program in an image of which nothing is known may have little memory, and a framework as much as it takes', () => {
  const stack = new TerraformStack(Testing.app(), 'research');
  expect(() => runtime(stack, { name: 'a', resources: { memory: '16Mi' } })).not.toThrow();
  const other = new TerraformStack(Testing.app(), 'research');
  expect(() => runtime(other, { framework: 'langgraph', resources: { memory: '96Mi' } })).not.toThrow();
});

test.each(ROWS)('%s is refused', (_what, make, props, prop) => {
  const stack = new TerraformStack(Testing.app(), 'research');
  expectRefused(() => make(stack, props), prop);
});
