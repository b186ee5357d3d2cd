/** Public methods of exported classes, on objects that are made anew for each call. */
import { App, TerraformStack } from 'cdktf';
import * as fleet from 'cdktf-agent-fleet';
import { PriceBook } from 'cdktf-agent-fleet/planner';
import { FleetTemplate } from 'cdktf-agent-fleet/testing';
import { temporaryOutdir } from '../setup/temporary-outdir';
import type { Call } from './ask';
import { cluster } from './hostile';

const { Engine, EngineVersion, Gpu, Model } = fleet;

type Args = readonly unknown[];

/** Rows of one class: what each method is asked, on a new object. */
const methodsOf = (name: string, make: () => object, rows: Readonly<Record<string, () => Args>>): Call[] =>
  Object.entries(rows).map(([method, args]) => ({
    name: `${name}.${method}`,
    args,
    deepest: 2,
    call: (...given) => {
      const object = make();
      return (Reflect.get(object, method) as (...args: Args) => unknown).apply(object, given);
    },
  }));

/** Nothing is written there: stacks are built and asked. */
const OUTDIR = temporaryOutdir();
const stackOf = () => new TerraformStack(new App({ outdir: OUTDIR }), 's');
const poolIn = (stack: TerraformStack, id = 'pool') =>
  new fleet.InferencePool(stack, id, { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.L40S, maxContextTokens: 4_096 });
const routerIn = (stack: TerraformStack) => new fleet.LiteLLMRouter(stack, 'router', { cluster });
const fleetIn = (stack: TerraformStack) =>
  new fleet.AgentFleet(stack, 'crew', {
    cluster,
    topology: fleet.Topology.flat({ agents: ['a'] }),
    concurrentWorkflows: 1,
    roles: { a: { pool: poolIn(stack), contextTokens: 1_000 } },
    runtime: { framework: 'langgraph', image: 'registry.example.com/agents:1.0.0' },
  });
/** The workload of somebody who calls. */
const client = () => [routerIn(stackOf()).workload];
const admits = (name: string, make: () => object): Call[] =>
  methodsOf(name, make, { admit: client }).map((row) => ({ ...row, deepest: 1 }));

const objects = () => {
  const { workload, stack } = routerIn(stackOf()) as unknown as { workload: { namespace: never }; stack: TerraformStack };
  return fleet.CustomObjects.of(stack, workload.namespace);
};

const scopedServer = () =>
  new fleet.McpServer(stackOf(), 'tools', {
    cluster,
    image: 'registry.example.com/tools:1.0.0',
    port: 8_000,
    toolScopes: { readers: { allowedTools: ['find'], port: 8_101 } },
  } as never);

const sender = () => [{ region: fleet.Region.EU, models: ['planner'] }];
const externalModel = () =>
  fleet.ExternalModel.openAi({ model: 'gpt-4o', key: fleet.SecretRef.existing('a', 'b'), maxContextTokens: 8_000 });

const facts = () => Model.LLAMA_3_1_8B_INSTRUCT.facts;
const gpu = () => [Gpu.L40S];
const version = () => EngineVersion.of('0.30.0');
const aFleet = fleetIn(stackOf());
const aTemplate = FleetTemplate.synth(aFleet.node.root as App, 's');

const ENGINES = methodsOf('Engine', () => Engine.vllm(), {
  imageFor: gpu,
  imageReference: gpu,
  runsAsUser: gpu,
  publishedImage: gpu,
  publishedImages: gpu,
  admissionDefaults: gpu,
  checkExtraArgs: () => [['--seed', '7'], ['--max-model-len']],
  checkArgEffects: () => [['--seed', '7'], 'llm'],
  countedArgs: () => [['--seed', '7']],
  checkOwnArgs: () => [['--seed', '7']],
  knowsFlag: () => ['--seed'],
  checkEnvironment: () => [['OMP_NUM_THREADS']],
  checkVariableValues: () => [{ MAX_BATCH_SIZE: '8' }, ['--seed', '7']],
  reasonAgainstName: () => ['models'],
  clientOf: () => ['litellm', 'llm'],
  knowsToolParser: () => ['hermes'],
  knowsStructuredOutput: () => ['xgrammar'],
  parserNames: () => ['reasoning'],
  knowsReasoningParser: () => ['qwen3'],
  parsersOf: () => [facts()],
  quantizesAtLoad: () => ['fp8'],
  loads: () => ['fp8'],
  weightSupport: () => ['fp8', 'Qwen/Qwen3-8B-FP8', Gpu.L40S],
  isMadeFor: () => ['encoders'],
  serves: () => ['llm'],
  servedName: () => ['bge-m3'],
  loadTimeQuantization: () => ['fp8'],
  chatTemplateOf: () => [facts(), Gpu.L40S],
  releaseWithParser: () => ['tool-call', 'hermes', Gpu.L40S],
}).map((row) => ({ ...row, deepest: /parsersOf|chatTemplateOf/.test(row.name) ? 1 : 2 }));

export const METHODS: readonly Call[] = [
  ...methodsOf(
    'ObservabilityStack',
    () => {
      const stack = stackOf();
      return new fleet.ObservabilityStack(stack, 'watch', { cluster, fleets: [fleetIn(stack)] });
    },
    { dashboardJson: () => ['agents'] },
  ),
  ...methodsOf('PriceBook', () => PriceBook.PUBLISHED, {
    with: () => [[], []],
    priceOf: () => [Gpu.L40S, { purchase: 'on-demand', provider: 'AWS', region: 'us-east-1', instanceType: 'g6e.xlarge', gpusPerNode: 1 }],
    apiPriceOf: () => ['sonnet-class'],
  }),
  ...ENGINES,
  ...methodsOf('EngineVersion', version, {
    peer: () => ['0.30.0'],
    compare: () => [version()],
    atLeast: () => [version()],
    stepsAhead: () => [version()],
  }),
  ...methodsOf('FlagTable', () => new fleet.FlagTable({ flags: [], aliases: [], choices: [], retired: [], reads: ['0.30.0'] }), {
    isRead: () => [version()],
    resolve: () => ['--seed', version()],
    flagOfVariable: () => ['MAX_BATCH_SIZE'],
    retiredRow: () => ['--seed'],
    choicesOf: () => ['--seed', version()],
    spellings: () => [version()],
  }),
  ...methodsOf('Cluster', () => cluster, {
    provide: () => [stackOf()],
    providers: () => [stackOf()],
    gpuQuota: () => [Gpu.L40S, 'gpu'],
    image: () => ['registry.example.com/agents:1.0.0'],
    nodePoolsFor: () => [Gpu.L40S, 'gpu'],
    priceFor: () => [Gpu.L40S, 'gpu'],
  }),
  ...methodsOf('ClusterNodes', () => cluster.nodes, {
    poolsFor: () => [Gpu.L40S, 'gpu'],
    quota: () => [Gpu.L40S, 'gpu'],
    priceFor: () => [Gpu.L40S, 'gpu'],
    boughtAs: () => ['spot', Gpu.L40S, cluster.nodes.priceFor(Gpu.L40S)],
  }),
  ...methodsOf('CustomObjects', objects, { add: () => ['claim', () => ({})], after: () => [objects().resource] }),
  ...methodsOf('AgentFleet', () => aFleet, {
    latencyOf: () => [poolIn(stackOf())],
    apiInsteadOf: () => [poolIn(stackOf())],
    latencyTargetsOf: () => [poolIn(stackOf())],
    demandAt: () => [3],
  }),
  ...methodsOf('InferencePool', () => poolIn(stackOf()), {
    admitFrom: () => ['team'],
    addDemand: () => [{ planned: () => [], peak: () => [] }],
  }),
  ...methodsOf('LiteLLMRouter', () => routerIn(stackOf()), {
    addRoute: () => [{ alias: 'planner', pool: poolIn(stackOf()) }],
    fallback: () => [{ alias: 'planner', to: ['small'], when: 'failure' }],
    fallbacksOf: () => ['planner', 'failure'],
    fallbacks: () => ['failure'],
    passOf: () => ['planner'],
    apiPriceOf: () => ['planner'],
    addExternal: () => [{ alias: 'judge', model: externalModel(), owner: 'research/fleet' }],
    modelOf: () => ['planner'],
    traceTo: () => [
      fleet.Tracing.fromExisting({
        to: new fleet.ExternalHost({ name: 'traces', host: 'otlp.example.com', key: fleet.SecretRef.existing('traces', 'key') }),
      }),
    ],
  }),
  ...methodsOf('LiteLLMRouter', () => routerIn(stackOf()), { dataPlace: sender }),
  ...methodsOf('LiteLLMRouter', () => routerIn(stackOf()), {
    clientEnv: client,
    modelsOf: client,
    admissionOf: client,
    expectLoad: () => [...client(), () => ({ sessions: 25, requestsPerMinute: null, tokensPerMinute: null })],
  }).map((row) => ({ ...row, deepest: 1 })),
  ...admits('LiteLLMRouter', () => routerIn(stackOf())),
  ...methodsOf('SessionStore', () => new fleet.SessionStore(stackOf(), 'sessions', { cluster }), {
    admit: client,
    clientEnv: client,
    keysOf: client,
  }).map((row) => ({
    ...row,
    deepest: 1,
  })),
  ...admits('StateStore', () => new fleet.StateStore(stackOf(), 'state', { cluster })),
  ...methodsOf('StateStore', () => new fleet.StateStore(stackOf(), 'state', { cluster }), {
    expectConnections: () => [...client(), () => 40],
    addDatabase: () => ['tracing', { password: fleet.SecretRef.existing('tracing', 'password'), vector: true }],
  }),
  ...admits('VectorStore', () => new fleet.VectorStore(stackOf(), 'memory', { cluster, dimensions: 768, vectors: 1_000 })),
  ...admits(
    'McpServer',
    () => new fleet.McpServer(stackOf(), 'tools', { cluster, image: 'registry.example.com/tools:1.0.0', port: 8_000 } as never),
  ),
  ...methodsOf('McpServer', scopedServer, { scope: () => ['readers'] }),
  ...admits('McpToolScope', () => scopedServer().scope('readers')),
  ...admits(
    'GpuService',
    () =>
      new fleet.GpuService(stackOf(), 'images', {
        cluster,
        image: 'registry.example.com/a:1',
        port: 8_080,
        gpu: fleet.Gpu.L40S,
      } as never),
  ),
  ...admits(
    'ToolSandbox',
    () =>
      new fleet.ToolSandbox(stackOf(), 'python', {
        cluster,
        image: 'registry.example.com/a:1',
        port: 8_080,
        runtimeClass: 'gvisor',
      } as never),
  ),
  ...admits('ExternalHost', () => new fleet.ExternalHost({ name: 'a', host: 'a.example.com' })),
  ...methodsOf(
    'ExternalSecret',
    () => new fleet.ExternalSecret(stackOf(), 'keys', { cluster, store: 'vault', keys: { 'api-key': { key: 'openai' } } }),
    { key: () => ['api-key'] },
  ),
  ...methodsOf('ExternalHost', () => new fleet.ExternalHost({ name: 'a', host: 'a.example.com' }), { dataPlace: sender }),
  ...admits('InternalService', () => new fleet.InternalService({ name: 'a', namespace: 'n', port: 80 })),
  ...methodsOf('InternalService', () => new fleet.InternalService({ name: 'a', namespace: 'n', port: 80 }), { dataPlace: sender }),
  ...admits('ExternalModel', externalModel),
  ...methodsOf('ExternalModel', externalModel, { dataPlace: () => ['big'] }),
  ...methodsOf('Region', () => fleet.Region.EU, { contains: () => [fleet.Region.GERMANY] }),
  ...admits('WorkloadIdentity', () => fleet.WorkloadIdentity.aws({ roleArn: 'arn:aws:iam::123456789012:role/agents' } as never)),
  ...methodsOf('FleetTemplate', () => aTemplate, {
    hasPool: () => ['pool', { gpu: 'l40s' }],
    resources: () => ['kubernetes_namespace_v1'],
    hasResource: () => ['kubernetes_namespace_v1', {}],
    resourceCount: () => ['kubernetes_namespace_v1', 1],
    hasManifest: () => ['Deployment', 'pool', {}],
  }),
];
