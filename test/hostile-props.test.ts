/**
 * Every prop of every construct, found in the schemas, with every hostile value in its place: the app synthesizes, or it is refused with
 * errors of ours that name the prop. Never a TypeError, a RangeError, an endless loop or a full memory.
 */
import { App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  ExternalHost,
  FleetPlatform,
  Gpu,
  GpuService,
  InferencePool,
  InternalService,
  isFleetError,
  LiteLLMRouter,
  McpServer,
  Model,
  ObservabilityStack,
  SecretRef,
  SessionStore,
  StateStore,
  TaskQueue,
  ToolSandbox,
  Topology,
  VectorStore,
} from 'cdktf-agent-fleet';
import { agentFleetSchema } from '../lib/agents/agent-fleet-props';
import { agentRuntimeSchema } from '../lib/agents/agent-runtime-props';
import { gpuServiceSchema } from '../lib/agents/gpu-service-props';
import { mcpServerSchema } from '../lib/agents/mcp-server-props';
import { toolSandboxSchema } from '../lib/agents/tool-sandbox-props';
import { existingPoolSchema } from '../lib/inference/existing/existing-pool-props';
import { inferencePoolSchema } from '../lib/inference/inference-pool-schema';
import { observabilityStackSchema } from '../lib/observability/observability-stack-props';
import { environmentAccessSchema, execAccessSchema, kubeconfigSchema, tokenSchema } from '../lib/platform/access/access-props';
import { fleetPlatformSchema } from '../lib/platform/fleet-platform-props';
import { existingAmqpQueueSchema, existingSqsQueueSchema } from '../lib/queues/existing/existing-queue-props';
import { rabbitMqQueueSchema } from '../lib/queues/rabbitmq/rabbitmq-props';
import { redisStreamQueueSchema } from '../lib/queues/redis-stream/redis-stream-props';
import { litellmRouterSchema } from '../lib/routing/litellm/router-props';
import { externalHostSchema } from '../lib/services/external-host-props';
import { internalServiceSchema } from '../lib/services/internal-service-props';
import { existingSessionStoreSchema, sessionStoreSchema } from '../lib/stores/session-store-props';
import { existingStateStoreSchema, stateStoreSchema } from '../lib/stores/state-store-props';
import { existingVectorStoreSchema, vectorStoreSchema } from '../lib/stores/vector-store-props';
import { temporaryOutdir } from './setup/temporary-outdir';
import { HOSTILE_VALUES } from './support/hostile-values';
import { IS_LONG, SEED } from './support/runs';
import { type Path, pathsIn, withValue } from './support/schema-paths';

const cluster = Cluster.fromKubeconfig({
  context: 'c',
  nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 1, nodes: 2 }, cpu: { nodes: 1, runtimeClasses: ['gvisor'], podPidsLimit: 512 } },
});
const pool = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.L40S, maxContextTokens: 4_096 };
const runtime = { framework: 'crewai', image: 'registry.example.com/agents:1' };
const password = SecretRef.existing('db', 'password');

interface Case {
  readonly name: string;
  readonly schema: unknown;
  readonly props: (stack: TerraformStack) => Record<string, unknown>;
  /** Props whose parts are walked with another construct: here they get a few values, to see that they are named as written. */
  readonly shared?: string;
  readonly build: (stack: TerraformStack, props: never) => unknown;
}

const FEW = ['null', '1e12', 'an empty list', 'an object that holds itself', 'a proxy that cannot be read'];
const FEW_VALUES = HOSTILE_VALUES.filter(([name]) => FEW.includes(name));

const valuesFor = ({ shared }: Case, [head, ...below]: Path) => (head === shared && below.length > 0 ? FEW_VALUES : HOSTILE_VALUES);

/** Every value meets one of 24 props, and every prop one of 24 values; long runs try all of them. */
const share = <T>(values: readonly T[], prop: number): readonly T[] =>
  IS_LONG ? values : values.filter((_, index) => (index + prop + SEED) % 24 === 0);

const fixed = (props: Record<string, unknown>) => () => props;
const poolIn = (stack: TerraformStack) => new InferencePool(stack, 'pool', pool);
const fleetProps = (stack: TerraformStack) => ({
  cluster,
  topology: Topology.flat({ agents: ['key'] }),
  concurrentWorkflows: 2,
  roles: { key: { pool: poolIn(stack), contextTokens: 1_000 } },
  runtime,
});

const CASES: readonly Case[] = [
  { name: 'InferencePool', schema: inferencePoolSchema, props: fixed(pool), build: (s, props) => new InferencePool(s, 'p', props) },
  {
    name: 'AgentFleet',
    schema: agentFleetSchema,
    shared: 'runtime',
    props: fleetProps,
    build: (s, props) => new AgentFleet(s, 'p', props),
  },
  {
    name: 'AgentRuntime',
    schema: agentRuntimeSchema,
    props: fixed({ ...runtime, cluster, port: 80 }),
    build: (s, props) => new AgentRuntime(s, 'p', props),
  },
  {
    name: 'ObservabilityStack',
    schema: observabilityStackSchema,
    props: (s) => ({ cluster, fleets: [new AgentFleet(s, 'fleet', fleetProps(s) as never)] }),
    build: (s, props) => new ObservabilityStack(s, 'p', props),
  },
  { name: 'LiteLLMRouter', schema: litellmRouterSchema, props: fixed({ cluster }), build: (s, props) => new LiteLLMRouter(s, 'p', props) },
  { name: 'SessionStore', schema: sessionStoreSchema, props: fixed({ cluster }), build: (s, props) => new SessionStore(s, 'p', props) },
  { name: 'StateStore', schema: stateStoreSchema, props: fixed({ cluster }), build: (s, props) => new StateStore(s, 'p', props) },
  {
    name: 'VectorStore',
    schema: vectorStoreSchema,
    props: fixed({ cluster, dimensions: 768, vectors: 1_000 }),
    build: (s, props) => new VectorStore(s, 'p', props),
  },
  {
    name: 'VectorStore.fromExisting',
    schema: existingVectorStoreSchema,
    props: fixed({ host: 'vectors', namespace: 'n' }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster, services: [VectorStore.fromExisting(props)] } as never),
  },
  {
    name: 'InferencePool.fromExisting',
    schema: existingPoolSchema,
    props: fixed({ cluster, url: 'http://chat.ml/v1', namespace: 'ml', servedName: 'chat', model: pool.model, maxContextTokens: 8_192 }),
    build: (s, props) => InferencePool.fromExisting(s, 'p', props),
  },
  { name: 'FleetPlatform', schema: fleetPlatformSchema, props: fixed({ cluster }), build: (s, props) => new FleetPlatform(s, 'p', props) },
  {
    name: 'SessionStore.fromExisting',
    schema: existingSessionStoreSchema,
    props: fixed({ host: 'cache', namespace: 'n' }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster, services: [SessionStore.fromExisting(props)] } as never),
  },
  {
    name: 'StateStore.fromExisting',
    schema: existingStateStoreSchema,
    props: fixed({ host: 'db', namespace: 'n', database: 'd', user: 'u', password }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster, services: [StateStore.fromExisting(props)] } as never),
  },
  {
    name: 'TaskQueue.redisStream',
    schema: redisStreamQueueSchema,
    props: fixed({ cluster, store: SessionStore.fromExisting({ host: 'cache', namespace: 'n' }) }),
    build: (s, props) =>
      new AgentRuntime(s, 'agents', { ...runtime, cluster, port: undefined, consumes: TaskQueue.redisStream(s, 'p', props) } as never),
  },
  {
    name: 'TaskQueue.rabbitMq',
    schema: rabbitMqQueueSchema,
    props: fixed({ cluster }),
    build: (s, props) =>
      new AgentRuntime(s, 'agents', { ...runtime, cluster, port: undefined, consumes: TaskQueue.rabbitMq(s, 'p', props) } as never),
  },
  {
    name: 'TaskQueue.fromExisting, AMQP',
    schema: existingAmqpQueueSchema,
    props: fixed({ kind: 'amqp', name: 'q', host: 'mq', namespace: 'n', url: password }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster, consumes: TaskQueue.fromExisting(props) } as never),
  },
  {
    name: 'TaskQueue.fromExisting, SQS',
    schema: existingSqsQueueSchema,
    props: fixed({ kind: 'sqs', name: 'q', url: 'https://sqs.eu-central-1.amazonaws.com/1/q', region: 'eu-central-1' }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster, consumes: TaskQueue.fromExisting(props) } as never),
  },
  {
    name: 'McpServer',
    schema: mcpServerSchema,
    props: fixed({ cluster, image: 'registry.example.com/tools:1', port: 80 }),
    build: (s, props) => new McpServer(s, 'p', props),
  },
  {
    name: 'GpuService',
    schema: gpuServiceSchema,
    props: fixed({ cluster, image: 'registry.example.com/flux:1', port: 80, gpu: Gpu.L40S, memoryGiBPerGpu: 30 }),
    build: (s, props) => new GpuService(s, 'p', props),
  },
  {
    name: 'ToolSandbox',
    schema: toolSandboxSchema,
    props: fixed({ cluster, image: 'registry.example.com/tools:1', port: 80, runtimeClass: 'gvisor' }),
    build: (s, props) => new ToolSandbox(s, 'p', props),
  },
  {
    name: 'InternalService',
    schema: internalServiceSchema,
    props: fixed({ name: 'n', namespace: 'n', port: 80, env: { key: 'url' } }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster, services: [new InternalService(props)] } as never),
  },
  {
    name: 'ExternalHost',
    schema: externalHostSchema,
    props: fixed({ name: 'n', host: 'n.example.com', env: { key: 'url' } }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster, services: [new ExternalHost(props)] } as never),
  },
  {
    name: 'Cluster.fromKubeconfig',
    schema: kubeconfigSchema,
    props: fixed({ context: 'c', nodePools: { key: { nodes: 1 } } }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster: Cluster.fromKubeconfig(props) } as never),
  },
  {
    name: 'Cluster.fromToken',
    schema: tokenSchema,
    props: fixed({ host: 'https://api.example.com', tokenVariable: 't' }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster: Cluster.fromToken(props) } as never),
  },
  {
    name: 'Cluster.fromEnvironment',
    schema: environmentAccessSchema,
    props: fixed({ context: 'c' }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster: Cluster.fromEnvironment(props) } as never),
  },
  {
    name: 'Cluster.fromExec',
    schema: execAccessSchema,
    props: fixed({ host: 'https://api.example.com', exec: { command: 'aws', env: { key: 'value' } } }),
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster: Cluster.fromExec(props) } as never),
  },
];

interface World {
  readonly stack: TerraformStack;
  readonly props: Record<string, unknown>;
}

function world({ props }: Case): World {
  const stack = new TerraformStack(new App({ outdir: temporaryOutdir() }), 's');
  return { stack, props: props(stack) };
}

/** What the props of one case lead to, in one app until it accepts something: most values are refused at once, and leave nothing behind. */
class Walk {
  private world: World;

  constructor(private readonly subject: Case) {
    this.world = world(subject);
  }

  /** What is wrong with the answer; undefined where it is a good one. */
  faultOf(at: Path, make: () => unknown): string | undefined {
    const { stack, props } = this.world;
    stack.node.tryRemoveChild('p');
    try {
      this.subject.build(stack, withValue(props, at, make()) as never);
    } catch (error) {
      return faultOfError(error, at);
    }
    this.world = world(this.subject);
    try {
      (stack.node.root as App).synth();
      return undefined;
    } catch (error) {
      return faultOfError(error, at);
    }
  }
}

function faultOfError(error: unknown, [head = '']: Path): string | undefined {
  if (!isFleetError(error)) return `${(error as Error)?.name}: ${(error as Error)?.message}`.slice(0, 300);
  const isCoded = error.problems.length > 0 && error.problems.every(({ code }) => /^AF-(?!INT)[A-Z]+-\d{3}$/.test(code));
  if (!isCoded) return `no code for users: ${error.message.slice(0, 300)}`;
  const isNamed = error.problems.some(({ prop = '', message, allowed = '' }) => `${prop} ${message} ${allowed}`.includes(head));
  return isNamed ? undefined : `does not name ${head}: ${error.message.slice(0, 300)}`;
}

/** Thousands of errors are made and none is looked at for where it came from: mapping their lines would take half of the time. */
const limit = Error.stackTraceLimit;
beforeAll(() => {
  Error.stackTraceLimit = 0;
});
afterAll(() => {
  Error.stackTraceLimit = limit;
});

describe.each(CASES)('$name', (subject) => {
  test('answers every hostile value of every prop', () => {
    const walk = new Walk(subject);
    const faults = pathsIn(subject.schema).flatMap((at, index) =>
      share(valuesFor(subject, at), index).flatMap(([name, make]) => {
        const fault = walk.faultOf(at, make);
        return fault === undefined ? [] : [`${at.join('.')} = ${name} → ${fault}`];
      }),
    );
    expect(HOSTILE_VALUES.length).toBeGreaterThan(20);
    expect(faults).toEqual([]);
  });
});
