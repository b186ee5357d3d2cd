/**
 * A fleet for the drills of elasticity: a pool with its floor on nodes that stay and its burst on spot, one that grows by tokens, one by the clock, a batch beside a pool for users
 * on the same nodes, and two that sleep until there are tasks in a Redis stream and in RabbitMQ. Windows are short enough to be waited for; the servers listen on this machine.
 */
import { App, TerraformStack } from 'cdktf';
import { Cluster, Gpu, InferencePool, Model, PodPriority, Scaling, SecretRef, SessionStore, TaskQueue } from 'cdktf-agent-fleet';

const portOf = (name: string): number => Number(process.env[name] ?? 0);

const app = new App();
const cluster = Cluster.fromKubeconfig({
  context: 'e2e',
  nodePools: {
    steady: { gpu: Gpu.A100_80GB_PCIE, nodes: 3, labels: { 'e2e/purchase': 'on-demand' } },
    spot: { gpu: Gpu.A100_80GB_PCIE, nodes: 3, purchase: 'spot', labels: { 'e2e/purchase': 'spot' } },
    batch: { gpu: Gpu.L40S, nodes: 6 },
    tokens: { gpu: Gpu.H100_PCIE, nodes: 2 },
    shared: { gpu: Gpu.L40, nodes: 4 },
    clock: { gpu: Gpu.L4, nodes: 2 },
    cpu: { nodes: 2 },
  },
});
const stack = new TerraformStack(app, 'elasticity');
const model = { cluster, model: Model.LLAMA_3_1_8B_INSTRUCT, maxContextTokens: 8_192 };
const soon = { pollingIntervalSeconds: 5, scaleOutWindowSeconds: 0, scaleInWindowSeconds: 15, cooldownSeconds: 15 };

new InferencePool(stack, 'assistant', {
  ...model,
  gpu: Gpu.A100_80GB_PCIE,
  nodePool: 'steady',
  burstNodePools: ['spot'],
  scaling: Scaling.queueDepth({ ...soon, min: 2, max: 5, scaleOutWindowSeconds: 15 }),
});
new InferencePool(stack, 'writer', {
  ...model,
  gpu: Gpu.H100_PCIE,
  scaling: Scaling.tokens({ ...soon, min: 1, max: 2, promptTokens: 500, prefillTokensPerSecond: 1_000, backlogSeconds: 1 }),
});

const [from = '08:00', to = '11:00'] = (process.env['E2E_WINDOW'] ?? '').split(' ').filter((time) => time !== '');
// The queue that all engines are given is no matter of its own: it goes by the clock alone.
new InferencePool(stack, 'mornings', {
  ...model,
  gpu: Gpu.L4,
  scaling: Scaling.queueDepth({
    ...soon,
    min: 1,
    max: 2,
    waitingPerReplica: 1_000,
    schedule: { timeZone: 'UTC', windows: { morning: { from, to, replicas: 2 } } },
  }),
});

// Four nodes for four pods, of which three can wait.
new InferencePool(stack, 'answers', { ...model, gpu: Gpu.L40 });
new InferencePool(stack, 'digests', { ...model, gpu: Gpu.L40, replicas: 3, podPriority: PodPriority.BACKGROUND });

const store = SessionStore.fromExisting({ host: 'localhost', port: portOf('E2E_REDIS_PORT'), tls: false, cidr: '192.0.2.0/24' });
const stream = TaskQueue.redisStream(stack, 'documents', { cluster, store });
const amqp = TaskQueue.fromExisting({
  kind: 'amqp',
  name: 'tasks',
  host: 'localhost',
  port: portOf('E2E_AMQP_PORT'),
  tls: false,
  url: SecretRef.existing('broker', 'url'),
  managementUrl: SecretRef.existing('broker', 'api'),
  cidr: '192.0.2.0/24',
});
for (const [name, queue] of [
  ['stream-readers', stream],
  ['amqp-readers', amqp],
] as const)
  new InferencePool(stack, name, { ...model, gpu: Gpu.L40S, scaling: Scaling.batch({ ...soon, queue, max: 3, tasksPerReplica: 4 }) });
app.synth();
