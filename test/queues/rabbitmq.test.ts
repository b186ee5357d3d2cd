/** A queue on RabbitMQ: the broker, what is declared in it, what its clients are told, and who may reach it. */
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import { definitionsOf } from '../../lib/queues/rabbitmq/definitions';
import type { RabbitMqQueueProps } from '../../lib/queues/rabbitmq/rabbitmq-props';
import { TaskQueue } from '../../lib/queues/task-queue';
import {
  edgesOf,
  expectRestricted,
  findings,
  manifest,
  OFF_GPU_NODES,
  type PodSpec,
  refusal,
  research,
  type Setting,
  type WithPod,
} from '../setup/research-stack';

const queue = ({ stack, cluster }: Setting, props: Partial<RabbitMqQueueProps> = {}) =>
  TaskQueue.rabbitMq(stack, 'tasks', { cluster, ...props });

const crew = { framework: 'custom', image: 'registry.example.com/crew:1.0.0' } as const;

interface Job {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: { readonly spec: PodSpec } };
}

describe('a queue on RabbitMQ', () => {
  const template = research((setting) => {
    const { stack, cluster } = setting;
    new AgentRuntime(stack, 'crew', {
      cluster,
      ...crew,
      consumes: queue(setting, { celery: true, maxLength: 500, visibilitySeconds: 900 }),
    });
  });
  const jobs = template.manifests().filter(({ kind }) => kind === 'Job') as unknown as Job[];

  test('is a broker of three servers off GPU nodes, which Helm keeps', () => {
    expect(manifest<{ spec: object }>(template, 'RabbitmqCluster', 'tasks')).toMatchObject({
      apiVersion: 'rabbitmq.com/v1beta1',
      metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } },
      spec: {
        replicas: 3,
        image: 'docker.io/library/rabbitmq:4.2.6-management',
        persistence: { storage: '10Gi' },
        resources: { requests: { cpu: '500m', memory: '2048Mi' }, limits: { memory: '2048Mi' } },
        affinity: OFF_GPU_NODES,
        terminationGracePeriodSeconds: 600,
      },
    });
  });

  test('loses one server at a time to a drain, and its servers have nodes of their own where there are as many', () => {
    const servers = { 'app.kubernetes.io/name': 'tasks', 'app.kubernetes.io/component': 'rabbitmq' };
    expect(manifest(template, 'PodDisruptionBudget', 'tasks')).toMatchObject({
      spec: { maxUnavailable: 1, selector: { matchLabels: servers } },
    });
    const broker = manifest<{ spec: { affinity: object } }>(template, 'RabbitmqCluster', 'tasks');
    expect(broker.spec.affinity).toHaveProperty('podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution', [
      { weight: 100, podAffinityTerm: { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: servers } } },
    ]);
    const single = research((setting) => void queue(setting, { replicas: 1 }));
    expect(single.manifests().filter(({ kind }) => kind === 'PodDisruptionBudget')).toEqual([]);
  });

  test('is declared by a restricted Job, with queue, dead letters and policies', () => {
    const declared = manifest<{ data: Record<string, string> }>(template, 'ConfigMap', 'tasks-declare').data['definitions.json'] ?? '';
    expect(JSON.parse(declared)).toMatchObject({
      queues: [
        { name: 'tasks', durable: true, arguments: { 'x-queue-type': 'quorum' } },
        { name: 'tasks.dead', durable: true, arguments: { 'x-queue-type': 'quorum' } },
      ],
      policies: [
        {
          pattern: '^tasks$',
          definition: {
            'delivery-limit': 2,
            'dead-letter-routing-key': 'tasks.dead',
            'max-length': 500,
            overflow: 'reject-publish',
            'consumer-timeout': 900_000,
          },
        },
        { pattern: '^tasks\\.dead$', definition: { 'max-length': 10_000, overflow: 'drop-head' } },
      ],
    });
    expect(jobs).toHaveLength(1);
    expectRestricted(jobs[0]?.spec.template.spec as PodSpec);
    expect(JSON.stringify(jobs)).not.toMatch(/connection_string/);
  });

  test('tells its clients by references to what the operator makes', () => {
    const [container] = manifest<WithPod>(template, 'Deployment', 'crew').spec.template.spec.containers;
    const env = (container?.env ?? []) as { name: string; value?: string; valueFrom?: { secretKeyRef: object } }[];
    expect(Object.fromEntries(env.map((one) => [one.name, one.value ?? one.valueFrom?.secretKeyRef]))).toMatchObject({
      TASK_QUEUE_KIND: 'rabbitmq',
      TASK_QUEUE_HOST: 'tasks.research.svc.cluster.local',
      TASK_QUEUE_PORT: '5672',
      TASK_QUEUE_USERNAME: { name: 'tasks-default-user', key: 'username' },
      TASK_QUEUE_URL: { name: 'tasks-default-user', key: 'connection_string' },
      TASK_QUEUE_NAME: 'tasks',
      TASK_QUEUE_DEAD_LETTERS: 'tasks.dead',
      TASK_QUEUE_VISIBILITY_SECONDS: '900',
      TASK_QUEUE_MAX_LENGTH: '500',
      CELERY_BROKER_URL: { name: 'tasks-default-user', key: 'connection_string' },
    });
  });

  test('is counted by the management API, work in progress included', () => {
    expect(manifest<{ spec: object }>(template, 'ScaledObject', 'crew').spec).toMatchObject({
      minReplicaCount: 0,
      triggers: [
        { type: 'rabbitmq', metadata: { host: 'http://tasks.research.svc.cluster.local:15672', protocol: 'http', queueName: 'tasks' } },
      ],
    });
    expect(manifest<{ spec: object }>(template, 'TriggerAuthentication', 'crew').spec).toEqual({
      secretTargetRef: [
        { parameter: 'username', name: 'tasks-default-user', key: 'username' },
        { parameter: 'password', name: 'tasks-default-user', key: 'password' },
      ],
    });
  });

  test('is reached by its servers, its clients, the Job, the operator, KEDA and Prometheus', () => {
    expect(edgesOf(template, 'tasks').filter((name) => name.includes('-from-'))).toEqual([
      'tasks-from-itself',
      'tasks-from-keda-15672',
      'tasks-from-monitoring-15692',
      'tasks-from-rabbitmq-system-15672',
      'tasks-from-research-crew',
      'tasks-from-research-tasks-declare',
    ]);
  });
});

const jobOf = (props: Partial<RabbitMqQueueProps>): string => {
  const template = research((setting) => void queue(setting, props));
  return template.manifests().find(({ kind }) => kind === 'Job')?.metadata.name ?? '';
};

test('other definitions are another Job, and other servers are the same', () => {
  const first = jobOf({});
  expect(jobOf({ maxAttempts: 9 })).not.toBe(first);
  expect(jobOf({ maxLength: 9 })).not.toBe(first);
  expect(jobOf({ replicas: 5, memoryGiB: 4 })).toBe(first);
});

test('one attempt is one delivery, and a dot of a name is no wildcard', () => {
  const delivery = { visibilitySeconds: 60, maxLength: 5, taskTime: null };
  const declared = { name: 'work.q', deadLetters: 'work.q.dead', maxAttempts: 1, deadLettersKept: 10 };
  const { policies } = definitionsOf(declared, delivery) as { policies: { pattern: string; definition: Record<string, unknown> }[] };
  expect(policies[0]?.definition['delivery-limit']).toBe(0);
  expect(new RegExp(policies[0]?.pattern ?? '').test('workxq')).toBe(false);
  expect(new RegExp(policies[0]?.pattern ?? '').test('work.q')).toBe(true);
});

test.each([
  ['two servers', { replicas: 2 }, 'replicas'],
  ['a queue of the broker itself', { queue: 'amq.tasks' }, 'queue'],
  ['half a GiB of memory', { memoryGiB: 0.5 }, 'memoryGiB'],
])('AF-SPEC-001: %s', (_, props, prop) => {
  const { problems } = refusal((setting) => void queue(setting, props as never));
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-001', path: 'research/tasks', prop })]);
});

test('a name that leaves no room for those of its servers is refused, and clients elsewhere cannot read the credentials', () => {
  expect(refusal((setting) => void queue(setting, { name: 'q'.repeat(41) })).problems).toEqual([
    expect.objectContaining({ code: 'AF-SPEC-006' }),
  ]);
  const { problems } = refusal((setting) => {
    const { stack, cluster } = setting;
    new AgentRuntime(stack, 'crew', { cluster, ...crew, namespace: 'elsewhere', consumes: queue(setting) });
  });
  expect(problems).toEqual([expect.objectContaining({ code: 'AF-SPEC-010' })]);
});

test('what it holds is named, and without protection warned about', () => {
  const codes = (props: Partial<RabbitMqQueueProps>) => findings((setting) => void queue(setting, props)).map(({ code }) => code);
  expect(codes({})).toContain('AF-STO-001');
  expect(codes({ deletionProtection: false })).toContain('AF-STO-002');
});
