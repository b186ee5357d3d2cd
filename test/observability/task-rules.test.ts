/** Alerts on the tasks of fleets: what they are held against, and what serves their series. `npm run e2e -- --only alerts` tells their stories to a real Prometheus. */
import {
  AgentFleet,
  Cluster,
  Gpu,
  InferencePool,
  type ITaskQueue,
  Model,
  ObservabilityStack,
  SecretRef,
  SessionStore,
  TaskQueue,
  Topology,
} from '../../lib';
import { TerraformStack, Testing } from '../../lib/terraform/engine';
import { FleetTemplate } from '../../lib/testing/fleet-template';

type MakeQueue = (stack: TerraformStack, cluster: Cluster) => ITaskQueue;

const redis: MakeQueue = (stack, cluster) =>
  TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'store', { cluster }), maxLength: 200 });
const rabbitMq: MakeQueue = (stack, cluster) => TaskQueue.rabbitMq(stack, 'tasks', { cluster, maxLength: 200 });
const existing: MakeQueue = () =>
  TaskQueue.fromExisting({
    kind: 'amqp',
    name: 'tasks',
    host: 'mq.example.com',
    cidr: '10.0.0.0/24',
    url: SecretRef.existing('mq', 'url'),
    deadLetters: 'tasks.dead',
  });

/** The alerts of a watched fleet by name, and its objects. */
function watched(make: MakeQueue) {
  const app = Testing.app();
  const cluster = Cluster.fromKubeconfig({ context: 'prod-eu', nodePools: { l40s: { gpu: Gpu.L40S, nodes: 2 }, cpu: { nodes: 2 } } });
  const stack = new TerraformStack(app, 'batch');
  const queue = make(stack, cluster);
  const pool = new InferencePool(stack, 'model', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  const fleet = new AgentFleet(stack, 'batch', {
    cluster,
    topology: Topology.flat({ agents: ['reader'] }),
    concurrentWorkflows: 4,
    roles: { reader: { pool, contextTokens: 4_000 } },
    runtime: { framework: 'custom', image: 'registry.example.com/readers:1.0.0', consumes: queue },
    sessionStore: false,
    stateStore: false,
  });
  const observability = new ObservabilityStack(stack, 'observability', { cluster, fleets: [fleet] });
  const objects = FleetTemplate.synth(app, 'batch').manifests();
  const all = observability.ruleGroups();
  const rules = all.find(({ name }) => name === 'batch-agents-tasks')?.rules ?? [];
  const alerts = new Map(rules.flatMap((rule) => ('alert' in rule ? [[`${rule.alert} ${rule.labels.severity}`, rule.expr] as const] : [])));
  return { alerts, objects, groups: all.map(({ name }) => name) };
}

test('a queue is nearly full by the bound that it is declared with', () => {
  for (const make of [redis, rabbitMq]) {
    const { alerts } = watched(make);
    expect(alerts.get('AgentFleetTasksFull warning')).toMatch(/ > 160$/);
    expect(alerts.get('AgentFleetTasksFull critical')).toMatch(/ > 190$/);
    expect(alerts.get('AgentFleetTasksGrowing warning')).toContain(' > 200 and ');
  }
});

test('dead letters of RabbitMQ are counted by its servers, which are scraped', () => {
  const { alerts, objects } = watched(rabbitMq);
  expect([...alerts.keys()]).toContain('AgentFleetDeadLetters warning');
  const monitor = objects.find(({ kind, metadata }) => kind === 'PodMonitor' && metadata.name === 'tasks');
  expect(monitor?.['spec']).toMatchObject({
    selector: { matchLabels: { 'app.kubernetes.io/name': 'tasks', 'app.kubernetes.io/component': 'rabbitmq' } },
    podMetricsEndpoints: [{ port: 'prometheus', path: '/metrics/per-object' }],
  });
});

test('dead letters of a stream are counted by its store, which is scraped and has alerts of its own', () => {
  const { alerts, objects, groups } = watched(redis);
  expect([...alerts.keys()]).toContain('AgentFleetDeadLetters warning');
  const monitor = objects.find(({ kind, metadata }) => kind === 'PodMonitor' && metadata.name === 'store');
  expect(monitor?.['spec']).toMatchObject({ podMetricsEndpoints: [{ port: 'metrics', path: '/metrics' }] });
  expect(groups).toContain('store-store');
  const set = objects.find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'store');
  expect(JSON.stringify(set)).toContain('"db0=tasks,db0={tasks}:dead"');
});

test('a stream of a store that exists has no series of dead letters, so no alert that would stay silent', () => {
  const store = SessionStore.fromExisting({ host: 'redis.example.com', cidr: '10.0.0.0/24' });
  const { alerts, objects } = watched((stack, cluster) => TaskQueue.redisStream(stack, 'tasks', { cluster, store }));
  expect([...alerts.keys()].some((name) => name.includes('DeadLetters'))).toBe(false);
  expect(objects.some(({ kind, metadata }) => kind === 'PodMonitor' && metadata.name === 'tasks')).toBe(false);
});

test('an existing queue has no bound that is known: only whether somebody works on it is watched', () => {
  expect([...watched(existing).alerts.keys()]).toEqual(['AgentFleetTasksNotWorkedOn critical']);
});
