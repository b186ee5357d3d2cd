/**
 * Every exported class and factory with arguments that no type check would let through, in the place of each argument and each prop: it works,
 * or it throws an error of ours with a stable code. Never a TypeError, a RangeError, an error of zod or of the constructs library.
 */
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import * as fleet from 'cdktf-agent-fleet';
import * as capacity from 'cdktf-agent-fleet/capacity';
import * as economics from 'cdktf-agent-fleet/economics';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { temporaryOutdir } from './setup/temporary-outdir';

const { AgentFleet, AgentRuntime, Cluster, Engine, Flow, FleetPlatform, Gpu, InferencePool, isFleetError } = fleet;
const { LiteLLMRouter, Model, Namespace, ObservabilityStack, Scaling, SecretRef, SessionStore, Speculative, StateStore, Topology } = fleet;
const { readPlan, Weights } = fleet;

const cluster = Cluster.fromKubeconfig({ context: 'prod', nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 1, nodes: 4 } } });
const circle: Record<string, unknown> = { a: 1 };
circle.self = circle;

const otherPool = () =>
  new InferencePool(new TerraformStack(new App({ outdir: temporaryOutdir() }), 'o'), 'pool', {
    cluster,
    model: Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: Gpu.L40S,
    maxContextTokens: 4_096,
  });

const strangePool = otherPool();

class Stranger {
  readonly cluster = 'none';
}

/** Each is made anew where somebody could change it. */
const HOSTILE: readonly (readonly [string, () => unknown])[] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['NaN', () => Number.NaN],
  ['Infinity', () => Number.POSITIVE_INFINITY],
  ['−Infinity', () => Number.NEGATIVE_INFINITY],
  ['−1', () => -1],
  ['0', () => 0],
  ['1.5', () => 1.5],
  ['1e12', () => 1e12],
  ['1e308', () => 1e308],
  ['an empty text', () => ''],
  ['a text', () => 'x'],
  ['constructor', () => 'constructor'],
  ['__proto__', () => '__proto__'],
  ['a long text', () => 'x'.repeat(200_000)],
  ['a number token', () => -1.8881545897087626e289],
  ['a text token', () => '${TfToken[TOKEN.7]}'],
  ['true', () => true],
  ['an empty list', () => []],
  ['a list of null', () => [null]],
  ['an empty object', () => ({})],
  ['an object of undefined', () => ({ a: undefined, b: null })],
  ['an object without prototype', () => Object.create(null)],
  ['an object that holds itself', () => circle],
  ['a function', () => () => 1],
  ['a symbol', () => Symbol('s')],
  ['a big integer', () => 10n],
  ['a date', () => new Date(0)],
  ['a map', () => new Map([['a', 1]])],
  ['a pattern', () => /x/],
  ['a class', () => Stranger],
  ['an object of a strange class', () => new Stranger()],
  ['a cluster', () => cluster],
  ['a pool', () => strangePool],
  ['a model', () => Model.BGE_M3],
  ['a secret', () => SecretRef.existing('a', 'b')],
];

interface Call {
  readonly name: string;
  /** Good arguments, made anew for each call. */
  readonly args: () => readonly unknown[];
  readonly call: (...args: never[]) => unknown;
}

const stackOf = () => new TerraformStack(new App({ outdir: temporaryOutdir() }), 's');

const CLASSES = [
  AgentFleet,
  AgentRuntime,
  FleetPlatform,
  InferencePool,
  LiteLLMRouter,
  fleet.McpServer,
  ObservabilityStack,
  SessionStore,
  StateStore,
];

const FACTORIES: readonly Call[] = [
  { name: 'Topology.flat', args: () => [{ agents: ['a', 'b'] }], call: Topology.flat },
  { name: 'Topology.hierarchical', args: () => [{ orchestrator: 'a', workers: ['b'] }], call: Topology.hierarchical },
  { name: 'Topology.pipeline', args: () => [{ stages: ['a', 'b'], seconds: { a: 1 } }], call: Topology.pipeline },
  { name: 'Topology.routing', args: () => [{ router: 'a', targets: { b: 0.5, c: 0.5 } }], call: Topology.routing },
  { name: 'Topology.evaluatorLoop', args: () => [{ generator: 'a', evaluator: 'b', rounds: 2 }], call: Topology.evaluatorLoop },
  { name: 'Topology.voting', args: () => [{ voter: 'a', voices: 3 }], call: Topology.voting },
  { name: 'Topology.flow', args: () => [Flow.role('a')], call: Topology.flow },
  { name: 'Flow.role', args: () => ['a', 1], call: (role, seconds) => Topology.flow(Flow.role(role, seconds)) },
  { name: 'Flow.parallel', args: () => [Flow.role('a')], call: (...parts) => Topology.flow(Flow.parallel(...parts)) },
  { name: 'Flow.sequence', args: () => [Flow.role('a')], call: (...parts) => Topology.flow(Flow.sequence(...parts)) },
  { name: 'Flow.route', args: () => [{ share: 1, flow: Flow.role('a') }], call: (...parts) => Topology.flow(Flow.route(...parts)) },
  { name: 'Flow.loop', args: () => [Flow.role('a'), 2], call: (body, times) => Topology.flow(Flow.loop(body, times)) },
  { name: 'Scaling.queueDepth', args: () => [{ min: 1, max: 2 }], call: Scaling.queueDepth },
  { name: 'Scaling.windowsByHour', args: () => [{ replicasByHour: Array(24).fill(2), min: 1 }], call: Scaling.windowsByHour },
  { name: 'Weights.claim', args: () => [{ sizeGiB: 10, storageClass: 'fast' }], call: Weights.claim },
  { name: 'Weights.existingClaim', args: () => ['claim', { accessMode: 'ReadWriteMany' }], call: Weights.existingClaim },
  { name: 'Speculative.promptLookup', args: () => [{ tokens: 2 }], call: Speculative.promptLookup },
  { name: 'Speculative.draftModel', args: () => [{ drafter: Model.QWEN3_0_6B, tokens: 2 }], call: Speculative.draftModel },
  {
    name: 'Speculative.eagle',
    args: () => [{ drafter: { checkpoint: 'a/b', weightsGiB: 1, kvBytesPerToken: 1 }, tokens: 2 }],
    call: Speculative.eagle,
  },
  { name: 'Speculative.eagle3', args: () => [{ drafter: Model.QWEN3_0_6B, tokens: 2 }], call: Speculative.eagle3 },
  { name: 'Speculative.ownLayers', args: () => [{ layers: 1, tokens: 2 }], call: Speculative.ownLayers },
  { name: 'SecretRef.existing', args: () => ['a', 'b'], call: SecretRef.existing },
  { name: 'SecretRef.generated', args: () => ['a', 'b'], call: SecretRef.generated },
  { name: 'Engine.vllm', args: () => [{ version: '0.30.0' }], call: Engine.vllm },
  { name: 'Engine.sglang', args: () => [{ version: '0.5.23' }], call: Engine.sglang },
  { name: 'Engine.of', args: () => [{ id: 'x', name: 'x', defaultVersion: '1.0.0' }, { version: '1.0.0' }], call: Engine.of as never },
  { name: 'Gpu.byId', args: () => ['l40s'], call: Gpu.byId },
  { name: 'Gpu.byProductName', args: () => ['NVIDIA L40S'], call: Gpu.byProductName },
  { name: 'Gpu.fromReported', args: () => [{ name: 'NVIDIA L40S', memoryGiB: 44 }], call: Gpu.fromReported },
  { name: 'Gpu.custom', args: () => [{ ...Gpu.L40S.facts, id: 'mine' }], call: Gpu.custom },
  { name: 'Model.byId', args: () => ['bge-m3'], call: Model.byId },
  { name: 'Model.custom', args: () => [{ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id: 'mine' }], call: Model.custom },
  {
    name: 'Model.fromConfig',
    args: () => [{ architectures: ['LlamaForCausalLM'], hidden_size: 4096, num_hidden_layers: 2, num_attention_heads: 32 }, { id: 'a/b' }],
    call: Model.fromConfig,
  },
  {
    name: 'Cluster.fromKubeconfig',
    args: () => [{ context: 'a', nodePools: { gpu: { gpu: Gpu.L40S, nodes: 1, gpusPerNode: 1 } } }],
    call: Cluster.fromKubeconfig,
  },
  { name: 'Cluster.inCluster', args: () => [{ region: 'eu' }], call: Cluster.inCluster },
  { name: 'Cluster.fromToken', args: () => [{ host: 'https://a.example.com', tokenVariable: 't' }], call: Cluster.fromToken },
  { name: 'Namespace.existing', args: () => ['n'], call: Namespace.existing },
  { name: 'SessionStore.fromExisting', args: () => [{ host: 'cache', namespace: 'n' }], call: SessionStore.fromExisting },
  {
    name: 'StateStore.fromExisting',
    args: () => [{ host: 'db', namespace: 'n', database: 'd', user: 'u', password: SecretRef.existing('a', 'b') }],
    call: StateStore.fromExisting,
  },
  {
    name: 'InternalService',
    args: () => [{ name: 'a', namespace: 'n', port: 80 }],
    call: (props) => new fleet.InternalService(props).host,
  },
  { name: 'ExternalHost', args: () => [{ name: 'a', host: 'a.example.com' }], call: (props) => new fleet.ExternalHost(props).host },
  { name: 'readPlan', args: () => [{ schemaVersion: 1, stack: 's' }, 'a file'], call: readPlan },
  { name: 'FleetTemplate.synth', args: () => [stackOf().node.root, 's'], call: FleetTemplate.synth },
];

const replica = () => ({
  model: Model.LLAMA_3_1_8B_INSTRUCT,
  gpu: Gpu.L40S,
  engine: Engine.vllm(),
  gpusPerReplica: 1,
  quantization: 'checkpoint',
  kvCacheDtype: 'auto',
  gpuMemoryUtilization: 0.9,
  maxContextTokens: 4_096,
});
const demand = () => ({ fleet: 'f', role: 'r', sessions: 2, contextTokens: 1_000, formula: '2' });
const poolInput = () => ({ name: 'p', replica: replica(), replicas: 1, maxReplicas: 1, demands: [demand()], pricePerGpuHour: null });
const plan = () => ({
  fleet: 'f',
  topology: Topology.flat({ agents: ['writer'] }),
  concurrentWorkflows: 2,
  roles: { writer: { contextTokens: 1_000 } },
});

const growth = () => ({ baseTokens: 1_000, turns: 5, tokensPerTurn: 200, toolCalls: 2, tokensPerToolCall: 100 });
const strategy = () => ({ kind: 'summarize', everyTokens: 500, summaryTokens: 50 });

const CAPACITY: readonly Call[] = [
  { name: 'sizeReplica', args: () => [replica()], call: capacity.sizeReplica },
  { name: 'estimateReplica', args: () => [replica()], call: capacity.estimateReplica },
  { name: 'judgePool', args: () => [poolInput()], call: capacity.judgePool },
  { name: 'planDemand', args: () => [plan()], call: capacity.planDemand },
  { name: 'checkRoles', args: () => [plan()], call: capacity.checkRoles },
  { name: 'contextAfter', args: () => [growth()], call: capacity.contextAfter },
  { name: 'plannedContext', args: () => [growth(), strategy()], call: capacity.plannedContext },
  { name: 'callsForStrategy', args: () => [growth(), strategy()], call: capacity.callsForStrategy },
  { name: 'growthPerMinute', args: () => [growth(), 10, 2], call: capacity.growthPerMinute },
  { name: 'migSlice', args: () => [Gpu.H100_SXM, '3g.40gb'], call: capacity.migSlice },
  { name: 'capOf', args: () => [{ p50Tokens: 100, p95Tokens: 1_000 }], call: capacity.capOf },
  {
    name: 'splitLongSessions',
    args: () => [demand(), { p50Tokens: 100, p95Tokens: 1_000, maxTokens: 8_000 }, 1_000, 0.05],
    call: capacity.splitLongSessions,
  },
  { name: 'minutesToFull', args: () => [1_000, 10], call: capacity.minutesToFull },
  { name: 'trafficOf', args: () => [{ conversationsPerDay: 10, turns: 2, tokensPerTurn: 100, burst: 3 }], call: capacity.trafficOf },
  { name: 'sessionsAtPeak', args: () => [2, 3], call: capacity.sessionsAtPeak },
  {
    name: 'tokensWithSharedPrefix',
    args: () => [{ sessions: 2, contextTokens: 1_000 }, 100, 2],
    call: capacity.tokensWithSharedPrefix,
  },
  {
    name: 'tokenBudget',
    args: () => [Topology.flat({ agents: ['a'] }), { a: { inputTokens: 10, outputTokens: 10 } }, 100, { a: 1 }],
    call: capacity.tokenBudget,
  },
  { name: 'assumedTokens', args: () => [100, 2], call: capacity.assumedTokens },
  { name: 'dayCurve', args: () => ['even'], call: capacity.dayCurve },
  { name: 'ownDayCurve', args: () => [Array.from({ length: 24 }, () => 1 / 24), 'declared'], call: capacity.ownDayCurve },
  { name: 'frameworkProfile', args: () => ['crewai'], call: capacity.frameworkProfile },
];

const ECONOMICS: readonly Call[] = [
  { name: 'costPerMTokens', args: () => [2, 100, 0.5], call: economics.costPerMTokens },
  { name: 'tokensPerDollar', args: () => [2, 100], call: economics.tokensPerDollar },
  { name: 'apiPerHour', args: () => [0.4, 1e6], call: economics.apiPerHour },
  { name: 'breakEvenTokensPerHour', args: () => [2, 0.4], call: economics.breakEvenTokensPerHour },
  { name: 'breakEvenUse', args: () => [2, 1_000, 0.4], call: economics.breakEvenUse },
  { name: 'gpusPerHour', args: () => [2, 100, 10], call: economics.gpusPerHour },
  { name: 'shareOfGpuPerHour', args: () => [2, 100, 10], call: economics.shareOfGpuPerHour },
  { name: 'costPerInteraction', args: () => [2, 10, 30], call: economics.costPerInteraction },
  { name: 'costPerMonth', args: () => [2], call: economics.costPerMonth },
  { name: 'tierGpus', args: () => [10, 0.5, 4], call: economics.tierGpus },
  {
    name: 'compareWithApi',
    args: () => [2, { tokensPerHour: 1e6, usdPerMTokens: 0.4, tokensPerSecond: 1_000 }],
    call: economics.compareWithApi,
  },
  {
    name: 'checkAgainstApi',
    args: () => [2, { tokensPerHour: 1e6, usdPerMTokens: 0.4, tokensPerSecond: 1_000 }],
    call: economics.checkAgainstApi,
  },
];

/** Arguments with one value in the place of one argument or one prop of plain data. */
function placesIn(value: unknown, deepest: number, at: readonly string[] = []): (readonly string[])[] {
  const isPlain =
    Array.isArray(value) || (typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype);
  const below =
    isPlain && at.length < deepest ? Object.entries(value as object).flatMap(([key, inner]) => placesIn(inner, deepest, [...at, key])) : [];
  return at.length === 0 ? below : [at, ...below];
}

function replaced(value: unknown, [key = '', ...rest]: readonly string[], by: unknown): unknown {
  const below = rest.length === 0 ? by : replaced((value as Record<string, unknown>)[key], rest, by);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === key ? below : item));
  return { ...(value as object), [key]: below };
}

/** No number is an answer that is not one. */
const isNoNumber = (answer: unknown): boolean =>
  Number.isNaN(answer) || (typeof answer === 'object' && answer !== null && Object.values(answer).some(Number.isNaN));

/** What is thrown that is no error of ours, and answers that are NaN. */
function uncoded({ args, call }: Call, place: readonly string[], hostile: () => unknown): string | undefined {
  try {
    const answer = call(...(replaced([...args()], place, hostile()) as never[]));
    return isNoNumber(answer) ? 'NaN' : undefined;
  } catch (error) {
    if (isFleetError(error) && error.problems.length > 0 && error.problems.every(({ code }) => /^AF-(?!INT)[A-Z]+-\d{3}$/.test(code)))
      return undefined;
    if (error instanceof Error && error.name === 'FleetTemplateError') return undefined;
    return `${(error as Error)?.name}: ${String((error as Error)?.message)
      .split('\n')[0]
      ?.slice(0, 120)} ${String((error as Error)?.stack)
      .split('\n')
      .find((line) => line.includes('/lib/'))
      ?.trim()}`;
  }
}

function wrongIn(subject: Call, deepest = 4): string[] {
  return placesIn([...subject.args()], deepest).flatMap((place) =>
    HOSTILE.flatMap(([name, hostile]) => {
      const error = uncoded(subject, place, hostile);
      return error === undefined ? [] : [`${place.join('.')} = ${name} → ${error}`];
    }),
  );
}

describe.each([...FACTORIES, ...CAPACITY, ...ECONOMICS])('$name', (subject) => {
  test('takes good arguments', () => {
    if (subject.name !== 'readPlan') expect(uncoded(subject, ['99'], () => undefined)).toBeUndefined();
  });

  test('answers every hostile argument with a result or a coded error', () => {
    expect(wrongIn(subject)).toEqual([]);
  });
});

describe.each(CLASSES.map((Class) => [Class.name, Class] as const))('new %s', (name, Class) => {
  const build = (scope: unknown, id: unknown, props: unknown = { cluster }) =>
    new (Class as new (...args: unknown[]) => unknown)(scope, id, props);
  const code = (make: () => unknown): string => {
    try {
      make();
    } catch (error) {
      return isFleetError(error) ? error.code : String(error);
    }
    return 'made';
  };

  test.each(['', ' ', 'a/b', 7, null, undefined, {}, 'constructor', 'toString', '${TfToken[TOKEN.7]}'])('refuses the id %p', (id) => {
    expect(code(() => build(stackOf(), id))).toBe('AF-SPEC-001');
  });

  test.each([undefined, null, 'stack', {}, 7])('refuses the scope %p', (scope) => {
    expect(code(() => build(scope, 'x'))).toBe('AF-SPEC-008');
  });

  test('refuses an id that the scope has already, and names what to type', () => {
    const stack = stackOf();
    new TerraformOutput(stack, 'x', { value: '1' });
    expect(code(() => build(stack, 'x'))).toBe('AF-SPEC-003');
    expect(() => build(stack, 'x')).toThrow(`new ${name}(scope, 'x-2', …)`);
  });

  test.each([undefined, null, 7, 'x', [], () => 1, new Date(0), new Map()])('refuses the props %p', (props) => {
    expect(code(() => build(stackOf(), 'x', props === undefined ? null : props))).toMatch(/^AF-SPEC-00[12]$/);
  });
});
