/** A queue on a stream: its keeper, what its clients are told, who may reach it, and how its workers are scaled. */
import { AgentFleet } from '../../lib/agents/agent-fleet';
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import type { FleetRuntimeProps } from '../../lib/agents/agent-runtime-props';
import { Topology } from '../../lib/capacity/demand/topology';
import { SecretRef } from '../../lib/core/secret-ref';
import type { ITaskQueue } from '../../lib/queues/contract';
import type { RedisStreamQueueProps } from '../../lib/queues/redis-stream/redis-stream-props';
import { TaskQueue } from '../../lib/queues/task-queue';
import { SessionStore } from '../../lib/stores/session-store';
import { StoreTls } from '../../lib/stores/store-tls';
import {
  expectRestricted,
  findings,
  manifest,
  OFF_GPU_NODES,
  pool,
  problemsOf,
  refusal,
  research,
  type Setting,
  type WithPod,
} from '../setup/research-stack';

type Loose = Partial<RedisStreamQueueProps>;

function stream({ stack, cluster }: Setting, props: Loose = {}): ITaskQueue {
  return TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'queue', { cluster }), ...props });
}

/** A fleet whose tasks take a known time: one request of one role. */
function fleet(setting: Setting, queue: ITaskQueue, { runtime, ...more }: { runtime?: Partial<FleetRuntimeProps>; roles?: object } = {}) {
  return new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents: ['researcher'] }),
    concurrentWorkflows: 4,
    peakWorkflows: 12,
    roles: {
      researcher: {
        pool: pool(setting, 'workers'),
        contextTokens: 4_000,
        latency: 'background',
        request: { outputTokens: 500 },
        ...more.roles,
      },
    },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0', consumes: queue, ...runtime },
  });
}

interface Env {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: object };
}

const envOf = (template: Parameters<typeof manifest>[0], name: string): Map<string, unknown> => {
  const [container] = manifest<WithPod>(template, 'Deployment', name).spec.template.spec.containers;
  return new Map(((container?.env ?? []) as readonly Env[]).map((one) => [one.name, one.value ?? one.valueFrom?.secretKeyRef]));
};

describe('a queue on a stream, and a fleet that works on it', () => {
  const template = research((setting) => void fleet(setting, stream(setting, { maxAttempts: 5 })));
  const plan = template.plan().queues?.[0];

  test('has a keeper: one restricted pod off GPU nodes that runs the script', () => {
    const { spec } = manifest<WithPod>(template, 'Deployment', 'tasks');
    expectRestricted(spec.template.spec);
    expect(spec.replicas).toBe(1);
    expect(spec.template.spec.affinity).toEqual(OFF_GPU_NODES);
    expect(Object.keys(manifest<{ data: object }>(template, 'ConfigMap', 'tasks').data)).toEqual(['keep.lua']);
    expect(Object.fromEntries(envOf(template, 'tasks'))).toMatchObject({
      STORE_HOST: 'queue.research.svc.cluster.local',
      STREAM: 'tasks',
      DEAD_LETTERS: '{tasks}:dead',
      GROUP: 'workers',
      MAX_ATTEMPTS: '5',
      STORE_USER: '--user client-tasks',
      REDISCLI_AUTH: { name: 'queue-client-tasks', key: 'password' },
    });
  });

  test('tells its workers where it is and what its rules are', () => {
    const env = envOf(template, 'crew-agents');
    expect(Object.fromEntries([...env].filter(([name]) => name.startsWith('TASK_QUEUE_')))).toEqual({
      TASK_QUEUE_KIND: 'redis-streams',
      TASK_QUEUE_HOST: 'queue.research.svc.cluster.local',
      TASK_QUEUE_PORT: '6379',
      TASK_QUEUE_USERNAME: 'client-crew-agents',
      TASK_QUEUE_PASSWORD: { name: 'queue-client-crew-agents', key: 'password', optional: false },
      TASK_QUEUE_URL: 'redis://client-crew-agents:$(TASK_QUEUE_PASSWORD)@queue.research.svc.cluster.local:6379/0',
      TASK_QUEUE_NAME: 'tasks',
      TASK_QUEUE_GROUP: 'workers',
      TASK_QUEUE_DEAD_LETTERS: '{tasks}:dead',
      TASK_QUEUE_VISIBILITY_SECONDS: String(plan?.visibilitySeconds),
      TASK_QUEUE_MAX_ATTEMPTS: '5',
      TASK_QUEUE_MAX_LENGTH: String(plan?.maxLength),
    });
    const names = [...env.keys()];
    expect(names.indexOf('TASK_QUEUE_PASSWORD')).toBeLessThan(names.indexOf('TASK_QUEUE_URL'));
  });

  test('gives a task away only after its longest time and that of a request, and holds what the pools finish within an hour', () => {
    const { taskSeconds, requestSeconds, visibilitySeconds = 0, maxLength = 0 } = plan ?? {};
    expect(taskSeconds?.likely).toBeGreaterThan(0);
    const { likely, high } = taskSeconds as { likely: number; high: number };
    expect(high).toBeLessThan(150);
    expect(visibilitySeconds).toBe(Math.ceil((high + (requestSeconds ?? Number.NaN)) / 60) * 60);
    expect(maxLength / ((12 * 3_600) / likely)).toBeCloseTo(1, 1);
    expect(plan).toMatchObject({ kind: 'redis-streams', maxAttempts: 5, consumers: ['research/crew/crew-agents'] });
    expect(envOf(template, 'tasks').get('VISIBILITY_SECONDS')).toBe(String(visibilitySeconds));
  });

  test('scales its workers from nothing to the workflows of the peak, on the tasks that wait or are worked on', () => {
    expect(manifest<WithPod>(template, 'Deployment', 'crew-agents').spec.replicas).toBeUndefined();
    expect(manifest<{ spec: object }>(template, 'ScaledObject', 'crew-agents').spec).toMatchObject({
      scaleTargetRef: { kind: 'Deployment', name: 'crew-agents' },
      minReplicaCount: 0,
      maxReplicaCount: 12,
      pollingInterval: 30,
      cooldownPeriod: 300,
      triggers: [
        {
          type: 'redis-streams',
          metadata: { address: 'queue.research.svc.cluster.local:6379', stream: 'tasks', streamLength: '1', username: 'client-tasks' },
          authenticationRef: { name: 'crew-agents' },
        },
      ],
    });
    expect(manifest<{ spec: object }>(template, 'TriggerAuthentication', 'crew-agents').spec).toEqual({
      secretTargetRef: [{ parameter: 'password', name: 'queue-client-tasks', key: 'password' }],
    });
  });

  test('is reached by its workers, its keeper, KEDA and Prometheus, and by nobody else', () => {
    const policies = template
      .manifests()
      .filter(({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('queue-from-'))
      .map(({ metadata }) => metadata.name);
    expect(policies.sort()).toEqual([
      'queue-from-keda-6379',
      'queue-from-monitoring-9121',
      'queue-from-research-crew-agents',
      'queue-from-research-tasks',
    ]);
  });
});

test('a store with TLS is checked by its workers, its keeper and KEDA', () => {
  const template = research((setting) => {
    const store = new SessionStore(setting.stack, 'kept', { cluster: setting.cluster, tls: StoreTls.secret({ name: 'queue-tls' }) });
    void fleet(setting, stream(setting, { store }));
  });
  const file = '/etc/agent-fleet/trust/secret-queue-tls/ca.crt';
  expect(envOf(template, 'tasks').get('TLS')).toBe(`--tls --cacert ${file}`);
  expect(envOf(template, 'crew-agents').get('TASK_QUEUE_SSL_CA_CERTS')).toBe(file);
  expect(envOf(template, 'crew-agents').get('TASK_QUEUE_URL')).toBe(
    `rediss://client-crew-agents:$(TASK_QUEUE_PASSWORD)@kept.research.svc.cluster.local:6379/0?ssl_cert_reqs=required&ssl_ca_certs=${file}`,
  );
  const plain = 'rediss://client-crew-agents:$(TASK_QUEUE_PASSWORD)@kept.research.svc.cluster.local:6379/0';
  expect(envOf(template, 'crew-agents').get('TASK_QUEUE_PLAIN_URL')).toBe(plain);
  expect(JSON.stringify(manifest(template, 'ScaledObject', 'crew-agents'))).toContain('"enableTLS":"true"');
  expect(manifest<{ spec: object }>(template, 'TriggerAuthentication', 'crew-agents').spec).toMatchObject({
    secretTargetRef: [{ parameter: 'password' }, { parameter: 'ca', name: 'queue-tls', key: 'ca.crt' }],
  });
});

describe('what follows from its workers', () => {
  const queueOf = (make: (setting: Setting) => unknown) => research((setting) => void make(setting)).plan().queues?.[0];

  test('the defaults hold where no fleet works on it', () => {
    expect(queueOf((setting) => stream(setting))).toMatchObject({
      visibilitySeconds: 1_800,
      maxLength: 10_000,
      taskSeconds: null,
      consumers: [],
    });
  });

  test('a fleet whose requests are not known leaves the time and the bound unknown', () => {
    const known = queueOf((setting) => fleet(setting, stream(setting), { roles: { request: undefined } }));
    expect(known).toMatchObject({ maxLength: 10_000, taskSeconds: null });
    expect(known?.visibilitySeconds).toBe(Math.max(1_800, Math.ceil((2 * (known?.requestSeconds ?? Number.NaN)) / 60) * 60));
  });

  test('a task of many minutes is given away after twice its longest time, in whole minutes', () => {
    const slow = queueOf((setting) =>
      fleet(setting, stream(setting), {
        roles: {
          request: { inputTokens: 7_000, outputTokens: 500 },
          growth: { baseTokens: 500, turns: 70, tokensPerTurn: 100 },
          contextTokens: undefined,
        },
      }),
    );
    const { visibilitySeconds = 0, taskSeconds } = slow ?? {};
    expect(visibilitySeconds % 60).toBe(0);
    expect(visibilitySeconds).toBeGreaterThanOrEqual(2 * (taskSeconds?.high ?? Number.POSITIVE_INFINITY));
    expect(visibilitySeconds - 2 * (taskSeconds?.high ?? 0)).toBeLessThan(70);
  });

  test('a role of many turns takes as many times as long', () => {
    const growth = { baseTokens: 1_000, turns: 4, tokensPerTurn: 500 };
    const [one, four] = [{}, { growth, contextTokens: undefined }].map((roles) =>
      queueOf((setting) => fleet(setting, stream(setting), { roles: { request: { inputTokens: 2_000, outputTokens: 500 }, ...roles } })),
    );
    expect((four?.taskSeconds?.likely ?? 0) / (one?.taskSeconds?.likely ?? 1)).toBeCloseTo(4, 1);
  });

  test('AF-CPU-014: a time that is shorter than the task is refused', () => {
    const { problems } = refusal(
      (setting) =>
        void fleet(setting, stream(setting, { visibilitySeconds: 10 }), {
          roles: { request: { inputTokens: 1_000, outputTokens: 3_000 } },
        }),
    );
    expect(problems).toEqual([
      expect.objectContaining({ code: 'AF-CPU-014', path: 'research/tasks', prop: 'visibilitySeconds', value: 10 }),
    ]);
  });

  test('AF-CPU-015: a store that drops any key is refused', () => {
    const { problems } = refusal(({ stack, cluster, ...rest }) => {
      const store = new SessionStore(stack, 'cache', { cluster, eviction: 'allkeys-lru' });
      stream({ stack, cluster, ...rest }, { store });
    });
    expect(problems).toEqual([
      expect.objectContaining({ code: 'AF-CPU-015', path: 'research/tasks', prop: 'store', value: 'allkeys-lru' }),
    ]);
  });
});

describe('who works', () => {
  test('a fleet with a role that users wait for keeps one worker', () => {
    const template = research((setting) => void fleet(setting, stream(setting), { roles: { latency: 'chat' } }));
    expect(manifest<{ spec: object }>(template, 'ScaledObject', 'crew-agents').spec).toMatchObject({ minReplicaCount: 1 });
  });

  test('several tasks to a pod are fewer pods', () => {
    const template = research((setting) => void fleet(setting, stream(setting), { runtime: { workers: { tasksPerWorker: 5 } } }));
    const { spec } = manifest<{ spec: { maxReplicaCount: number; triggers: object[] } }>(template, 'ScaledObject', 'crew-agents');
    expect(spec.maxReplicaCount).toBe(3);
    expect(spec.triggers).toEqual([expect.objectContaining({ metadata: expect.objectContaining({ streamLength: '5' }) as object })]);
  });

  test('AF-CPU-016: more workers than the pools were planned for are told', () => {
    const found = findings((setting) => void fleet(setting, stream(setting), { runtime: { workers: { max: 13 } } })).filter(
      ({ code }) => code === 'AF-CPU-016',
    );
    expect(found).toEqual([expect.objectContaining({ prop: 'runtime.workers.max', value: 13 })]);
  });

  const reached = (workers: object) =>
    problemsOf((setting) => void fleet(setting, stream(setting), { runtime: { workers } }))
      .filter(({ code }) => code === 'AF-CPU-040')
      .map(({ severity, value, repairs = [] }) => [severity, value, repairs[0]]);

  test.each([
    // 4 workflows all the time, 12 at the peak.
    [{ max: 1 }, 'error', 12],
    [{ max: 3 }, 'error', 12],
    [{ max: 1, tasksPerWorker: 3 }, 'error', 4],
    [{ max: 4 }, 'warning', 12],
    [{ max: 11 }, 'warning', 12],
    [{ max: 2, tasksPerWorker: 5 }, 'warning', 3],
  ])('AF-CPU-040: workers %j are fewer than the plan needs: %s', (workers, severity, needed) =>
    expect(reached(workers)).toEqual([[severity, workers.max, `runtime.workers.max: ${needed}`]]),
  );

  test.each([{ max: 12 }, { max: 6, tasksPerWorker: 2 }, { tasksPerWorker: 7 }, {}])('workers %j reach the plan', (workers) =>
    expect(reached(workers)).toEqual([]),
  );

  test('a runtime of its own works on it as well, and producers are wired without working', () => {
    const template = research((setting) => {
      const queue = stream(setting, { variables: 'WORK' });
      const runtime = { cluster: setting.cluster, framework: 'custom', image: 'registry.example.com/crew:1.0.0' } as const;
      new AgentRuntime(setting.stack, 'batch', { ...runtime, consumes: queue, workers: { max: 3 } });
      new AgentRuntime(setting.stack, 'front', { ...runtime, port: 8080, services: [queue] });
    });
    expect(envOf(template, 'front').get('WORK_NAME')).toBe('tasks');
    expect(manifest<WithPod>(template, 'Deployment', 'front').spec.replicas).toBe(2);
    expect(template.manifests().filter(({ kind }) => kind === 'ScaledObject')).toHaveLength(1);
    expect(template.plan().queues?.[0]?.consumers).toEqual(['research/batch']);
  });

  test.each([
    ['replicas', { replicas: 3 }, 'consumes'],
    ['sessionsPerReplica', { sessionsPerReplica: 3 }, 'consumes'],
    ['workers without a queue', { consumes: undefined, workers: { max: 3 } }, 'workers'],
    ['a ceiling below the floor', { workers: { min: 4, max: 3 } }, 'workers.max'],
  ])('AF-SPEC-001: %s', (_, runtime, prop) => {
    const { problems } = refusal((setting) => void fleet(setting, stream(setting), { runtime: runtime as never }));
    expect(problems.map((problem) => [problem.code, problem.prop])).toEqual([['AF-SPEC-001', `runtime.${prop}`]]);
  });
});

describe('queues of others', () => {
  const workers = (queue: ITaskQueue) =>
    research(({ stack, cluster }) => {
      new AgentRuntime(stack, 'batch', { cluster, framework: 'custom', image: 'registry.example.com/crew:1.0.0', consumes: queue });
    });
  const triggerOf = (template: ReturnType<typeof workers>) =>
    manifest<{ spec: { triggers: object[] } }>(template, 'ScaledObject', 'batch').spec.triggers[0];
  const url = SecretRef.existing('rabbit', 'url');

  test('AMQP: what waits is counted, and with the management API what is worked on, too', () => {
    const given = { kind: 'amqp', name: 'tasks', host: 'rabbit.example.com', cidr: '10.0.0.0/24', url } as const;
    const template = workers(TaskQueue.fromExisting(given));
    expect(triggerOf(template)).toMatchObject({
      type: 'rabbitmq',
      metadata: { protocol: 'amqp', queueName: 'tasks', mode: 'QueueLength', value: '1' },
    });
    expect(envOf(template, 'batch').get('TASK_QUEUE_URL')).toMatchObject({ name: 'rabbit', key: 'url' });
    expect(envOf(template, 'batch').get('TASK_QUEUE_PORT')).toBe('5671');
    const counted = workers(TaskQueue.fromExisting({ ...given, managementUrl: SecretRef.existing('rabbit', 'api') }));
    expect(triggerOf(counted)).toMatchObject({ metadata: { protocol: 'http' } });
    expect(manifest<{ spec: object }>(counted, 'TriggerAuthentication', 'batch').spec).toEqual({
      secretTargetRef: [{ parameter: 'host', name: 'rabbit', key: 'api' }],
    });
  });

  test('SQS: by the identity of KEDA or of the workers, without a key', () => {
    const address = 'https://sqs.eu-central-1.amazonaws.com/111122223333/tasks';
    const template = workers(
      TaskQueue.fromExisting({
        kind: 'sqs',
        name: 'tasks',
        url: address,
        region: 'eu-central-1',
        identityOwner: 'workload',
        deadLetters: 'tasks-dead',
      }),
    );
    expect(triggerOf(template)).toMatchObject({
      type: 'aws-sqs-queue',
      metadata: { queueURL: address, awsRegion: 'eu-central-1', queueLength: '1' },
    });
    expect(manifest<{ spec: object }>(template, 'TriggerAuthentication', 'batch').spec).toEqual({
      podIdentity: { provider: 'aws', identityOwner: 'workload' },
    });
    expect(Object.fromEntries(envOf(template, 'batch'))).toMatchObject({
      TASK_QUEUE_KIND: 'sqs',
      TASK_QUEUE_DEAD_LETTERS: 'tasks-dead',
      TASK_QUEUE_REGION: 'eu-central-1',
    });
  });

  test('a queue of a user without a signal is worked on by a fixed number of pods', () => {
    const own: ITaskQueue = {
      kind: 'task-queue',
      name: 'mine',
      host: 'queue.example.com',
      port: 4_222,
      clientEnv: () => ({ NATS_URL: 'nats://queue.example.com:4222', SUBJECT: 'mine' }),
      admit: () => undefined,
      depth: () => null,
      consumedBy: () => undefined,
    };
    const template = workers(own);
    expect(manifest<WithPod>(template, 'Deployment', 'batch').spec.replicas).toBe(1);
    expect(template.manifests().filter(({ kind }) => kind === 'ScaledObject')).toEqual([]);
  });
});
