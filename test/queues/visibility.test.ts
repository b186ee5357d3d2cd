/** When a task comes again: later than its worker may need for it, its longest request with all that is tried again included. */

import { AgentFleet } from '../../lib/agents/agent-fleet';
import { LIMITS_VARIABLE } from '../../lib/agents/agent-limits';
import { AgentRuntime } from '../../lib/agents/agent-runtime';
import type { RoleProps } from '../../lib/agents/role-props';
import { Topology } from '../../lib/capacity/demand/topology';
import type { ITaskQueue, TaskTime } from '../../lib/queues/contract';
import { deliveryOf, LEAST_VISIBILITY_SECONDS, UNKNOWN_VISIBILITY_SECONDS } from '../../lib/queues/delivery';
import { TaskQueue } from '../../lib/queues/task-queue';
import { SessionStore } from '../../lib/stores/session-store';
import { client, findings, manifest, pool, problemsOf, research, type Setting, type WithPod } from '../setup/research-stack';

const SPEC = { maxAttempts: 3, maxWaitSeconds: 3_600, variables: 'TASK_QUEUE' };

const visibility = (taskTime: TaskTime | null, requestSeconds: number | null, spec: object = {}): number =>
  deliveryOf({ ...SPEC, ...spec }, [{ path: 'a/b', taskTime: () => taskTime, tasksAtOnce: () => 1, requestSeconds: () => requestSeconds }])
    .visibilitySeconds;

describe('the default', () => {
  test('is twice the slow end of a workflow', () => {
    expect(visibility({ likely: 200, low: 100, high: 400 }, 30)).toBe(840);
    expect(visibility({ likely: 1, low: 1, high: 1 }, null)).toBe(LEAST_VISIBILITY_SECONDS);
  });

  test('leaves time for a request that is tried to the end', () => {
    expect(visibility({ likely: 20, low: 10, high: 40 }, 2_125)).toBe(2_220);
  });

  test('is twice the longest request where nothing else is known', () => {
    expect(visibility(null, 2_125)).toBe(4_260);
    expect(visibility(null, 10)).toBe(UNKNOWN_VISIBILITY_SECONDS);
    expect(visibility(null, null)).toBe(UNKNOWN_VISIBILITY_SECONDS);
  });

  test('is no more than the server takes', () => {
    expect(visibility({ likely: 30_000, low: 20_000, high: 40_000 }, null, { mostVisibilitySeconds: 43_200 })).toBe(43_200);
  });

  test('is overridden by what is given', () => {
    expect(visibility({ likely: 200, low: 100, high: 400 }, 2_125, { visibilitySeconds: 900 })).toBe(900);
  });

  test('a consumer of an own class that says nothing of requests is taken as it is', () => {
    const consumer = { path: 'a/b', taskTime: () => null, tasksAtOnce: () => null };
    expect(deliveryOf(SPEC, [consumer])).toMatchObject({ visibilitySeconds: UNKNOWN_VISIBILITY_SECONDS, requestSeconds: null });
  });
});

const stream = ({ stack, cluster }: Setting, props: object = {}): ITaskQueue =>
  TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'queue', { cluster }), ...props });

function fleet(setting: Setting, queue: ITaskQueue, role: Partial<RoleProps> = {}) {
  return new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents: ['researcher'] }),
    concurrentWorkflows: 4,
    roles: {
      researcher: {
        pool: pool(setting, 'workers'),
        contextTokens: 4_000,
        latency: 'background',
        request: { outputTokens: 500 },
        ...role,
      },
    },
    runtime: { framework: 'crewai', image: 'registry.example.com/crew:1.0.0', consumes: queue },
  });
}

const NOT_KNOWN: Partial<RoleProps> = { request: undefined } as never;

test.each([
  ['known', {}],
  ['not known', NOT_KNOWN],
])('a task whose time is %s does not come again while a client of the fleet waits for an answer', (_, role) => {
  const template = research((setting) => void fleet(setting, stream(setting), role));
  const [container] = manifest<WithPod>(template, 'Deployment', 'crew-agents').spec.template.spec.containers;
  const limits = JSON.parse(container?.env?.find(({ name }) => name === LIMITS_VARIABLE)?.value ?? '{}');
  const { timeoutSeconds } = limits.roles.researcher;
  expect(timeoutSeconds).toBeGreaterThan(0);
  expect(template.plan().queues?.[0]?.requestSeconds).toBe(Math.ceil(timeoutSeconds));
  expect(template.plan().queues?.[0]?.visibilitySeconds).toBeGreaterThan(timeoutSeconds);
});

const SQS = {
  kind: 'sqs',
  name: 'tasks',
  url: 'https://sqs.eu-central-1.amazonaws.com/111122223333/tasks',
  region: 'eu-central-1',
} as const;

describe('AF-CPU-014: a time that is given', () => {
  const of = (found: ReturnType<typeof findings>) => found.filter(({ code }) => code === 'AF-CPU-014');

  test('is told where a request may take longer, of which alone something is known', () => {
    const [found, ...others] = of(findings((setting) => void fleet(setting, stream(setting, { visibilitySeconds: 60 }), NOT_KNOWN)));
    expect(others).toEqual([]);
    expect(found).toMatchObject({ severity: 'warning', path: 'research/tasks', value: 60 });
    expect(found?.message).toMatch(
      /^a task comes again after 60 s, and may take longer: one of its requests up to \d+ s with all that is tried again$/,
    );
  });

  test('is told once of a queue that exists, by who works on it', () => {
    const found = of(
      problemsOf((setting) => {
        const queue = TaskQueue.fromExisting({ ...SQS, visibilitySeconds: 10 });
        const { router } = fleet(setting, queue, { request: { inputTokens: 1_000, outputTokens: 3_000 } });
        const { cluster } = setting;
        new AgentRuntime(setting.stack, 'others', {
          ...{ cluster, framework: 'custom', image: 'registry.example.com/others:1.0.0' },
          ...{ consumes: queue, services: [router] },
        });
      }) as never,
    );
    expect(found).toEqual([
      expect.objectContaining({ severity: 'error', path: 'research/crew/crew-agents', prop: 'visibilitySeconds', value: 10 }),
    ]);
  });

  test('must be one that SQS takes', () => {
    expect(() => TaskQueue.fromExisting({ ...SQS, visibilitySeconds: 43_201 })).toThrow(/visibilitySeconds/);
  });
});

test('a runtime without a fleet waits as long as the routers that it asks', () => {
  const template = research((setting) => {
    const { stack, cluster } = setting;
    const { router } = fleet(setting, TaskQueue.fromExisting(SQS));
    const queue = TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'queue', { cluster }) });
    queue.admit(client(setting, 'front'));
    new AgentRuntime(stack, 'others', {
      ...{ cluster, framework: 'custom', image: 'registry.example.com/others:1.0.0' },
      ...{ consumes: queue, services: [router] },
    });
  });
  const [queue] = template.plan().queues ?? [];
  expect(queue?.requestSeconds).toBeGreaterThan(0);
  expect(queue?.visibilitySeconds).toBeGreaterThan(queue?.requestSeconds ?? 0);
});

describe('AF-CPU-056: a queue that a program is wired to', () => {
  const wired = (setting: Setting, taken: (queue: ITaskQueue) => void = () => undefined) => {
    const { stack, cluster } = setting;
    const queue = stream(setting);
    const image = 'registry.example.com/front:1.0.0';
    new AgentRuntime(stack, 'front', { cluster, framework: 'custom', image, port: 8_080, services: [queue] });
    taken(queue);
  };
  const of = (taken?: (queue: ITaskQueue) => void) =>
    findings((setting) => wired(setting, taken)).filter(({ code }) => code === 'AF-CPU-056');

  test('is told where nobody takes its tasks', () => {
    expect(of()).toEqual([expect.objectContaining({ severity: 'warning', path: 'research/tasks', prop: 'consumes', value: 'tasks' })]);
  });

  test('has workers of another app where somebody says so', () => {
    expect(of((queue) => queue.consumedBy({ path: 'others/workers', taskTime: () => null, tasksAtOnce: () => null }))).toEqual([]);
  });
});

describe('AF-CPU-057: a queue whose tasks are taken', () => {
  const image = 'registry.example.com/works:1.0.0';
  const worker = ({ stack, cluster }: Setting, props: object) =>
    void new AgentRuntime(stack, 'works', { cluster, framework: 'custom', image, ...props });
  const told = (build: (setting: Setting) => void) => findings(build).filter(({ code }) => code === 'AF-CPU-057');

  test.each<[string, (setting: Setting) => void]>([
    ['a stream', (setting) => worker(setting, { consumes: stream(setting) })],
    [
      'a queue of RabbitMQ',
      (setting) => worker(setting, { consumes: TaskQueue.rabbitMq(setting.stack, 'tasks', { cluster: setting.cluster }) }),
    ],
    ['a stream of a fleet', (setting) => void fleet(setting, stream(setting))],
  ])('is told where nobody puts any in: %s', (_, build) => {
    expect(told(build)).toEqual([
      expect.objectContaining({ severity: 'warning', path: 'research/tasks', prop: 'services', value: 'tasks' }),
    ]);
  });

  test.each<[string, (setting: Setting) => void]>([
    [
      'another program may',
      (setting) => {
        const queue = stream(setting);
        fleet(setting, queue);
        worker(setting, { services: [queue] });
      },
    ],
    ['its workers are called', (setting) => worker(setting, { consumes: stream(setting), port: 8_080 })],
    [
      'its workers say that they do',
      (setting) => {
        const queue = stream(setting);
        worker(setting, { consumes: queue, services: [queue] });
      },
    ],
    [
      'others use the store',
      (setting) =>
        worker(setting, {
          consumes: stream(setting, { store: SessionStore.fromExisting({ host: 'redis.example.com', cidr: '10.0.0.0/24' }) }),
        }),
    ],
  ])('is not told where %s', (_, build) => {
    expect(told(build)).toEqual([]);
  });
});
