/** Documents that are read at night: tasks wait in a queue, workers and their pool come when there are some, and go when there are none. */
import { type App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  AgentRuntime,
  Cluster,
  Gpu,
  InferencePool,
  Model,
  SecretRef,
  SessionStore,
  TaskQueue,
  Topology,
} from 'cdktf-agent-fleet';

const cluster = () => Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 3 } } });

export function batch(app: App): void {
  const stack = new TerraformStack(app, 'batch');
  const at = { cluster: cluster() };
  const pool = new InferencePool(stack, 'reader-model', { ...at, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 16_384 });

  const queue = TaskQueue.redisStream(stack, 'documents', { ...at, store: new SessionStore(stack, 'queue', { ...at, memoryGiB: 1 }) });

  new AgentFleet(stack, 'readers', {
    ...at,
    topology: Topology.pipeline({ stages: ['reader', 'writer'] }),
    concurrentWorkflows: 12,
    roles: {
      reader: { pool, contextTokens: 12_000, latency: 'background', request: { outputTokens: 800 } },
      writer: { pool, contextTokens: 6_000, latency: 'background', request: { outputTokens: 1_500 } },
    },
    runtime: { framework: 'crewai', image: 'registry.example.com/readers:2.1.0', consumes: queue, workers: { tasksPerWorker: 4 } },
    sessionStore: false,
    stateStore: false,
  });
  // Who asks: it puts tasks into the queue, hands out their keys, and is asked for results by key.
  new AgentRuntime(stack, 'front', {
    ...at,
    framework: 'custom',
    image: 'registry.example.com/front:1.0.0',
    port: 8080,
    callers: ['ingress'],
    services: [queue],
  });
}

export function onRabbitMq(app: App): void {
  const stack = new TerraformStack(app, 'reports');
  const at = { cluster: cluster() };
  const queue = TaskQueue.rabbitMq(stack, 'reports', {
    ...at,
    celery: true,
    visibilitySeconds: 900,
    maxLength: 2_000,
    maxTaskBytes: 65_536,
  });
  new AgentRuntime(stack, 'celery', {
    ...at,
    framework: 'custom',
    image: 'registry.example.com/reports:4.0.0',
    args: ['celery', '-A', 'reports', 'worker', '--concurrency', '2', '--without-mingle', '--without-gossip'],
    consumes: queue,
    workers: { max: 10, tasksPerWorker: 2 },
  });
  new AgentRuntime(stack, 'front', {
    ...at,
    framework: 'custom',
    image: 'registry.example.com/front:4.0.0',
    port: 8080,
    callers: ['ingress'],
    services: [queue],
  });
}

export function onSqs(app: App): void {
  const stack = new TerraformStack(app, 'imports');
  const queue = TaskQueue.fromExisting({
    kind: 'sqs',
    name: 'imports',
    url: 'https://sqs.eu-central-1.amazonaws.com/111122223333/imports',
    region: 'eu-central-1',
    deadLetters: 'imports-dead',
  });
  new AgentRuntime(stack, 'importer', {
    cluster: cluster(),
    framework: 'custom',
    image: 'registry.example.com/importer:1.3.0',
    consumes: queue,
    workers: { max: 8 },
    env: { RESULTS_KEY: SecretRef.existing('results', 'key') },
  });
}
