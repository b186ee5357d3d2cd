/**
 * Every text prop of every construct, found in the schemas: hostile text comes back byte for byte from what Terraform will read, or is
 * refused with a code. Nothing in it is ever evaluated.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
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
import { z } from 'zod';
import { agentFleetSchema } from '../lib/agents/agent-fleet-props';
import { agentRuntimeSchema } from '../lib/agents/agent-runtime-props';
import { gpuServiceSchema } from '../lib/agents/gpu-service-props';
import { mcpServerSchema } from '../lib/agents/mcp-server-props';
import { toolSandboxSchema } from '../lib/agents/tool-sandbox-props';
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
import { readTemplate } from './support/terraform-template';

const HOSTILE = '${file("/etc/hostname")} %{ if true }$${x} %%{y} {{ .Values.z }} "q" \'s\' \\n ü\nkind: Secret';

type Path = readonly string[];

/** Paths of everything that takes a text: `*` stands for any key of a record, `0` for an item of a list. */
function textsIn(schema: unknown, at: Path = []): Path[] {
  if (schema instanceof z.ZodString) return [at];
  if (schema instanceof z.ZodObject) return Object.entries(schema.shape).flatMap(([key, inner]) => textsIn(inner, [...at, key]));
  if (schema instanceof z.ZodRecord) return textsIn(schema.valueType, [...at, 'key']);
  if (schema instanceof z.ZodArray) return textsIn(schema.element, [...at, '0']);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => textsIn(option, at));
  if (schema instanceof z.ZodPipe) return textsIn(schema.def.in, at);
  const inner = (schema as { def?: { innerType?: unknown } }).def?.innerType;
  return inner === undefined ? [] : textsIn(inner, at);
}

type Props = Readonly<Record<string, unknown>>;

/** The props with one text in place; what is missing on the way is made. */
function withText(props: Props, [key = '', ...rest]: Path, text: string): Props {
  if (rest.length === 0) return { ...props, [key]: text };
  const below = props[key];
  if (rest[0] === '0') return { ...props, [key]: [rest.length === 1 ? text : withText({}, rest.slice(1), text)] };
  return { ...props, [key]: withText(typeof below === 'object' && below !== null ? (below as Props) : {}, rest, text) };
}

const cluster = Cluster.fromKubeconfig({
  context: 'c',
  nodePools: { gpu: { gpu: Gpu.L40S, gpusPerNode: 1, nodes: 2 }, cpu: { nodes: 1, runtimeClasses: ['gvisor'], podPidsLimit: 512 } },
});
const pool = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, gpu: Gpu.L40S, maxContextTokens: 4_096 };
const runtime = { cluster, framework: 'crewai', image: 'registry.example.com/agents:1' };
const password = SecretRef.existing('db', 'password');

interface Case {
  readonly name: string;
  readonly schema: z.ZodType;
  readonly props: Props;
  readonly build: (stack: TerraformStack, props: never) => unknown;
}

/** A fleet whose roles are served by a pool of its stack. */
function fleetOf(stack: TerraformStack, { roles, ...props }: Props): AgentFleet {
  const served = new InferencePool(stack, 'served', pool);
  const withPool = Object.entries(roles as Record<string, object>).map(([name, role]) => [name, { pool: served, ...role }]);
  return new AgentFleet(stack, 'p', { ...props, roles: Object.fromEntries(withPool) } as never);
}

const fleet = {
  cluster,
  topology: Topology.flat({ agents: ['key'] }),
  concurrentWorkflows: 2,
  roles: { key: { contextTokens: 1_000 } },
  runtime: { framework: 'crewai', image: 'registry.example.com/agents:1', port: 80 },
};

const CASES: readonly Case[] = [
  { name: 'InferencePool', schema: inferencePoolSchema, props: pool, build: (s, props) => new InferencePool(s, 'p', props) },
  {
    name: 'AgentRuntime',
    schema: agentRuntimeSchema,
    props: { ...runtime, port: 80 },
    build: (s, props) => new AgentRuntime(s, 'p', props),
  },
  { name: 'LiteLLMRouter', schema: litellmRouterSchema, props: { cluster }, build: (s, props) => new LiteLLMRouter(s, 'p', props) },
  { name: 'SessionStore', schema: sessionStoreSchema, props: { cluster }, build: (s, props) => new SessionStore(s, 'p', props) },
  { name: 'StateStore', schema: stateStoreSchema, props: { cluster }, build: (s, props) => new StateStore(s, 'p', props) },
  {
    name: 'VectorStore',
    schema: vectorStoreSchema,
    props: { cluster, dimensions: 768, vectors: 1_000 },
    build: (s, props) => new VectorStore(s, 'p', props),
  },
  {
    name: 'VectorStore.fromExisting',
    schema: existingVectorStoreSchema,
    props: { host: 'vectors', namespace: 'n' },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, services: [VectorStore.fromExisting(props)] } as never),
  },
  { name: 'FleetPlatform', schema: fleetPlatformSchema, props: { cluster }, build: (s, props) => new FleetPlatform(s, 'p', props) },
  {
    name: 'SessionStore.fromExisting',
    schema: existingSessionStoreSchema,
    props: { host: 'cache', namespace: 'n' },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, services: [SessionStore.fromExisting(props)] } as never),
  },
  {
    name: 'StateStore.fromExisting',
    schema: existingStateStoreSchema,
    props: { host: 'db', namespace: 'n', database: 'd', user: 'u', password },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, services: [StateStore.fromExisting(props)] } as never),
  },
  {
    name: 'TaskQueue.redisStream',
    schema: redisStreamQueueSchema,
    props: { cluster, store: SessionStore.fromExisting({ host: 'cache', namespace: 'n' }) },
    build: (s, props) =>
      new AgentRuntime(s, 'agents', { ...runtime, port: undefined, consumes: TaskQueue.redisStream(s, 'p', props) } as never),
  },
  {
    name: 'TaskQueue.rabbitMq',
    schema: rabbitMqQueueSchema,
    props: { cluster },
    build: (s, props) =>
      new AgentRuntime(s, 'agents', { ...runtime, port: undefined, consumes: TaskQueue.rabbitMq(s, 'p', props) } as never),
  },
  {
    name: 'TaskQueue.fromExisting, AMQP',
    schema: existingAmqpQueueSchema,
    props: { kind: 'amqp', name: 'q', host: 'mq', namespace: 'n', url: password },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, consumes: TaskQueue.fromExisting(props) } as never),
  },
  {
    name: 'TaskQueue.fromExisting, SQS',
    schema: existingSqsQueueSchema,
    props: { kind: 'sqs', name: 'q', url: 'https://sqs.eu-central-1.amazonaws.com/1/q', region: 'eu-central-1' },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, consumes: TaskQueue.fromExisting(props) } as never),
  },
  {
    name: 'McpServer',
    schema: mcpServerSchema,
    props: { cluster, image: 'registry.example.com/tools:1', port: 80 },
    build: (s, props) => new AgentRuntime(s, 'agents', { ...runtime, services: [new McpServer(s, 'p', props)] } as never),
  },
  {
    name: 'GpuService',
    schema: gpuServiceSchema,
    props: { cluster, image: 'registry.example.com/flux:1', port: 80, gpu: Gpu.L40S, memoryGiBPerGpu: 30 },
    build: (s, props) => new AgentRuntime(s, 'agents', { ...runtime, services: [new GpuService(s, 'p', props)] } as never),
  },
  {
    name: 'ToolSandbox',
    schema: toolSandboxSchema,
    props: { cluster, image: 'registry.example.com/tools:1', port: 80, runtimeClass: 'gvisor' },
    build: (s, props) => new AgentRuntime(s, 'agents', { ...runtime, services: [new ToolSandbox(s, 'p', props)] } as never),
  },
  {
    name: 'InternalService',
    schema: internalServiceSchema,
    props: { name: 'n', namespace: 'n', port: 80, env: { key: 'url' } },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, services: [new InternalService(props)] } as never),
  },
  {
    name: 'ExternalHost',
    schema: externalHostSchema,
    props: { name: 'n', host: 'n.example.com', env: { key: 'url' } },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, services: [new ExternalHost(props)] } as never),
  },
  {
    name: 'Cluster.fromKubeconfig',
    schema: kubeconfigSchema,
    props: { context: 'c', nodePools: { key: { nodes: 1 } } },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster: Cluster.fromKubeconfig(props) } as never),
  },
  {
    name: 'Cluster.fromToken',
    schema: tokenSchema,
    props: { host: 'https://api.example.com', tokenVariable: 't' },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster: Cluster.fromToken(props) } as never),
  },
  {
    name: 'Cluster.fromEnvironment',
    schema: environmentAccessSchema,
    props: { context: 'c' },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster: Cluster.fromEnvironment(props) } as never),
  },
  {
    name: 'Cluster.fromExec',
    schema: execAccessSchema,
    props: { host: 'https://api.example.com', exec: { command: 'aws', args: ['a'], env: { key: 'value' } } },
    build: (s, props) => new AgentRuntime(s, 'p', { ...runtime, cluster: Cluster.fromExec(props) } as never),
  },
  { name: 'AgentFleet', schema: agentFleetSchema, props: fleet, build: (s, props: Props) => fleetOf(s, props) },
  {
    name: 'ObservabilityStack',
    schema: observabilityStackSchema,
    props: { cluster },
    build: (s, props: Props) => new ObservabilityStack(s, 'observed', { ...props, fleets: [fleetOf(s, fleet)] } as never),
  },
];

/** Texts that no resource holds: they are shown in plans and messages. */
const SHOWN_ONLY = ['name', 'region'];

interface Synthesized {
  readonly live: ReadonlySet<string>;
  readonly texts: readonly string[];
}

/** What Terraform reads in a stack: all texts, and all that it would evaluate. Undefined where the props are refused with a code. */
function synthesized({ build }: Case, props: Props): Synthesized | undefined {
  const outdir = temporaryOutdir();
  try {
    const app = new App({ outdir });
    build(new TerraformStack(app, 's'), props as never);
    app.synth();
  } catch (error) {
    if (isFleetError(error) && error.problems.every(({ code }) => /^AF-[A-Z]+-\d{3}$/.test(code))) return undefined;
    throw error;
  }
  const { '//': _, ...json } = JSON.parse(fs.readFileSync(path.join(outdir, 'stacks/s/cdk.tf.json'), 'utf8')) as Props;
  const read = stringsOf(json).map((template) => readTemplate(template));
  return { live: new Set(read.flatMap(({ live }) => live)), texts: read.map(({ text }) => text) };
}

function stringsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => [key, ...stringsOf(inner)]);
}

const holds = (texts: readonly string[], text: string): boolean => {
  const inJson = JSON.stringify(text).slice(1, -1);
  return texts.some((found) => found.includes(text) || found.includes(inJson));
};

describe.each(CASES)('$name', (subject) => {
  const paths = textsIn(subject.schema);
  const baseline = synthesized(subject, subject.props);

  test('is made of the props that the texts are put into, and has texts', () => {
    expect(baseline).toBeDefined();
    expect(paths.length).toBeGreaterThan(0);
  });

  test('takes hostile text byte for byte, or refuses it with a code', () => {
    const wrong = paths.flatMap((at) => {
      const result = synthesized(subject, withText(subject.props, at, HOSTILE));
      if (result === undefined) return [];
      const evaluated = [...result.live].filter((live) => baseline?.live.has(live) !== true);
      const lost = !holds(result.texts, HOSTILE) && !SHOWN_ONLY.includes(at.join('.'));
      return evaluated.length > 0 || lost ? [{ prop: at.join('.'), evaluated, lost }] : [];
    });
    expect(wrong).toEqual([]);
  });
});

test('the props that take any text take this one', () => {
  const taken = (name: string, at: Path) => {
    const found = CASES.find((one) => one.name === name) as Case;
    return synthesized(found, withText(found.props, at, HOSTILE)) !== undefined;
  };
  expect(taken('InferencePool', ['env', 'key'])).toBe(true);
  expect(taken('AgentRuntime', ['env', 'key'])).toBe(true);
  expect(taken('AgentRuntime', ['args', '0'])).toBe(true);
  expect(taken('StateStore.fromExisting', ['database'])).toBe(true);
  expect(taken('Cluster.fromKubeconfig', ['context'])).toBe(true);
  expect(taken('Cluster.fromExec', ['exec', 'args', '0'])).toBe(true);
  expect(taken('AgentFleet', ['runtime', 'env', 'key'])).toBe(true);
  expect(taken('ObservabilityStack', ['dashboardFolder'])).toBe(true);
});
