/** Pools that sleep: what wakes them, what keeps them awake, what the plan says of them, and who may not. */
import { AgentFleet, Scaling, type ScalingPolicy, SecretRef, SessionStore, TaskQueue, Topology } from 'cdktf-agent-fleet';
import type { ITaskQueue } from '../../lib/queues/contract';
import type { FleetTemplate } from '../../lib/testing';
import { findings, manifest, pool, problemsOf, refusal, research, type Setting } from '../setup/research-stack';

interface Trigger {
  readonly type: string;
  readonly name: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly authenticationRef?: { readonly name: string };
}

interface ScaledObject {
  readonly spec: {
    readonly minReplicaCount: number;
    readonly pollingInterval: number;
    readonly cooldownPeriod: number;
    readonly initialCooldownPeriod?: number;
    readonly fallback: object;
    readonly triggers: readonly Trigger[];
  };
}

const jobs = (name = 'jobs') =>
  TaskQueue.fromExisting({ kind: 'amqp', name, host: 'mq.example.com', cidr: '10.0.0.0/24', url: SecretRef.existing('mq', 'url') });
const SCHEDULE = { timeZone: 'UTC', windows: { office: { from: '08:00', to: '18:00', replicas: 2 } } };

function fleetOn(scaling: ScalingPolicy, latency?: 'chat' | 'background', asking: { services?: ITaskQueue[]; runtime?: object } = {}) {
  return (setting: Setting): void => {
    const workers = pool(setting, 'workers', { scaling });
    new AgentFleet(setting.stack, 'crew', {
      cluster: setting.cluster,
      topology: Topology.flat({ agents: ['reader'] }),
      concurrentWorkflows: 4,
      roles: { reader: { pool: workers, contextTokens: 4_000, ...(latency === undefined ? {} : { latency }) } },
      runtime: { framework: 'openai-agents', image: 'registry.example.com/agents:1.0.0', ...asking.runtime },
      services: asking.services ?? [jobs()],
      sessionStore: false,
      stateStore: false,
    });
  };
}

const asleep = (scaling: ScalingPolicy): FleetTemplate => research((setting) => void pool(setting, 'workers', { scaling }));
const objectOf = (scaling: ScalingPolicy) => manifest<ScaledObject>(asleep(scaling), 'ScaledObject', 'workers').spec;
const codesOf = (build: (setting: Setting) => void) => refusal(build).problems.map(({ code, prop }) => `${code} ${prop}`);
const SELECTOR = '{namespace="research",pod=~"workers-[bcdfghjklmnpqrstvwxz2456789]{1,10}-[bcdfghjklmnpqrstvwxz2456789]{5}"}';

describe('a pool on a queue of tasks', () => {
  const batch = Scaling.batch({ queue: jobs(), max: 4, tasksPerReplica: 3 });

  test('has no replica without tasks, and as many as the tasks ask for', () => {
    const spec = objectOf(batch);
    expect(spec).toMatchObject({ minReplicaCount: 0, maxReplicaCount: 4, pollingInterval: 30 });
    expect(spec.triggers[0]).toEqual({
      type: 'rabbitmq',
      name: 'tasks',
      metricType: 'AverageValue',
      metadata: { protocol: 'amqp', queueName: 'jobs', mode: 'QueueLength', value: '3' },
      authenticationRef: { name: 'workers' },
    });
    expect(manifest(asleep(batch), 'TriggerAuthentication', 'workers')).toMatchObject({
      spec: { secretTargetRef: [{ parameter: 'host', name: 'mq', key: 'url' }] },
    });
  });

  test('stays awake while a request runs or waits, and says so with a number when there are no pods', () => {
    expect(objectOf(batch).triggers[1]).toMatchObject({
      name: 'busy',
      metadata: {
        query: `clamp_max((sum(vllm:num_requests_running${SELECTOR}) or vector(0)) + (sum(vllm:num_requests_waiting${SELECTOR}) or vector(0)), 1)`,
        threshold: '1',
      },
    });
  });

  test('stays awake for as long as a start may take, and never wakes because Prometheus is silent', () => {
    const spec = objectOf(batch);
    expect([spec.cooldownPeriod, spec.initialCooldownPeriod]).toEqual([1_800, 1_800]);
    expect(spec.fallback).toEqual({ failureThreshold: 3, replicas: 0, behavior: 'currentReplicasIfHigher' });
  });

  test('costs nothing while it sleeps, and the plan says what becomes of requests', () => {
    const { pools } = asleep(batch).plan();
    expect(pools[0]).toMatchObject({
      replicas: { min: 0, max: 4 },
      costPerHour: { floor: 0 },
      sleep: {
        wakesOn: ['tasks of queue jobs'],
        meanwhile: 'tasks wait in queue jobs; requests are held by the router, refused, or answered by another alias, as it says',
      },
    });
  });

  test('with a floor never sleeps', () => {
    const kept = Scaling.batch({ queue: jobs(), max: 4, min: 1 });
    expect(objectOf(kept)).toMatchObject({ minReplicaCount: 1, cooldownPeriod: 300 });
    expect(objectOf(kept).triggers.map(({ name }) => name)).toEqual(['tasks']);
    expect(asleep(kept).plan().pools[0]).not.toHaveProperty('sleep');
  });

  test('is woken by a stream of this library, too', () => {
    const template = research((setting) => {
      const { stack, cluster } = setting;
      const queue = TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'held', { cluster }) });
      pool(setting, 'workers', { scaling: Scaling.batch({ queue, max: 2 }) });
    });
    const [tasks] = manifest<ScaledObject>(template, 'ScaledObject', 'workers').spec.triggers;
    expect(tasks).toMatchObject({ type: 'redis-streams', metadata: { stream: 'tasks', streamLength: '5' } });
  });
});

describe('a pool that sleeps by the clock', () => {
  const clocked = Scaling.queueDepth({ min: 0, max: 4, schedule: SCHEDULE });

  test('is woken by its windows, and its own series may be silent meanwhile', () => {
    const { triggers } = objectOf(clocked);
    expect(triggers.map(({ name }) => name)).toEqual(['waiting-requests', 'busy', 'window-office']);
    expect(triggers[0]?.metadata['query']).toBe(`(sum(vllm:num_requests_waiting${SELECTOR}) or vector(0))`);
    expect(asleep(clocked).plan().pools[0]?.sleep).toEqual({
      wakesOn: ['window office (UTC)'],
      meanwhile: 'until the next window requests are held by the router, refused, or answered by another alias, as it says',
    });
  });
});

describe('refused is a pool that sleeps', () => {
  test.each<[string, (setting: Setting) => void, string]>([
    ['and whose signals die with it', fleetOn(Scaling.queueDepth({ min: 0, max: 4 })), 'AF-ELA-005 scaling.min'],
    [
      'and whose first tokens die with it',
      fleetOn(Scaling.any({ min: 0, max: 4, signals: ['latency'], ttftSeconds: 2 })),
      'AF-ELA-005 scaling.min',
    ],
    ['while a user waits for its tasks', fleetOn(Scaling.batch({ queue: jobs(), max: 4 }), 'chat'), 'AF-ELA-004 scaling.min'],
    [
      'while a user waits outside of hours',
      fleetOn(Scaling.queueDepth({ min: 0, max: 4, schedule: SCHEDULE }), 'chat'),
      'AF-ELA-004 scaling.min',
    ],
  ])('%s', (_, build, problem) => {
    expect(codesOf(build)).toContain(problem);
  });

  test('whose queue has its password in another namespace, where KEDA cannot read it', () => {
    const apart = (setting: Setting): void => {
      const { stack, cluster } = setting;
      const queue = TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'held', { cluster }) });
      pool(setting, 'workers', { scaling: Scaling.batch({ queue, max: 2 }), namespace: 'models' });
    };
    expect(codesOf(apart)).toContain('AF-SPEC-013 scaling.queue.password');
  });

  test('by no means one of background roles', () => {
    const found = findings(fleetOn(Scaling.batch({ queue: jobs(), max: 4 }), 'background'));
    expect(found.filter(({ code }) => code.startsWith('AF-ELA'))).toEqual([]);
  });

  test('a cool-down shorter than a start is a warning', () => {
    const found = findings(fleetOn(Scaling.batch({ queue: jobs(), max: 4, cooldownSeconds: 1_799 })));
    expect(found).toContainEqual(expect.objectContaining({ code: 'AF-ELA-027', prop: 'scaling.cooldownSeconds', value: 1_799 }));
  });

  test.each([[{}], [{ queue: 'jobs', max: 2 }], [{ queue: null, max: 2 }], [{ queue: { kind: 'task-queue' }, max: 2 }]])(
    '%j is no batch policy',
    (props) => {
      expect(() => Scaling.batch(props as never)).toThrow('Scaling.batch');
    },
  );
});

describe('AF-ELA-038: who asks a pool that the tasks of a queue wake', () => {
  const batch = () => Scaling.batch({ queue: jobs(), max: 4 });
  const told = (build: (setting: Setting) => void) => problemsOf(build).filter(({ code }) => code === 'AF-ELA-038');
  const others = () => {
    const queue = jobs();
    queue.consumedBy({ path: 'research/others', taskTime: () => null, tasksAtOnce: () => null });
    return Scaling.batch({ queue, max: 4 });
  };

  test.each<[string, (setting: Setting) => void]>([
    ['no queue', fleetOn(batch(), 'background', { services: [] })],
    ['another queue', fleetOn(batch(), 'background', { services: [jobs('letters')] })],
    ['tasks of another queue', fleetOn(batch(), 'background', { services: [], runtime: { consumes: jobs('letters') } })],
    ['a port, where nobody works on the queue', fleetOn(batch(), 'background', { services: [], runtime: { port: 8_080 } })],
  ])('is refused with %s', (_, build) => {
    expect(told(build)).toEqual([
      expect.objectContaining({ severity: 'error', path: 'research/crew', prop: 'roles.reader.pool', value: 'workers' }),
    ]);
  });

  test('is told which of its queues would wake it', () => {
    const [found] = told(fleetOn(batch(), 'background', { services: [jobs('letters')] }));
    expect(found?.repairs).toContain('scaling of workers: Scaling.batch({ queue: letters, … })');
  });

  test('is warned where its callers may be those who take the tasks', () => {
    expect(told(fleetOn(others(), 'background', { services: [], runtime: { port: 8_080 } }))).toEqual([
      expect.objectContaining({ severity: 'warning' }),
    ]);
  });

  test.each<[string, (setting: Setting) => void]>([
    ['puts tasks into it', fleetOn(batch(), 'background')],
    ['takes its tasks', fleetOn(batch(), 'background', { services: [], runtime: { consumes: jobs() } })],
    ['asks a pool that never sleeps', fleetOn(Scaling.batch({ queue: jobs(), max: 4, min: 1 }), 'background', { services: [] })],
    ['asks one that the clock wakes', fleetOn(Scaling.queueDepth({ min: 0, max: 4, schedule: SCHEDULE }), 'background', { services: [] })],
  ])('is accepted where it %s', (_, build) => {
    expect(told(build)).toEqual([]);
  });
});
