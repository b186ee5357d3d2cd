import { App, TerraformStack } from 'cdktf';
import * as fleet from 'cdktf-agent-fleet';
import * as policies from 'cdktf-agent-fleet/policies';
import { SAMPLE_PLAN } from '../report/sample-plan';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { TOY, toyAdapter } from '../support/toy-engine';
import type { Call } from './ask';
import { cluster, strangePool } from './hostile';

const {
  Engine,
  Flow,
  Gpu,
  Model,
  Namespace,
  PodPriority,
  readPlan,
  Scaling,
  SecretRef,
  SessionStore,
  ChatTemplate,
  Speculative,
  StateStore,
  TaskQueue,
  Topology,
  Weights,
} = fleet;

/** Every class says by a guard whether a value is one of its own. */
const GUARDS: readonly Call[] = Object.entries(fleet).flatMap(([name, value]) =>
  typeof value !== 'function'
    ? []
    : Object.getOwnPropertyNames(value)
        .filter((key) => /^is[A-Z]/.test(key))
        .map((key) => ({ name: `${name}.${key}`, args: () => ['x'], call: Reflect.get(value, key) as (given: unknown) => boolean })),
);

const jobs = () =>
  TaskQueue.fromExisting({ kind: 'amqp', name: 'jobs', host: 'mq.example.com', cidr: '10.0.0.0/24', url: SecretRef.existing('mq', 'url') });
const traces = () => new fleet.ExternalHost({ name: 'traces', host: 'otlp.example.com', key: SecretRef.existing('traces', 'key') });
const existingPool = () => ({
  cluster,
  url: 'http://chat.ml:8000/v1',
  namespace: 'ml',
  servedName: 'chat',
  model: Model.QWEN3_8B,
  maxContextTokens: 8_192,
  capacity: { kvTokens: 100_000 },
  measured: { ttftMs: 200 },
});
/** Nothing is written there: stacks are built and asked. */
const OUTDIR = temporaryOutdir();
const stackOf = () => new TerraformStack(new App({ outdir: OUTDIR }), 's');

const CHECKED_PLAN = { ...SAMPLE_PLAN, checks: { environment: 'production', kept: [], packs: [] } };
/** Folder of an app with one stack. */
function synthesized(): string {
  const app = new App({ outdir: OUTDIR });
  new TerraformStack(app, 's');
  app.synth();
  return OUTDIR;
}

export const FLEET: readonly Call[] = [
  {
    name: 'acknowledge',
    args: () => [stackOf(), { rule: 'AF-OBS-006', reason: 'a pilot of two weeks', owner: 'platform' }],
    call: fleet.acknowledge as (...args: unknown[]) => unknown,
  },
  { name: 'addLabels', args: () => [stackOf(), { 'cost-center': '4711' }], call: fleet.addLabels as (...args: unknown[]) => unknown },
  { name: 'applyPack', args: () => [stackOf(), 'productionChecklist'], call: fleet.applyPack as (...args: unknown[]) => unknown },
  { name: 'Topology.flat', args: () => [{ agents: ['a', 'b'] }], call: Topology.flat },
  { name: 'Topology.hierarchical', args: () => [{ orchestrator: 'a', workers: ['b'] }], call: Topology.hierarchical },
  { name: 'Topology.pipeline', args: () => [{ stages: ['a', 'b'], seconds: { a: 1 } }], call: Topology.pipeline },
  { name: 'Topology.routing', args: () => [{ router: 'a', targets: { b: 0.5, c: 0.5 } }], call: Topology.routing },
  { name: 'Topology.escalation', args: () => [{ first: 'a', to: { b: 0.05 } }], call: Topology.escalation },
  { name: 'Topology.evaluatorLoop', args: () => [{ generator: 'a', evaluator: 'b', rounds: 2 }], call: Topology.evaluatorLoop },
  { name: 'Topology.voting', args: () => [{ voter: 'a', voices: 3 }], call: Topology.voting },
  { name: 'Topology.flow', args: () => [Flow.role('a')], call: Topology.flow },
  { name: 'Flow.role', args: () => ['a', 1], call: (role, seconds) => Topology.flow(Flow.role(role, seconds)) },
  { name: 'Flow.parallel', args: () => [Flow.role('a')], call: (...parts) => Topology.flow(Flow.parallel(...parts)) },
  { name: 'Flow.sequence', args: () => [Flow.role('a')], call: (...parts) => Topology.flow(Flow.sequence(...parts)) },
  { name: 'Flow.route', args: () => [{ share: 1, flow: Flow.role('a') }], call: (...parts) => Topology.flow(Flow.route(...parts)) },
  { name: 'Flow.loop', args: () => [Flow.role('a'), 2], call: (body, times) => Topology.flow(Flow.loop(body, times)) },
  { name: 'Scaling.queueDepth', args: () => [{ min: 1, max: 2 }], call: Scaling.queueDepth },
  { name: 'Scaling.warmFloor', args: () => [{ min: 1, max: 2 }], call: Scaling.warmFloor },
  { name: 'Scaling.latency', args: () => [{ min: 1, max: 2 }], call: Scaling.latency },
  { name: 'Scaling.tokens', args: () => [{ min: 1, max: 2 }], call: Scaling.tokens },
  { name: 'Scaling.batch', args: () => [{ max: 2, queue: jobs() }], call: Scaling.batch },
  { name: 'Scaling.any', args: () => [{ min: 1, max: 2, signals: ['queue'] }], call: Scaling.any },
  { name: 'Scaling.windowsByHour', args: () => [{ replicasByHour: Array(24).fill(2), min: 1 }], call: Scaling.windowsByHour },
  { name: 'Weights.claim', args: () => [{ sizeGiB: 10, storageClass: 'fast' }], call: Weights.claim },
  { name: 'Weights.existingClaim', args: () => ['claim', { accessMode: 'ReadWriteMany' }], call: Weights.existingClaim },
  { name: 'ChatTemplate.inline', args: () => ['{{ messages }}'], call: ChatTemplate.inline },
  { name: 'ChatTemplate.fromFile', args: () => ['package.json'], call: ChatTemplate.fromFile },
  { name: 'MessageSchema.of', args: () => [{ type: 'object', properties: { task: { type: 'string' } } }], call: fleet.MessageSchema.of },
  { name: 'MessageSchema.fromFile', args: () => ['test/agents/task.schema.json'], call: fleet.MessageSchema.fromFile },
  { name: 'Speculative.promptLookup', args: () => [{ tokens: 2 }], call: Speculative.promptLookup },
  { name: 'Speculative.draftModel', args: () => [{ drafter: Model.QWEN3_0_6B, tokens: 2 }], call: Speculative.draftModel },
  {
    name: 'Speculative.eagle',
    args: () => [{ drafter: { checkpoint: 'a/b', weightsGiB: 1, kvBytesPerToken: 1 }, tokens: 2 }],
    call: Speculative.eagle,
  },
  {
    name: 'Speculative.eagle3',
    args: () => [{ drafter: { checkpoint: 'a/b', weightsGiB: 1, kvBytesPerToken: 1 }, tokens: 2 }],
    call: Speculative.eagle3,
  },
  { name: 'Speculative.ownLayers', args: () => [{ layers: 1, tokens: 2 }], call: Speculative.ownLayers },
  { name: 'PodPriority.custom', args: () => [{ value: 5, preempts: false }], call: PodPriority.custom },
  { name: 'PodPriority.existing', args: () => [{ name: 'batch', value: 5, preempts: false }], call: PodPriority.existing },
  { name: 'SecretRef.existing', args: () => ['a', 'b'], call: SecretRef.existing },
  { name: 'SecretRef.generated', args: () => ['a', 'b'], call: SecretRef.generated },
  { name: 'Engine.vllm', args: () => [{ version: '0.30.0' }], call: Engine.vllm },
  { name: 'Engine.sglang', args: () => [{ version: '0.5.23' }], call: Engine.sglang },
  { name: 'Engine.rayServe', args: () => [{ version: '0.29.0' }], call: Engine.rayServe },
  { name: 'Engine.ollama', args: () => [{ version: '0.32.15' }], call: Engine.ollama },
  { name: 'Engine.textEmbeddingsInference', args: () => [{ version: '1.9.3' }], call: Engine.textEmbeddingsInference },
  { name: 'Engine.tensorRtLlm', args: () => [{}], call: Engine.tensorRtLlm },
  { name: 'Engine.textGenerationInference', args: () => [{}], call: Engine.textGenerationInference },
  { name: 'Engine.of', args: () => [{ ...TOY, id: 'x' }, { version: TOY.defaultVersion }], deepest: 2, call: Engine.of as never },
  { name: 'Gpu.byId', args: () => ['l40s'], call: Gpu.byId },
  { name: 'Gpu.byProductName', args: () => ['NVIDIA L40S'], call: Gpu.byProductName },
  { name: 'Gpu.mig', args: () => ['2g.20gb', Gpu.H100_PCIE], call: Gpu.mig },
  { name: 'Gpu.fromReported', args: () => [{ name: 'NVIDIA L40S', memoryGiB: 44 }], call: Gpu.fromReported },
  {
    name: 'Gpu.cheapest',
    args: () => [{ among: [Gpu.L40S, Gpu.L40], sessions: 4, contextTokens: 4_096, lockFile: 'fleet.lock.json' }],
    call: Gpu.cheapest as never,
  },
  { name: 'Gpu.custom', args: () => [{ ...Gpu.L40S.facts, id: 'mine' }], call: Gpu.custom },
  { name: 'Model.byId', args: () => ['bge-m3'], call: Model.byId },
  { name: 'Model.custom', args: () => [{ ...Model.LLAMA_3_1_8B_INSTRUCT.facts, id: 'mine' }], call: Model.custom },
  {
    name: 'Model.fromConfig',
    args: () => [{ architectures: ['LlamaForCausalLM'], hidden_size: 4096, num_hidden_layers: 2, num_attention_heads: 32 }, { id: 'a/b' }],
    call: Model.fromConfig,
  },
  { name: 'Namespace.existing', args: () => ['n'], call: Namespace.existing },
  { name: 'SessionStore.fromExisting', args: () => [{ host: 'cache', namespace: 'n' }], call: SessionStore.fromExisting },
  {
    name: 'StateStore.fromExisting',
    args: () => [{ host: 'db', namespace: 'n', database: 'd', user: 'u', password: SecretRef.existing('a', 'b') }],
    call: StateStore.fromExisting,
  },
  {
    name: 'VectorStore.pgvector',
    args: () => [
      fleet.StateStore.fromExisting({ host: 'db', namespace: 'n', database: 'd', user: 'u', password: SecretRef.existing('a', 'b') }),
      { dimensions: 768, vectors: 1_000 },
    ],
    deepest: 2,
    call: (store, props) => fleet.VectorStore.pgvector(store, props).dimensions,
  },
  {
    name: 'VectorStore.fromExisting',
    args: () => [{ host: 'vectors', namespace: 'n' }],
    call: (props) => fleet.VectorStore.fromExisting(props).host,
  },
  {
    name: 'InferencePool.fromExisting',
    args: () => [stackOf(), 'chat', existingPool()],
    call: (stack, id, props) => fleet.InferencePool.fromExisting(stack, id, props).url,
  },
  {
    name: 'LiteLLMRouter.fromExisting',
    args: () => [{ url: 'http://litellm.ai:4000/v1', namespace: 'ai', key: SecretRef.existing('agents', 'key') }],
    call: (props) => fleet.LiteLLMRouter.fromExisting(props).host,
  },
  {
    name: 'TaskQueue.fromExisting',
    args: () => [{ kind: 'sqs', name: 'q', url: 'https://sqs.eu-central-1.amazonaws.com/1/q', region: 'eu-central-1' }],
    call: (props) => fleet.TaskQueue.fromExisting(props).host,
  },
  {
    name: 'TaskQueue.rabbitMq',
    args: () => [stackOf(), 'tasks', { cluster }],
    call: (scope, id, props) => fleet.TaskQueue.rabbitMq(scope, id, props).host,
  },
  {
    name: 'TaskQueue.redisStream',
    args: () => [stackOf(), 'tasks', { cluster, store: SessionStore.fromExisting({ host: 'cache', namespace: 'n' }) }],
    call: (scope, id, props) => fleet.TaskQueue.redisStream(scope, id, props).host,
  },
  ...(['otlp', 'langfuse', 'langSmith'] as const).map((kind) => ({
    name: `Tracing.${kind}`,
    args: () => [stackOf(), 'tracing', { cluster, to: traces() }],
    call: (scope: never, id: never, props: never) => fleet.Tracing[kind](scope, id, props).host,
  })),
  { name: 'Tracing.fromExisting', args: () => [{ to: traces() }], call: (props) => fleet.Tracing.fromExisting(props).host },
  {
    name: 'InternalService',
    args: () => [{ name: 'a', namespace: 'n', port: 80 }],
    call: (props) => new fleet.InternalService(props).host,
  },
  { name: 'ExternalHost', args: () => [{ name: 'a', host: 'a.example.com' }], call: (props) => new fleet.ExternalHost(props).host },
  { name: 'readPlans', args: () => [synthesized()], call: policies.readPlans },
  { name: 'checkPlans', args: () => [{ plans: [CHECKED_PLAN], pack: 'security' }], deepest: 1, call: policies.checkPlans },
  { name: 'readPlan', args: () => [SAMPLE_PLAN, 'a file'], deepest: 2, call: readPlan },
  { name: 'Weights.ephemeral', args: () => [{ storageClass: 'local-nvme' }], call: Weights.ephemeral },
  { name: 'Weights.objectStore', args: () => [{ uri: 's3://weights/llama', region: 'eu-west-1' }], call: Weights.objectStore },
  { name: 'Weights.image', args: () => [{ image: 'registry.internal/weights:1' }], call: Weights.image },
  { name: 'ContextStrategy.slidingWindow', args: () => [{ limitTokens: 100 }], call: fleet.ContextStrategy.slidingWindow },
  { name: 'ContextStrategy.summarize', args: () => [{ everyTokens: 100, summaryTokens: 10 }], call: fleet.ContextStrategy.summarize },
  {
    name: 'ContextStrategy.longPool',
    args: () => [{ pool: strangePool, capTokens: 4_000, share: 0.1 }],
    call: fleet.ContextStrategy.longPool,
  },
  { name: 'Retention.seconds', args: () => [60], call: fleet.Retention.seconds },
  { name: 'Retention.share', args: () => [0.5], call: fleet.Retention.share },
  { name: 'EngineVersion.parse', args: () => ['0.30.0', 'patch'], call: fleet.EngineVersion.parse },
  { name: 'EngineVersion.of', args: () => ['0.30.0', 'patch'], call: fleet.EngineVersion.of },
  { name: 'Gpu.all', args: () => [], call: Gpu.all },
  { name: 'Model.all', args: () => [], call: Model.all },
  {
    name: 'hubDownload',
    args: () => [{ folder: '/models', marker: 'm', repositories: ['a/b'], vocabulary: false }],
    call: fleet.hubDownload,
  },
  { name: 'isRepository', args: () => ['a/b'], call: fleet.isRepository },
  { name: 'isFleetError', args: () => [new Error('x')], call: fleet.isFleetError },
  { name: 'registerEngine', args: () => [toyAdapter], deepest: 2, call: fleet.registerEngine },
  {
    name: 'CustomObjects.of',
    args: () => [stackOf(), { name: 'n', cluster: { key: 'k', name: 'c' }, resource: { fqn: 'a.b' } }, 'claims'],
    deepest: 2,
    call: fleet.CustomObjects.of as never,
  },
  ...GUARDS,
];
