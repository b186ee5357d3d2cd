/** Databases and queues open the network to the namespace of their operator: where a platform of the app installs it, and nowhere else. */
import * as path from 'node:path';
import { App, TerraformStack } from 'cdktf';
import {
  AgentFleet,
  Cluster,
  type Finding,
  FleetPlatform,
  type FleetPlatformProps,
  Gpu,
  InferencePool,
  Model,
  SessionStore,
  StateStore,
  TaskQueue,
  Topology,
} from 'cdktf-agent-fleet';
import { temporaryOutdir } from '../setup/temporary-outdir';
import { problemsIn } from '../support/problems-in';

interface Place {
  readonly stack: TerraformStack;
  readonly cluster: Cluster;
}

/** @param platformFirst the platform is made before what needs its operators */
function problems(platform: Partial<FleetPlatformProps>, make: (place: Place) => void, platformFirst = true): readonly Finding[] {
  const app = new App({ outdir: temporaryOutdir() });
  const cluster = Cluster.fromKubeconfig({ context: 'prod' });
  const install = () => new FleetPlatform(new TerraformStack(app, 'platform'), 'operators', { cluster, ...platform });
  if (platformFirst) install();
  make({ stack: new TerraformStack(app, 'research'), cluster });
  if (!platformFirst) install();
  return problemsIn(() => app.synth());
}

const stream =
  (props = {}) =>
  ({ stack, cluster }: Place) =>
    void TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'store', { cluster }), ...props });
const rabbit =
  (props = {}) =>
  ({ stack, cluster }: Place) =>
    void TaskQueue.rabbitMq(stack, 'tasks', { cluster, ...props });
const state =
  (props = {}) =>
  ({ stack, cluster }: Place) =>
    void new StateStore(stack, 'state', { cluster, ...props });
/** A fleet with a state store of its own. */
function fleet({ stack, cluster }: Place): void {
  const pool = new InferencePool(stack, 'workers', { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192 });
  new AgentFleet(stack, 'crew', {
    cluster,
    topology: Topology.flat({ agents: ['writer'] }),
    concurrentWorkflows: 2,
    roles: { writer: { pool, contextTokens: 4_000 } },
    runtime: { framework: 'custom', image: 'registry.example.com/agents:1.0' },
    sessionStore: false,
  });
}

const RABBITMQ = { rabbitmqOperator: { manifest: path.join(__dirname, '../support/cluster-operator.yml') } };

test.each<[string, Partial<FleetPlatformProps>, (place: Place) => void, object]>([
  ['a stream', { keda: { namespace: 'scalers' } }, stream(), { path: 'research/tasks', prop: 'kedaNamespace', value: 'keda' }],
  ['a stream that names another', {}, stream({ kedaNamespace: 'scalers' }), { prop: 'kedaNamespace', value: 'scalers' }],
  ['a broker', { ...RABBITMQ, keda: { namespace: 'scalers' } }, rabbit(), { path: 'research/tasks', prop: 'kedaNamespace' }],
  ['a broker and its own operator', RABBITMQ, rabbit({ operatorNamespace: 'mq' }), { prop: 'operatorNamespace', value: 'mq' }],
  ['a database', { postgresOperator: { namespace: 'pg' } }, state(), { path: 'research/state', prop: 'operatorNamespace' }],
  ['the database of a fleet', { postgresOperator: { namespace: 'pg' } }, fleet, { prop: 'operatorNamespace', value: 'cnpg-system' }],
])('%s whose operator runs elsewhere is refused', (_, platform, make, problem) => {
  for (const first of [true, false])
    expect(problems(platform, make, first)).toEqual([expect.objectContaining({ code: 'AF-PLT-012', ...problem })]);
});

test.each<[string, Partial<FleetPlatformProps>, (place: Place) => void]>([
  ['the usual namespaces', RABBITMQ, rabbit()],
  ['the same namespace of both', { keda: { namespace: 'scalers' } }, stream({ kedaNamespace: 'scalers' })],
  ['an operator that was there before, wherever it runs', { postgresOperator: 'existing' }, state({ operatorNamespace: 'pg' })],
])('%s are accepted', (_, platform, make) => {
  expect(problems(platform, make)).toEqual([]);
});

test('the platform of another cluster says nothing', () => {
  const elsewhere = ({ stack }: Place) => void new StateStore(stack, 'state', { cluster: Cluster.fromKubeconfig({ context: 'other' }) });
  expect(problems({ postgresOperator: { namespace: 'pg' } }, elsewhere)).toEqual([]);
});
