import type { AgentFleetSpec } from '../../lib/agents/agent-fleet-props';
import type { AskedSleeper } from '../../lib/agents/asked-sleepers';
import { ContextStrategy } from '../../lib/agents/context-strategy';
import type { FleetRole, FleetSetting, FleetView } from '../../lib/agents/fleet-view';
import type { KeptState } from '../../lib/agents/kept-state';
import { MessageSchema } from '../../lib/agents/message-schema';
import type { MessageView } from '../../lib/agents/message-view';
import type { QueuedWork } from '../../lib/agents/queued-work';
import type { RoleView } from '../../lib/agents/role-view';
import {
  CPU_POD_RULES,
  FLEET_RULES,
  GIVEN_USER_RULES,
  GIVEN_VARIABLE_RULES,
  GUARD_RULES,
  KEPT_STATE_RULES,
  MESSAGE_RULES,
  PROGRAM_RULES,
  QUEUED_RULES,
  ROLE_RULES,
  RUNTIME_RULES,
  SANDBOX_RULES,
  SERVER_RULES,
  SERVICE_RULES,
  SET_VARIABLE_RULES,
  SLEEPER_RULES,
  WORKER_RULES,
} from '../../lib/agents/rules';
import { vectorsFitEmbeddings } from '../../lib/agents/rules/vectors-fit-embeddings';
import type { StoppedWorker } from '../../lib/agents/rules/worker-ends-task';
import type { RuntimeLoad } from '../../lib/agents/runtime-load';
import type { SandboxView } from '../../lib/agents/sandbox-view';
import { Flow } from '../../lib/capacity/demand/flow';
import { Topology } from '../../lib/capacity/demand/topology';
import { Engine } from '../../lib/catalog/engines/engine';
import { Model } from '../../lib/catalog/model';
import { SecretRef } from '../../lib/core/secret-ref';
import type { StatedLatency } from '../../lib/inference/existing/existing-pool-props';
import { ClusterNodes } from '../../lib/platform/cluster-nodes';
import type { GivenPart } from '../../lib/platform/parts/given-part';
import { PART_RULES } from '../../lib/platform/rules';
import type { ITaskQueue } from '../../lib/queues/contract';
import { ExternalModel } from '../../lib/routing/external-model';
import type { WiredHost } from '../../lib/services/rules/host-has-ranges';
import { VectorStore } from '../../lib/stores/vector-store';
import { named, world } from '../support/fleet-world';
import { describeRules } from './cases';

const POOLS = {
  p: {},
  two: { replicas: 2 },
  large: { model: Model.QWEN3_32B },
  long: { maxContextTokens: 32_768 },
  vectors: { model: Model.BGE_M3 },
  cut: { model: Model.QWEN3_EMBEDDING_0_6B },
  free: { gpuMemoryUtilization: undefined },
  fixed: { engine: Engine.tensorRtLlm() },
  prefixes: { engine: Engine.sglang() },
  ranks: { model: Model.BGE_RERANKER_V2_M3 },
  tuned: { adapters: [{ name: 'support', source: 'acme/support-lora', rank: 16 }] },
};
const role = { pool: named('p'), contextTokens: 4_000 };

const fleet = (spec: object = {}, setting: Partial<FleetSetting> = {}): FleetView =>
  world({ roles: { a: role }, ...spec } as unknown as Partial<AgentFleetSpec>, setting, POOLS).fleet;

function fleetRole(props: object, setting: Partial<FleetSetting> = {}): FleetRole {
  const view = fleet({ roles: { a: { ...role, ...props } } }, setting);
  return { fleet: view, role: view.roles[0] as RoleView };
}

const memory = (dimensions: number | undefined) =>
  VectorStore.fromExisting({ host: 'qdrant', namespace: 'search', ...(dimensions === undefined ? {} : { dimensions }) });

const movesLong = { contextStrategy: ContextStrategy.longPool({ capTokens: 8_000, pool: named('long') }) };
const cached = { request: { inputTokens: 3_000, cachedTokens: 2_400, outputTokens: 200 } };
const growing = { growth: { baseTokens: 1_000, turns: 3, tokensPerTurn: 300 } };

const runtime = { framework: 'langgraph', image: 'i:1' };
const BOTH = Topology.flat({ agents: ['a', 'judge'] });
const JUDGE = {
  judge: {
    model: ExternalModel.openAi({ model: 'judge-1', key: SecretRef.existing('provider', 'key'), maxContextTokens: 8_000 }),
    contextTokens: 4_000,
  },
};
const API = { name: 'an API', input: 0.4, output: 0.4, asOf: '2026-10-01' };
const bursty = (burst: number) => ({
  apiAlternative: API,
  conversations: { perDay: 2_000, turns: 2, tokensPerTurn: 400, outputTokensPerTurn: 80, answerSeconds: 2, burst },
});

/** A role whose pool may run on spot nodes. */
function onSpot(latency: string): FleetRole {
  const { fleet: whole, role: own } = fleetRole({ latency });
  const nodes = { ...own.pool.nodes, nodePools: [{ name: 'spot', purchase: 'spot' }] };
  return { fleet: whole, role: { ...own, props: own.props, pool: { ...own.pool, nodes } } as never };
}

const ESCALATION = Topology.escalation({ first: 'a', to: { b: 0.05 } });

/** The first of two roles, of which the other has the pool `p`. */
function routed(pool: keyof typeof POOLS, topology = Topology.routing({ router: 'a', targets: { b: 1 } }), other: object = {}): FleetRole {
  const view = fleet({ topology, roles: { a: { ...role, pool: named(pool) }, b: { ...role, ...other } } });
  return { fleet: view, role: view.roles[0] as RoleView };
}

/** The role on a pool that somebody else runs. */
function onExisting(props: object, measured?: StatedLatency): FleetRole {
  const { fleet: whole, role: own } = fleetRole(props);
  return { fleet: whole, role: { ...own, pool: { ...own.pool, existing: { measured } } } };
}

describeRules('rules of a role', ROLE_RULES, {
  'existing-pool-in-time': {
    violated: [onExisting({ latency: 'chat' }, { ttftMs: 501 }), onExisting({ latency: 'chat' })],
    compliant: onExisting({ latency: 'chat' }, { ttftMs: 500 }),
    notApplicable: onExisting({ latency: 'background' }),
  },
  'spot-interruptible': {
    violated: [onSpot('chat')],
    compliant: onSpot('background'),
    notApplicable: fleetRole({ latency: 'chat' }),
  },
  'role-pool-in-cluster': {
    violated: [fleetRole({}, { nodes: new ClusterNodes('prod', [], 'another address') })],
    compliant: fleetRole({}, { nodes: new ClusterNodes('another name', [], 'prod') }),
    notApplicable: 'always',
  },
  'rollout-divided': {
    violated: [fleetRole({ rollout: { to: named('two'), share: 0.1 } })],
    compliant: fleetRole({ rollout: { to: named('two'), share: 0.1 } }, { dividesRoutes: true }),
    notApplicable: fleetRole({}),
  },
  'request-within-context': {
    violated: [fleetRole({ request: { outputTokens: 4_000 } })],
    compliant: fleetRole({ request: { outputTokens: 3_999 } }),
    notApplicable: fleetRole({}),
  },
  'role-on-language-model': {
    violated: [fleetRole({ pool: named('vectors') })],
    compliant: fleetRole({}),
    notApplicable: 'always',
  },
  'pools-alike': {
    violated: [fleetRole({ furtherPools: [named('large')] })],
    compliant: fleetRole({ furtherPools: [named('two')] }),
    notApplicable: fleetRole({}),
  },
  'role-adapter-served': {
    violated: [fleetRole({ adapter: 'support' })],
    compliant: fleetRole({ pool: named('tuned'), adapter: 'support' }),
    notApplicable: fleetRole({ pool: named('tuned') }),
  },
  'prefixes-on-fitting-engine': {
    violated: [fleetRole({ ...cached, pool: named('free') })],
    compliant: fleetRole({ ...cached, pool: named('prefixes') }),
    notApplicable: fleetRole({ request: { inputTokens: 3_000, cachedTokens: 2_000, outputTokens: 200 } }),
  },
  'fixed-prompts-on-fitting-engine': {
    violated: [fleetRole({ ...growing, pool: named('fixed') }), fleetRole({ ...cached, pool: named('free'), latency: 'voice' })],
    compliant: fleetRole({ ...cached, pool: named('fixed') }),
    notApplicable: fleetRole({ ...cached, latency: 'chat' }),
  },
  'api-suits-bursts': {
    violated: [fleetRole(bursty(10))],
    compliant: fleetRole(bursty(1)),
    notApplicable: fleetRole({ apiAlternative: API }),
  },
  'small-model-routes': {
    violated: [routed('large', ESCALATION)],
    compliant: routed('p'),
    notApplicable: routed('large', Topology.hierarchical({ orchestrator: 'a', workers: ['b'] })),
  },
  'escalates-to-another': {
    violated: [routed('p', ESCALATION)],
    compliant: routed('p', ESCALATION, { pool: named('large') }),
    notApplicable: routed('p'),
  },
  'long-sessions-routed': {
    violated: [fleetRole(movesLong)],
    compliant: fleetRole(movesLong, { longerThan: () => ['a-long'] }),
    notApplicable: fleetRole({}),
  },
});

describeRules('rules of a fleet', FLEET_RULES, {
  'workflow-within-tokens': {
    violated: [
      fleet({ roles: { a: { ...role, ...cached } }, maxTokensPerWorkflow: 3_199 }),
      fleet({ roles: { a: role }, maxTokensPerWorkflow: 3_200 }),
    ],
    compliant: fleet({ roles: { a: { ...role, ...cached } }, maxTokensPerWorkflow: 3_200 }),
    notApplicable: fleet(),
  },
  'stage-for-sessions': {
    violated: [fleet({ concurrentWorkflows: 51 })],
    compliant: fleet({ concurrentWorkflows: 50 }),
    notApplicable: fleet({ concurrentWorkflows: 0 }),
  },
  'two-instances': {
    violated: [fleet({ roles: { a: { ...role, latency: 'chat' } } })],
    compliant: fleet({ roles: { a: { ...role, latency: 'voice', pool: named('two') } } }),
    notApplicable: fleet({ roles: { a: { ...role, latency: 'background' } } }),
  },
  'fleet-watched': {
    violated: [fleet({}, { isWatched: () => false })],
    compliant: fleet({}, { isWatched: () => true }),
    notApplicable: fleet(),
  },
  'sessions-outside': {
    violated: [fleet({}, { hasSessionStore: false })],
    compliant: fleet({}, { hasSessionStore: true }),
    notApplicable: fleet({ runtime: { ...runtime, replicas: 1 } }, { hasSessionStore: false }),
  },
  'api-roles-routed': {
    violated: [fleet({ apiRoles: JUDGE, topology: BOTH })],
    compliant: fleet({ apiRoles: JUDGE, topology: BOTH }, { routesExternals: true }),
    notApplicable: fleet(),
  },
  'workflow-names-roles': {
    violated: [fleet({ workflowLatency: { flow: Flow.sequence(Flow.role('a'), Flow.role('aa')) } })],
    compliant: fleet({ workflowLatency: { flow: Flow.sequence(Flow.role('a'), Flow.role('a')) } }),
    notApplicable: fleet({ workflowLatency: {} }),
  },
  'checkpoints-have-store': {
    violated: [fleet({ runtime }, { hasStateStore: false })],
    compliant: fleet({ runtime }),
    notApplicable: fleet({}, { hasStateStore: false }),
  },
  'encoder-calls-answered': {
    violated: [fleet({ roles: { a: { ...role, embeddingCalls: { perMinute: 1, tokens: 300 } } } })],
    compliant: fleet({ embeddings: named('vectors'), roles: { a: { ...role, embeddingCalls: { perMinute: 1, tokens: 300 } } } }),
    notApplicable: fleet(),
  },
  'encoder-calls-known': {
    violated: [fleet({ embeddings: named('vectors') })],
    compliant: fleet({ embeddings: named('vectors'), roles: { a: { ...role, embeddingCalls: { perMinute: 1, tokens: 300 } } } }),
    notApplicable: fleet(),
  },
  'vectors-fit-embeddings': {
    violated: [fleet({ embeddings: named('vectors'), services: [memory(768)] })],
    compliant: fleet({ embeddings: named('cut'), services: [memory(1_024), memory(256), memory(undefined)] }),
    notApplicable: fleet({ services: [memory(768)] }),
  },
  'embeddings-on-embedding-model': {
    violated: [fleet({ embeddings: named('ranks') })],
    compliant: fleet({ embeddings: named('vectors') }),
    notApplicable: fleet(),
  },
});

const EU = { key: 'eu', name: 'eu' };
const part = (change: Partial<GivenPart> = {}): GivenPart => ({
  prop: 'router',
  path: 'stack/router',
  isPool: false,
  sameApp: true,
  cluster: { key: 'eu', name: 'another name' },
  whole: 'fleet',
  on: EU,
  ...change,
});
const US = { key: 'us', name: 'us' };

describeRules('rules of what a fleet is given', PART_RULES, {
  'part-in-app': { violated: [part({ sameApp: false })], compliant: part(), notApplicable: 'always' },
  'part-in-cluster': { violated: [part({ cluster: US })], compliant: part(), notApplicable: part({ prop: 'roles.a.pool', cluster: US }) },
});

const host = (change: Partial<WiredHost>): WiredHost => ({
  ...{ prop: 'services.0', host: 'crm.example.com', port: 443 },
  ...{ ranges: [], opened: ['IPv4'] },
  ...change,
});

describeRules('rules of the services that pods are wired to', SERVICE_RULES, {
  'host-has-ranges': {
    violated: [host({})],
    compliant: host({ ranges: ['203.0.113.0/24'] }),
    notApplicable: 'always',
  },
});

describeRules('rules of MCP servers', SERVER_RULES, {
  'server-survives-loss': {
    violated: [{ name: 'search', replicas: 1 }],
    compliant: { name: 'search', replicas: 2 },
    notApplicable: 'always',
  },
});

const load = (change: Partial<RuntimeLoad> = {}): RuntimeLoad => ({
  prefix: 'runtime.',
  sessions: 5_000,
  sessionsPerReplica: 50,
  asked: null,
  ...change,
});

describeRules('rules of how many pods a runtime has', RUNTIME_RULES, {
  'runtime-holds-sessions': {
    violated: [load({ asked: 99 })],
    compliant: load({ asked: 100 }),
    notApplicable: load({ sessionsPerReplica: null, asked: 2 }),
  },
  'runtime-replicas-known': {
    violated: [load({ sessionsPerReplica: null })],
    compliant: load(),
    notApplicable: load({ sessionsPerReplica: null, asked: 2 }),
  },
});

const kept = (change: Partial<KeptState> = {}): KeptState => ({
  prop: 'stateStore',
  kind: 'state-store',
  name: 'research',
  place: 'the database "agents" of state-rw.research.svc.cluster.local',
  others: [],
  alike: null,
  ...change,
});

describeRules('rules of state that agents keep', KEPT_STATE_RULES, {
  'state-of-one-fleet': {
    violated: [kept({ others: [{ name: 'support', path: 'support/support' }] })],
    compliant: kept(),
    notApplicable: kept({ name: null }),
  },
});

const WORKERS = { min: 0, max: 10, tasksPerWorker: 2, activationSeconds: 30, cooldownSeconds: 300 };
const work = (change: Partial<QueuedWork> = {}): QueuedWork => ({
  background: ['researcher'],
  isWaitedFor: false,
  hasQueue: true,
  consumes: true,
  serves: false,
  workers: WORKERS,
  workflows: 20,
  steadyWorkflows: 10,
  ...change,
});

const stopped = (change: Partial<StoppedWorker> = {}): StoppedWorker => ({
  prefix: 'runtime.',
  graceSeconds: 400,
  taskTime: { low: 100, likely: 200, high: 400 },
  maxAttempts: 3,
  ...change,
});

describeRules('rules of workers that are stopped', WORKER_RULES, {
  'worker-ends-task': {
    violated: [stopped({ graceSeconds: 99, maxAttempts: 1 }), stopped({ graceSeconds: 99 }), stopped({ graceSeconds: 399 })],
    compliant: stopped({ maxAttempts: 1 }),
    notApplicable: stopped({ graceSeconds: 1, taskTime: null }),
  },
});

test('a task that may be cut off in its only attempt is a warning', () => {
  const [rule] = WORKER_RULES;
  const [found] = [rule?.check(stopped({ graceSeconds: 399, maxAttempts: 1 }))].flat();
  expect(found).toMatchObject({ severity: 'warning', repairs: ['runtime.graceSeconds: 400', 'maxAttempts: 3 of the queue'] });
});

describeRules('rules of work from a queue', QUEUED_RULES, {
  'background-queued': {
    violated: [work({ hasQueue: false, consumes: false, workers: null })],
    compliant: work(),
    notApplicable: work({ background: [] }),
  },
  'background-enqueued': {
    violated: [work({ serves: true, consumes: false, workers: null })],
    compliant: work({ serves: true }),
    notApplicable: work({ consumes: false }),
  },
  'workers-within-plan': {
    violated: [work({ workers: { ...WORKERS, max: 11 } })],
    compliant: work(),
    notApplicable: work({ workflows: null }),
  },
  'workers-reach-plan': {
    violated: [work({ workers: { ...WORKERS, max: 4 } }), work({ workers: { ...WORKERS, max: 9 } })],
    compliant: work(),
    notApplicable: work({ workers: null }),
  },
  'workers-awake': {
    violated: [work({ isWaitedFor: true })],
    compliant: work({ isWaitedFor: true, workers: { ...WORKERS, min: 1 } }),
    notApplicable: work(),
  },
});

const TASKS = { name: 'tasks', host: 'mq.example.com', port: 5_671 } as ITaskQueue;
const asked = (change: Partial<AskedSleeper> = {}): AskedSleeper => ({
  ...{ name: 'workers', kind: 'pool', prop: 'roles.a.pool', queues: [], isAnsweredElsewhere: false, mayServeConsumers: false },
  sleep: { wakesOn: ['tasks of queue tasks'], meanwhile: 'tasks wait', tasksOf: TASKS },
  ...change,
});

describeRules('rules of what agents ask and what may sleep', SLEEPER_RULES, {
  'sleeper-woken': {
    violated: [asked(), asked({ isAnsweredElsewhere: true })],
    compliant: asked({ queues: [{ ...TASKS }] }),
    notApplicable: asked({ sleep: { wakesOn: ['window office (UTC)'], meanwhile: 'requests are held' } }),
  },
});

test('callers of a role that a user waits for may hold a connection, and half a worker of tasks counts as one', () => {
  const [enqueued, within] = QUEUED_RULES.filter(({ id }) => ['background-enqueued', 'workers-within-plan'].includes(id));
  expect(enqueued?.check(work({ serves: true, consumes: false, isWaitedFor: true }))).toBe('compliant');
  expect(within?.check(work({ workflows: 19 }))).toBe('compliant');
});

const setting = (prop: string, value: string) => ({ variable: 'VECTORS_URL', value, prop });

describeRules('rules of the variables that services set', SET_VARIABLE_RULES, {
  'services-set-apart': {
    violated: [[setting('services.0', 'a'), setting('services.1', 'b')]],
    compliant: [setting('services.0', 'a'), setting('services.1', 'a')],
    notApplicable: [setting('services.0', 'a')],
  },
});

const variables = (...given: readonly string[]) => ({ given, provided: ['OPENAI_BASE_URL'] });

describeRules('rules of the user that pods name', GIVEN_USER_RULES, {
  'user-of-cluster': {
    violated: [{ runAsUser: 10_002, podUsers: 'of-namespace' }],
    compliant: { runAsUser: 10_002, podUsers: 'of-image' },
    notApplicable: { runAsUser: undefined, podUsers: 'of-namespace' },
  },
});

describeRules('rules of the variables that a user gives to agents', GIVEN_VARIABLE_RULES, {
  'wired-variables-kept': { violated: [variables('OPENAI_BASE_URL')], compliant: variables('TZ'), notApplicable: variables() },
});

test.each([
  ['vectors', [768], 'services.0.dimensions', '1024'],
  ['vectors', [1_024, 2_048], 'services.1.dimensions', '1024'],
  ['cut', [undefined, 1_025], 'services.1.dimensions', '32 to 1024'],
  ['cut', [31], 'services.0.dimensions', '32 to 1024'],
])('embeddings of %s do not go into stores for %p numbers', (embeddings, stores, prop, allowed) => {
  const found = vectorsFitEmbeddings.check(fleet({ embeddings: named(embeddings), services: stores.map(memory) }));
  expect(found).toEqual([expect.objectContaining({ prop, allowed })]);
});

const guarded = (users: readonly string[], tools: readonly string[], guards: { texts: boolean; tools: boolean } | null) => ({
  users,
  tools,
  coders: [],
  sandboxes: [],
  guards,
});
const coding = (coders: readonly string[], sandboxes: readonly string[]) => ({ ...guarded([], [], null), coders, sandboxes });

describeRules('rules of what stands between agents and models', GUARD_RULES, {
  'tools-scoped': {
    violated: [guarded([], ['search'], { texts: true, tools: false })],
    compliant: guarded([], ['search'], { texts: false, tools: true }),
    notApplicable: guarded(['planner'], [], { texts: false, tools: false }),
  },
  'users-guarded': {
    violated: [guarded(['planner'], [], { texts: false, tools: true })],
    compliant: guarded(['planner'], [], { texts: true, tools: false }),
    notApplicable: guarded(['planner'], [], null),
  },
  'code-in-sandbox': {
    violated: [coding(['roles.coder'], [])],
    compliant: coding(['roles.coder'], ['python']),
    notApplicable: coding([], []),
  },
});

const sandbox = (change: Partial<SandboxView> = {}): SandboxView => ({
  name: 'python',
  runtimeClass: 'gvisor',
  port: 8_080,
  nodePools: [{ name: 'sandboxes', runtimeClasses: ['gvisor'], podPidsLimit: 512 }],
  services: [],
  ...change,
});
const called = (env: object) => [{ kind: 'internal-service', env: env as Record<string, unknown> }];

describeRules('rules of sandboxes', SANDBOX_RULES, {
  'sandbox-port-open': { violated: [sandbox({ port: 80 })], compliant: sandbox({ port: 1_024 }), notApplicable: 'always' },
  'sandbox-runtime-on-nodes': {
    violated: [sandbox({ nodePools: [{ name: 'cpu', runtimeClasses: ['kata-qemu'] }] })],
    compliant: sandbox(),
    notApplicable: sandbox({ nodePools: [] }),
  },
  'sandbox-nodes-known': {
    violated: [sandbox({ nodePools: [{ name: 'sandboxes', runtimeClasses: ['gvisor'] }] })],
    compliant: sandbox(),
    notApplicable: 'always',
  },
  'sandbox-without-secrets': {
    violated: [sandbox({ services: called({ MIRROR_URL: 'http://mirror', MIRROR_KEY: SecretRef.existing('mirror', 'key') }) })],
    compliant: sandbox({ services: called({ MIRROR_URL: 'http://mirror' }) }),
    notApplicable: sandbox(),
  },
});

describeRules('rules of pods that need no GPU', CPU_POD_RULES, {
  'cpu-pods-without-gpu': {
    violated: [{ env: { NVIDIA_VISIBLE_DEVICES: 'all' } }],
    compliant: { env: { NVIDIA_VISIBLE_DEVICES: 'void' } },
    notApplicable: 'always',
  },
});

const MESSAGES = {
  schemas: { task: MessageSchema.of({ type: 'object' }) },
  signingKey: SecretRef.existing('messages', 'key'),
  maxBytes: 16_384,
  payloads: 'references' as const,
};
const handing = (contextTokens: number, messages?: MessageView['messages'], hasStore = true): MessageView => ({
  handovers: [{ from: 'planner', to: 'coder', contextTokens }],
  messages,
  hasStore,
});
const alone: MessageView = { handovers: [], messages: undefined, hasStore: true };

describeRules('rules of messages', MESSAGE_RULES, {
  'messages-validated': {
    violated: [handing(4_000)],
    compliant: handing(4_000, MESSAGES),
    notApplicable: alone,
  },
  'context-by-reference': {
    violated: [handing(16_384)],
    compliant: handing(16_384, MESSAGES),
    notApplicable: handing(16_383, { ...MESSAGES, payloads: 'inline' }),
  },
  'references-have-store': {
    violated: [handing(4_000, MESSAGES, false)],
    compliant: handing(4_000, MESSAGES),
    notApplicable: handing(4_000, { ...MESSAGES, payloads: 'inline' }, false),
  },
});

const engines = [{ name: 'an engine', images: ['acme/serve'] }];

describeRules('rules of what pods on CPU nodes start', PROGRAM_RULES, {
  'runtime-without-model': {
    violated: [{ repository: 'registry.internal/mirror/acme/serve', command: [], args: [], engines }],
    compliant: { repository: 'registry.internal/not-acme/serve', command: [], args: ['serve'], engines },
    notApplicable: 'always',
  },
});
