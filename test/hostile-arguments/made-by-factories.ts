/** Methods of services whose classes are not exported, because factories make them: users hold such objects all the same. */
import { App, TerraformStack } from 'cdktf';
import * as fleet from 'cdktf-agent-fleet';
import { temporaryOutdir } from '../setup/temporary-outdir';
import type { Call } from './ask';
import { cluster } from './hostile';

/** Nothing is written there: stacks are built and asked. */
const OUTDIR = temporaryOutdir();
const stackOf = () => new TerraformStack(new App({ outdir: OUTDIR }), 's');
const poolIn = (stack: TerraformStack) =>
  new fleet.InferencePool(stack, 'pool', {
    cluster,
    model: fleet.Model.LLAMA_3_1_8B_INSTRUCT,
    gpu: fleet.Gpu.L40S,
    maxContextTokens: 4_096,
  });
const client = () => [new fleet.LiteLLMRouter(stackOf(), 'router', { cluster }).workload];
const sender = () => [{ region: fleet.Region.EU, models: ['planner'] }];
const consumer = () => [{ path: 's/workers', taskTime: () => null, tasksAtOnce: () => 4 }];
const key = fleet.SecretRef.existing('a', 'b');

type Rows = Readonly<Record<string, () => readonly unknown[]>>;

/** Workloads are constructs: what stands deeper in them is theirs. */
const methodsOf = (name: string, make: () => object, rows: Rows): Call[] =>
  Object.entries(rows).map(([method, args]) => ({
    name: `${name}.${method}`,
    args,
    deepest: args === client ? 1 : 2,
    call: (...given) => {
      const object = make();
      return (Reflect.get(object, method) as (...all: readonly unknown[]) => unknown).apply(object, given);
    },
  }));

const queue: Rows = { admit: client, depth: () => [4], consumedBy: consumer };
const store: Rows = { admit: client, dataPlace: sender };
const address = { host: 'a.example.com', cidr: '10.0.0.0/24' };
const traces = () => new fleet.ExternalHost({ name: 'traces', host: 'otlp.example.com', key });

export const FACTORY_MADE: readonly Call[] = [
  ...methodsOf('RabbitMqQueue', () => fleet.TaskQueue.rabbitMq(stackOf(), 'tasks', { cluster }), queue),
  ...methodsOf(
    'RedisStreamQueue',
    () => {
      const stack = stackOf();
      return fleet.TaskQueue.redisStream(stack, 'tasks', { cluster, store: new fleet.SessionStore(stack, 'store', { cluster }) });
    },
    { ...queue, clientEnv: client, dataPlace: sender },
  ),
  ...methodsOf('ExistingAmqpQueue', () => fleet.TaskQueue.fromExisting({ kind: 'amqp', name: 'jobs', url: key, ...address }), {
    ...queue,
    dataPlace: sender,
  }),
  ...methodsOf(
    'ExistingSqsQueue',
    () =>
      fleet.TaskQueue.fromExisting({ kind: 'sqs', name: 'q', url: 'https://sqs.eu-central-1.amazonaws.com/1/q', region: 'eu-central-1' }),
    { ...queue, dataPlace: sender },
  ),
  ...methodsOf('TraceCollector', () => fleet.Tracing.otlp(stackOf(), 'tracing', { cluster, to: traces() }), {
    admit: client,
    clientEnv: client,
  }),
  ...methodsOf('ExistingTracing', () => fleet.Tracing.fromExisting({ to: traces() }), { ...store, clientEnv: client }),
  ...methodsOf('ExistingSessionStore', () => fleet.SessionStore.fromExisting(address), store),
  ...methodsOf('DirectStateStore', () => new fleet.StateStore(stackOf(), 'state', { cluster, pooler: {} }).direct as object, {
    admit: client,
  }),
  ...methodsOf('StateDatabase', () => new fleet.StateStore(stackOf(), 'state', { cluster }).addDatabase('tracing') as object, {
    admit: client,
    expectConnections: () => [...client(), () => 40],
  }),
  ...methodsOf('ExistingStateStore', () => fleet.StateStore.fromExisting({ ...address, database: 'd', user: 'u', password: key }), store),
  ...methodsOf(
    'PgvectorStore',
    () => fleet.VectorStore.pgvector(new fleet.StateStore(stackOf(), 'state', { cluster, vector: true }), { dimensions: 768, vectors: 10 }),
    { ...store, clientEnv: client },
  ),
  ...methodsOf(
    'ExistingLiteLLMRouter',
    () => fleet.LiteLLMRouter.fromExisting({ url: 'http://litellm.ai.svc.cluster.local:4000', namespace: 'ai', key, aliases: {} }),
    {
      addRoute: () => [{ alias: 'planner', pool: poolIn(stackOf()) }],
      fallback: () => [{ alias: 'planner', to: ['small'], when: 'failure' }],
      fallbacksOf: () => ['planner', 'failure'],
      modelOf: () => ['planner'],
      admit: client,
    },
  ),
  ...methodsOf('ExistingVectorStore', () => fleet.VectorStore.fromExisting(address), store),
];
