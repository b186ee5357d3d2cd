/** What a pod of agents has from SIGTERM to SIGKILL: as long as what it has begun may take. */
import { AgentFleet, AgentRuntime, McpServer, SecretRef, SessionStore, TaskQueue, Topology } from 'cdktf-agent-fleet';
import type { FleetRuntimeProps } from '../../lib/agents/agent-runtime-props';
import { LEAST_GRACE_SECONDS, servingGraceSeconds, workerGraceSeconds } from '../../lib/agents/stop-grace';
import { LEAVING_SECONDS } from '../../lib/platform/workload-objects';
import type { Delivery, ITaskQueue } from '../../lib/queues/contract';
import { findings, manifest, pool, refusal, research, type Setting, type WithPod } from '../setup/research-stack';

const IMAGE = 'registry.example.com/crew:1.0.0';

const stream = ({ stack, cluster }: Setting, props: object = {}): ITaskQueue =>
  TaskQueue.redisStream(stack, 'tasks', { cluster, store: new SessionStore(stack, 'queue', { cluster }), ...props });

function fleet(setting: Setting, runtime: Partial<FleetRuntimeProps>, outputTokens = 500): void {
  new AgentFleet(setting.stack, 'crew', {
    cluster: setting.cluster,
    topology: Topology.flat({ agents: ['researcher'] }),
    concurrentWorkflows: 4,
    roles: {
      researcher: { pool: pool(setting, 'workers'), contextTokens: 4_000, request: { inputTokens: 1_000, outputTokens } },
    },
    runtime: { framework: 'crewai', image: IMAGE, ...runtime },
  });
}

const graceOf = (build: (setting: Setting) => void, name = 'crew-agents'): number =>
  manifest<WithPod>(research(build), 'Deployment', name).spec.template.spec.terminationGracePeriodSeconds;

describe('a worker of a queue', () => {
  test('has as long as the queue waits for it', () => {
    const template = research((setting) => fleet(setting, { consumes: stream(setting) }));
    const { visibilitySeconds = 0 } = template.plan().queues?.[0] ?? {};
    expect(visibilitySeconds).toBeGreaterThan(LEAST_GRACE_SECONDS);
    expect(manifest<WithPod>(template, 'Deployment', 'crew-agents').spec.template.spec.terminationGracePeriodSeconds).toBe(
      visibilitySeconds,
    );
  });

  test.each([
    ['the queue says', 900, 900],
    ['the queue says, within an hour', 86_400, 3_600],
    ['everybody has', 10, LEAST_GRACE_SECONDS],
  ])('has what %s', (_, visibilitySeconds, expected) => {
    expect(workerGraceSeconds({ visibilitySeconds } as Delivery)).toBe(expected);
  });

  test('of a queue of an own class, which does not say when tasks come again, has the time of one of which nothing is known', () => {
    expect(workerGraceSeconds(undefined)).toBe(1_800);
  });

  test.each([
    ['amqp', { kind: 'amqp', name: 'tasks', host: 'rabbit.example.com', cidr: '10.20.0.0/24', url: SecretRef.existing('rabbit', 'url') }],
    ['sqs', { kind: 'sqs', name: 'tasks', url: 'https://sqs.eu-central-1.amazonaws.com/111122223333/tasks', region: 'eu-central-1' }],
  ] as const)('of an existing %s queue has the time that is said of it', (_, queue) => {
    const consumes = TaskQueue.fromExisting({ ...queue, visibilitySeconds: 1_200 });
    const grace = graceOf(({ stack, cluster }) => {
      new AgentRuntime(stack, 'workers', { cluster, framework: 'custom', image: IMAGE, consumes });
    }, 'workers');
    expect(grace).toBe(1_200);
  });

  test('has what it is given', () => {
    expect(graceOf((setting) => fleet(setting, { consumes: stream(setting), graceSeconds: 7_200 }))).toBe(7_200);
  });
});

describe('agents that are called', () => {
  test('have as long as one of their requests may take, and at most what node autoscalers wait', () => {
    expect([0, 60, 333.2, 2_125].map(servingGraceSeconds)).toEqual([60, 60, 334, 600]);
    expect(servingGraceSeconds(null)).toBe(LEAST_GRACE_SECONDS);
  });

  test('of a fleet follow its router', () => {
    expect(graceOf((setting) => fleet(setting, { port: 8_080 }, 2_500))).toBeGreaterThan(LEAVING_SECONDS + LEAST_GRACE_SECONDS);
  });

  test('without a router, and agents that nobody calls, have a minute', () => {
    const alone = (port?: number) =>
      graceOf(({ stack, cluster }) => {
        new AgentRuntime(stack, 'front', { cluster, framework: 'custom', image: IMAGE, ...(port === undefined ? {} : { port }) });
      }, 'front');
    expect([alone(), alone(8_080)]).toEqual([LEAST_GRACE_SECONDS, LEAVING_SECONDS + LEAST_GRACE_SECONDS]);
  });
});

describe('AF-CPU-055: less time than a task takes', () => {
  test('is told at the fleet', () => {
    const found = findings((setting) => fleet(setting, { consumes: stream(setting), graceSeconds: 1 }));
    expect(found.filter(({ code }) => code === 'AF-CPU-055')).toEqual([
      expect.objectContaining({ severity: 'warning', path: 'research/crew', prop: 'runtime.graceSeconds', value: 1 }),
    ]);
  });

  test('is refused where the task has no other attempt', () => {
    const { problems } = refusal((setting) => fleet(setting, { consumes: stream(setting, { maxAttempts: 1 }), graceSeconds: 1 }));
    expect(problems.map(({ code, path }) => [code, path])).toEqual([['AF-CPU-055', 'research/crew']]);
    expect(problems[0]?.message).toMatch(
      /^a worker that is stopped has 1 s, and its task takes .*; after its only attempt it is a dead letter$/,
    );
  });

  test('is not what follows by default', () => {
    const found = findings((setting) => fleet(setting, { consumes: stream(setting, { maxAttempts: 1 }) }));
    expect(found.filter(({ code }) => code === 'AF-CPU-055')).toEqual([]);
  });
});

describe('a pod that is called', () => {
  const podOf = (build: (setting: Setting) => void, name: string) => {
    const { containers, terminationGracePeriodSeconds: grace } = manifest<WithPod>(research(build), 'Deployment', name).spec.template.spec;
    return { grace, hook: containers[0]?.['lifecycle'] };
  };
  const pause = (seconds: number) => ({ preStop: { exec: { command: ['sleep', String(seconds)] } } });
  const server = (toolScopes: object) => (setting: Setting) => {
    const image = 'registry.example.com/search-mcp:1.2.0';
    new McpServer(setting.stack, 'search', { cluster: setting.cluster, image, port: 8_000, toolScopes: toolScopes as never });
  };

  test('answers until it has left its Service, and has its whole grace afterwards', () => {
    expect(podOf(server({}), 'search')).toEqual({ grace: 65, hook: pause(5) });
    const agents = podOf((setting) => fleet(setting, { port: 8_080, graceSeconds: 300 }), 'crew-agents');
    expect(agents).toEqual({ grace: 305, hook: pause(5) });
  });

  test('answers for longer than the gate before it hands requests on', () => {
    expect(podOf(server({ readers: { allowedTools: ['search'], port: 9_001 } }), 'search')).toEqual({ grace: 75, hook: pause(15) });
  });

  test('that nobody calls is stopped at once', () => {
    const agents = podOf((setting) => fleet(setting, { consumes: stream(setting), graceSeconds: 300 }), 'crew-agents');
    expect(agents).toEqual({ grace: 300, hook: undefined });
  });
});
