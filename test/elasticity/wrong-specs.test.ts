/** Wrong specs of elasticity and observability, one for each way to be wrong: the code and the prop as the user wrote it, with something to type. */
import {
  AgentFleet,
  Cluster,
  Engine,
  Gpu,
  InferencePool,
  Model,
  ObservabilityStack,
  PodPriority,
  Scaling,
  SecretRef,
  TaskQueue,
  Topology,
} from 'cdktf-agent-fleet';
import type { Finding } from '../../lib/core/finding';
import { problemsOf, type Setting } from '../setup/research-stack';

const NODES = {
  steady: { gpu: Gpu.L40S, nodes: 4, usdPerGpuHour: 0.7, priceAsOf: '2026-11-01', labels: { buy: 'on-demand' } },
  spot: { gpu: Gpu.L40S, nodes: 4, purchase: 'spot', usdPerGpuHour: 0.4, priceAsOf: '2026-11-01', labels: { buy: 'spot' } },
} as const;

type Props = Readonly<Record<string, unknown>>;

/** A pool, on the node pools of a cluster of its own where these are given. */
const pool =
  (props: Props, id = 'workers') =>
  ({ stack, cluster }: Setting) =>
    new InferencePool(stack, id, { cluster, model: Model.QWEN3_8B, gpu: Gpu.L40S, maxContextTokens: 8_192, ...props } as never);

const on =
  (nodePools: Props, props: Props) =>
  ({ stack }: Setting) => {
    const cluster = Cluster.fromKubeconfig({ context: 'own', nodePools: nodePools as never });
    return pool(props)({ stack, cluster });
  };

const fleet =
  (role: Props, poolProps: Props = {}) =>
  (setting: Setting) =>
    new AgentFleet(setting.stack, 'crew', {
      cluster: setting.cluster,
      topology: Topology.flat({ agents: ['reader'] }),
      concurrentWorkflows: 4,
      roles: { reader: { pool: pool(poolProps)(setting), contextTokens: 4_000, ...role } },
      runtime: { framework: 'openai-agents', image: 'registry.example.com/agents:1.0.0' },
      sessionStore: false,
      stateStore: false,
    } as never);

/** A pool of the background and one that users wait for, on four nodes that do not hold both at their ceilings. */
const beside =
  (batch: Props, fleetProps: Props = {}, users: Props = {}) =>
  ({ stack }: Setting) => {
    const cluster = Cluster.fromKubeconfig({ context: 'own', nodePools: { l40s: NODES.steady } });
    const digests = pool({ scaling: Scaling.queueDepth({ min: 1, max: 4 }), ...batch }, 'digests')({ stack, cluster });
    const answers = pool(users, 'answers')({ stack, cluster });
    new AgentFleet(stack, 'crew', {
      cluster,
      topology: Topology.flat({ agents: ['digester', 'answerer'] }),
      concurrentWorkflows: 2,
      roles: {
        digester: { pool: digests, contextTokens: 4_000, latency: 'background' },
        answerer: { pool: answers, contextTokens: 4_000, latency: 'chat' },
      },
      runtime: { framework: 'openai-agents', image: 'registry.example.com/agents:1.0.0' },
      sessionStore: false,
      ...fleetProps,
    } as never);
  };

const named = (value: number, preempts = true) => PodPriority.existing({ name: 'batch', value, preempts });

const watch = (props: Props) => (setting: Setting) =>
  new ObservabilityStack(setting.stack, 'watch', { cluster: setting.cluster, fleets: [fleet({})(setting)], ...props } as never);

const queue = () =>
  TaskQueue.fromExisting({ kind: 'amqp', name: 'jobs', host: 'mq.example.com', cidr: '10.0.0.0/24', url: SecretRef.existing('mq', 'url') });

const depth = (props: Props) => () => Scaling.queueDepth({ min: 1, max: 4, ...props } as never);
const scaled = (props: Props) => pool({ scaling: Scaling.queueDepth({ min: 1, max: 4, ...props } as never) });
const window = (props: Props, more: Props = {}) => ({
  schedule: { timeZone: 'UTC', windows: { office: { from: '08:00', to: '18:00', replicas: 3, ...props } }, startEarlySeconds: 0, ...more },
});
const floorAndBurst = { nodePool: 'steady', burstNodePools: ['spot'], scaling: Scaling.queueDepth({ min: 1, max: 4 }) };

/** What is wrong, how it is written, and `code prop` of all that is said. */
const CASES: readonly (readonly [string, (setting: Setting) => unknown, readonly string[]])[] = [
  ['no ceiling', () => Scaling.queueDepth({ min: 1 } as never), ['AF-SPEC-001 max']],
  ['a floor below nothing', depth({ min: -1 }), ['AF-SPEC-001 min']],
  ['half a replica', depth({ min: 1.5 }), ['AF-SPEC-001 min']],
  ['a ceiling of nothing', depth({ max: 0 }), ['AF-SPEC-001 max']],
  ['a floor above the ceiling', scaled({ min: 5, max: 4 }), ['AF-ELA-014 scaling.max']],
  ['no request may wait', depth({ waitingPerReplica: 0 }), ['AF-SPEC-001 waitingPerReplica']],
  ['so many wait that it is overload', scaled({ waitingPerReplica: 11 }), ['AF-ELA-002 scaling.waitingPerReplica']],
  ['a window that no autoscaler takes', depth({ scaleOutWindowSeconds: 3_601 }), ['AF-SPEC-001 scaleOutWindowSeconds']],
  ['a burst that is gone before its replica is there', scaled({ scaleOutWindowSeconds: 10 }), ['AF-ELA-015 scaling.scaleOutWindowSeconds']],
  ['replicas that come and go', scaled({ scaleInWindowSeconds: 10 }), ['AF-ELA-003 scaling.scaleInWindowSeconds']],
  ['looks without a pause', depth({ pollingIntervalSeconds: 0 }), ['AF-SPEC-001 pollingIntervalSeconds']],
  ['scaling on the GPU', () => Scaling.any({ min: 1, max: 4, signals: ['gpu'] } as never), ['AF-SPEC-001 signals.0']],
  ['scaling on the CPU', () => Scaling.any({ min: 1, max: 4, signals: ['queue', 'cpu'] } as never), ['AF-SPEC-001 signals.1']],
  ['no signal at all', () => Scaling.any({ min: 1, max: 4, signals: [] } as never), ['AF-SPEC-001 signals']],
  ['a signal twice', () => Scaling.any({ min: 1, max: 4, signals: ['queue', 'queue'] } as never), ['AF-SPEC-001 signals']],
  ['a schedule without windows', depth({ schedule: { timeZone: 'UTC', windows: {} } }), ['AF-SPEC-001 schedule.windows']],
  ['a zone that is no place', depth(window({}, { timeZone: 'CET+1' })), ['AF-SPEC-001 schedule.timeZone']],
  ['an hour that no day has', depth(window({ from: '25:00' })), ['AF-SPEC-001 schedule.windows.office.from']],
  ['a day by its whole name', depth(window({ days: ['monday'] })), ['AF-SPEC-001 schedule.windows.office.days.0']],
  ['a window of no replicas', depth(window({ replicas: 0 })), ['AF-SPEC-001 schedule.windows.office.replicas']],
  ['a window above the ceiling', scaled(window({ replicas: 5 })), ['AF-ELA-017 scaling.schedule.windows.office.replicas']],
  ['a window that the floor covers', scaled(window({ replicas: 1 })), ['AF-ELA-018 scaling.schedule.windows.office.replicas']],
  ['a window that never ends', scaled(window({ from: '08:00', to: '08:00' })), ['AF-ELA-019 scaling.schedule.windows.office.to']],
  ['too few hours of a day', () => Scaling.windowsByHour({ replicasByHour: [1, 2, 3], min: 1 }), ['AF-SPEC-001 replicasByHour']],
  [
    'less than no headroom',
    () => Scaling.windowsByHour({ replicasByHour: Array(24).fill(2), min: 1, headroom: -1 } as never),
    ['AF-SPEC-001 headroom'],
  ],
  ['late by nobody’s measure', pool({ scaling: Scaling.latency({ min: 1, max: 4 }) }), ['AF-ELA-021 scaling.ttftSeconds']],
  [
    'a time that the histogram cannot tell',
    pool({ engine: Engine.sglang(), scaling: Scaling.latency({ min: 1, max: 4, ttftSeconds: 0.05 }) }),
    ['AF-ELA-022 scaling.ttftSeconds'],
  ],
  [
    'late tokens of before the new replica',
    pool({ scaling: Scaling.latency({ min: 1, max: 4, ttftSeconds: 1, scaleOutWindowSeconds: 30 }) }),
    ['AF-ELA-015 scaling.scaleOutWindowSeconds', 'AF-ELA-023 scaling.scaleOutWindowSeconds'],
  ],
  ['tokens of unknown prompts', pool({ scaling: Scaling.tokens({ min: 1, max: 4 }) }), ['AF-ELA-024 scaling.promptTokens']],
  ['more than the whole cache', () => Scaling.tokens({ min: 1, max: 4, kvCacheShare: 1.5 }), ['AF-SPEC-001 kvCacheShare']],
  ['a prompt of no tokens', () => Scaling.tokens({ min: 1, max: 4, promptTokens: 0 }), ['AF-SPEC-001 promptTokens']],
  ['a batch without a queue', () => Scaling.batch({ max: 4 } as never), ['AF-SPEC-001 queue']],
  ['a queue by its name alone', () => Scaling.batch({ queue: 'jobs', max: 4 } as never), ['AF-SPEC-001 queue']],
  ['no task for a replica', () => Scaling.batch({ queue: queue(), max: 4, tasksPerReplica: 0 }), ['AF-SPEC-001 tasksPerReplica']],
  ['a pool that nothing wakes', scaled({ min: 0 }), ['AF-ELA-005 scaling.min']],
  [
    'a pool that sleeps below a user',
    fleet({ latency: 'chat' }, { scaling: Scaling.batch({ queue: queue(), max: 2 }) }),
    ['AF-ELA-004 scaling.min', 'AF-ELA-038 roles.reader.pool'],
  ],
  [
    'an engine that does not say how many wait',
    pool({ engine: Engine.ollama(), quantization: 'q4_k_m', scaling: Scaling.queueDepth({ min: 1, max: 2 }) }),
    ['AF-ELA-013 scaling', 'AF-ENG-003 engine'],
  ],
  [
    'a burst without a place for its floor',
    pool({ burstNodePools: ['spot'], scaling: Scaling.queueDepth({ min: 1, max: 4 }) }),
    ['AF-SPEC-001 nodePool'],
  ],
  ['a burst that nothing starts', pool({ nodePool: 'steady', burstNodePools: ['spot'] }), ['AF-SPEC-001 scaling']],
  [
    'a burst without room above its floor',
    on(NODES, { ...floorAndBurst, scaling: Scaling.queueDepth({ min: 4, max: 4 }) }),
    ['AF-ELA-029 scaling.max'],
  ],
  [
    'a burst by tasks, which count the floor',
    on(NODES, { ...floorAndBurst, scaling: Scaling.batch({ queue: queue(), min: 1, max: 4 }) }),
    ['AF-ELA-029 scaling'],
  ],
  ['a burst on nodes that nobody declares', on(NODES, { ...floorAndBurst, burstNodePools: ['sopt'] }), ['AF-CLU-002 burstNodePools.0']],
  [
    'floor and burst with the same labels',
    on({ ...NODES, spot: { ...NODES.spot, labels: NODES.steady.labels } }, floorAndBurst),
    ['AF-ELA-030 nodePool'],
  ],
  [
    'a floor that may be taken back',
    on(NODES, { ...floorAndBurst, nodePool: 'spot', burstNodePools: ['steady'] }),
    ['AF-ELA-009 nodePool'],
  ],
  [
    'spot that costs more than on demand',
    on({ ...NODES, spot: { ...NODES.spot, usdPerGpuHour: 0.9 } }, floorAndBurst),
    ['AF-ELA-007 burstNodePools'],
  ],
  ['a reservation before a month of load', on({ kept: { ...NODES.steady, purchase: 'reserved' } }, {}), ['AF-ELA-010 measured.days']],
  [
    'two models behind one alias',
    (setting) => fleet({ furtherPools: [pool({ model: Model.QWEN3_4B }, 'other')(setting)] })(setting),
    ['AF-ELA-031 roles.reader.furtherPools.0'],
  ],
  ['a priority by its number', pool({ podPriority: 5 }), ['AF-SPEC-001 podPriority']],
  ['a priority by the name of its class', pool({ podPriority: 'batch' }), ['AF-SPEC-001 podPriority']],
  ['a priority of parts of Kubernetes', () => PodPriority.custom({ value: 2_000_000_000 }), ['AF-SPEC-001 value']],
  ['half a priority', () => PodPriority.custom({ value: 0.5 }), ['AF-SPEC-001 value']],
  ['a class of Kubernetes itself', () => PodPriority.existing({ name: 'system-node-critical', value: 5 }), ['AF-SPEC-001 name']],
  ['a class that a stack makes', () => PodPriority.existing({ name: 'agent-fleet.research.1000', value: 1_000 }), ['AF-SPEC-001 name']],
  ['an existing class above all', () => PodPriority.existing({ name: 'mine', value: 1_000_000_001 }), ['AF-SPEC-001 value']],
  ['an existing class of unknown value', () => PodPriority.existing({ name: 'batch' } as never), ['AF-SPEC-001 value']],
  [
    'a priority for which no node starts',
    on({ l40s: { ...NODES.steady, minNodes: 1 } }, { podPriority: PodPriority.custom({ value: -100 }) }),
    ['AF-ELA-035 podPriority'],
  ],
  ['a budget of nothing', watch({ budget: { usdPerHour: 0 } }), ['AF-SPEC-001 budget.usdPerHour']],
  ['a budget below the floor', watch({ budget: { usdPerHour: 0.01 } }), ['AF-COST-010 budget.usdPerHour']],
  ['a month of nothing', watch({ budget: { usdPerMonth: 0 } }), ['AF-SPEC-001 budget.usdPerMonth']],
  ['a month below the floor', watch({ budget: { usdPerMonth: 1 } }), ['AF-COST-010 budget.usdPerMonth']],
  [
    'a warning after the critical alert',
    watch({ alerts: { kvCacheWarning: 0.95, kvCacheCritical: 0.9 } }),
    ['AF-OBS-002 alerts.kvCacheWarning', 'AF-OBS-014 alerts.kvCacheWarning'],
  ],
  ['more than the whole cache, as an alert', watch({ alerts: { kvCacheCritical: 1.2 } }), ['AF-SPEC-001 alerts.kvCacheCritical']],
  ['nothing to watch', watch({ fleets: [] }), ['AF-SPEC-001 fleets']],
  ['an unknown threshold', watch({ alerts: { gpuUtilization: 0.9 } }), ['AF-SPEC-002 alerts.gpuUtilization']],
  ['a target of a pool that is not watched', watch({ slo: { ttftSeconds: { nobody: 1 } } }), ['AF-OBS-009 slo.ttftSeconds.nobody']],
];

/** The same of two pools of one fleet, and of whose pods give way alone. */
const BESIDE: typeof CASES = [
  ['a batch that keeps the GPU of a user', beside({ podPriority: PodPriority.custom({ value: 0 }) }), ['AF-ELA-032 podPriority']],
  ['a batch without checkpoints beside users', beside({}, { stateStore: false }), ['AF-ELA-032 podPriority']],
  [
    'a batch without checkpoints that gives way',
    beside({ podPriority: PodPriority.BACKGROUND }, { stateStore: false }),
    ['AF-ELA-033 podPriority'],
  ],
  [
    'a batch before whatever says nothing',
    beside({ podPriority: PodPriority.INTERACTIVE }),
    ['AF-ELA-034 podPriority', 'AF-ELA-032 podPriority'],
  ],
  ['one class of two values', beside({ podPriority: named(-5) }, {}, { podPriority: named(5) }), ['AF-ELA-036 podPriority']],
  [
    'one class of two policies',
    beside({ podPriority: named(-1, false) }, {}, { podPriority: named(-1, true) }),
    ['AF-ELA-036 podPriority'],
  ],
  ['users after whatever says nothing', beside({}, {}, { podPriority: PodPriority.BACKGROUND }), ['AF-ELA-037 podPriority']],
  [
    'users who take no place of a batch',
    beside({}, {}, { podPriority: PodPriority.custom({ value: 5, preempts: false }) }),
    ['AF-ELA-037 podPriority'],
  ],
  [
    'users below a batch',
    beside(
      { podPriority: PodPriority.custom({ value: 9, preempts: false }) },
      {},
      { podPriority: PodPriority.custom({ value: 5, preempts: false }) },
    ),
    ['AF-ELA-037 podPriority'],
  ],
];

/** Said of every test: of a gated model, and of images without digest. */
const OF_EVERY_APP: ReadonlySet<string> = new Set(['AF-ENG-042', 'AF-SUP-001']);

test('there are at least forty, each another', () => {
  const all = [...CASES, ...BESIDE];
  expect(all.length).toBeGreaterThanOrEqual(40);
  expect(new Set(all.map(([name]) => name)).size).toBe(all.length);
});

test.each(CASES)('%s', (_, build, expected) => {
  said(
    problemsOf((setting) => void build(setting)).filter(({ code }) => !OF_EVERY_APP.has(code)),
    expected,
  );
});

test.each(BESIDE)('%s', (_, build, expected) => {
  said(
    problemsOf((setting) => void build(setting)).filter(({ code }) => /^AF-ELA-03[2-7]$/.test(code)),
    expected,
  );
});

function said(problems: readonly Finding[], expected: readonly string[]): void {
  expect(problems.map(({ code, prop }) => `${code} ${prop}`)).toEqual(expected);
  for (const { message, repairs } of problems) {
    expect(message).not.toBe('');
    expect(repairs.length).toBeGreaterThan(0);
  }
}
