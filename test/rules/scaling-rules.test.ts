import { type ITaskQueue, SecretRef, TaskQueue } from 'cdktf-agent-fleet';
import { Engine } from '../../lib/catalog/engines/engine';
import { SCALING_RULES } from '../../lib/elasticity/rules';
import type { ScalingView, SignalName, SignalSettings } from '../../lib/elasticity/scaling-view';
import { WEEKDAYS } from '../../lib/elasticity/schedule-props';
import type { ScaledLoad } from '../../lib/inference/scaling-policy';
import { describeRules } from './cases';

const engine = Engine.vllm();
const TARGET = { name: 'planner', metricsPath: '/metrics', metricsSource: engine.name, metrics: engine.metrics, startupSeconds: 600 };
const SPEC = { min: 1, max: 4, waitingPerReplica: 5, scaleOutWindowSeconds: 60, scaleInWindowSeconds: 300, cooldownSeconds: 300 };
const policy = (spec: Partial<SignalSettings> = {}, target: Partial<ScalingView['target']> = {}): ScalingView => ({
  policy: 'queueDepth',
  signals: ['queue'],
  spec: { ...SPEC, ...spec } as SignalSettings,
  target: { ...TARGET, ...target },
});

const OFFICE = { days: [...WEEKDAYS], from: '08:00', to: '18:00', replicas: 3 };
const scheduled = (office: Partial<typeof OFFICE> = {}, schedule: { startEarlySeconds?: number } = {}, target = {}) =>
  policy({ schedule: { timeZone: 'Europe/Berlin', windows: { office: { ...OFFICE, ...office } }, ...schedule } }, target);

const LOAD: ScaledLoad = {
  gpusPerReplica: 2,
  firstTokenSeconds: 0.5,
  firstTokenBounds: engine.firstTokenBounds,
  promptTokens: 1_500,
  prefillTokensPerSecond: () => 10_000,
};
const on = (signals: readonly SignalName[], spec: Partial<SignalSettings> = {}, load: Partial<ScaledLoad> = {}): ScalingView => ({
  ...policy(spec, { load: { ...LOAD, ...load } }),
  signals,
});
const late = (spec: Partial<SignalSettings> = {}, load: Partial<ScaledLoad> = {}) =>
  on(['queue', 'latency'], { ttftWindowSeconds: 120, scaleOutWindowSeconds: 120, scaleInWindowSeconds: 720, ...spec }, load);
const tokens = (spec: Partial<SignalSettings> = {}, load: Partial<ScaledLoad> = {}) => on(['tokens'], { kvCacheShare: 0.8, ...spec }, load);

const amqp = TaskQueue.fromExisting({
  kind: 'amqp',
  name: 'jobs',
  host: 'mq.example.com',
  cidr: '10.0.0.0/24',
  url: SecretRef.existing('mq', 'url'),
});
const silent: ITaskQueue = Object.create(amqp, { depth: { value: () => null } }) as ITaskQueue;

describeRules('rules of a scaling policy', SCALING_RULES, {
  'scales-before-load': { violated: [on(['gpu-utilization' as SignalName])], compliant: on(['queue', 'latency']), notApplicable: 'always' },
  'signal-seen': { violated: [policy({}, { metrics: {} })], compliant: policy(), notApplicable: 'always' },
  'floor-awake': {
    violated: [late({ min: 0 })],
    compliant: on(['tasks'], { min: 0, queue: amqp }),
    notApplicable: policy({ min: 1 }),
  },
  'floor-below-ceiling': { violated: [policy({ min: 5 })], compliant: policy({ min: 4 }), notApplicable: 'always' },
  'scale-out-in-time': { violated: [policy({ waitingPerReplica: 11 })], compliant: policy(), notApplicable: 'always' },
  'scale-out-not-hasty': {
    violated: [policy({ scaleOutWindowSeconds: 59 })],
    compliant: policy(),
    notApplicable: policy({ scaleOutWindowSeconds: 30, queue: amqp }),
  },
  'window-below-ceiling': { violated: [scheduled({ replicas: 5 })], compliant: scheduled({ replicas: 4 }), notApplicable: policy() },
  'window-above-floor': { violated: [scheduled({ replicas: 1 })], compliant: scheduled({ replicas: 2 }), notApplicable: policy() },
  'window-ends': {
    violated: [scheduled({ to: '07:55' })],
    compliant: scheduled({ to: '07:00' }),
    notApplicable: policy(),
  },
  'start-known': {
    violated: [scheduled({}, {}, { startupSeconds: null })],
    compliant: scheduled({}, { startEarlySeconds: 60 }, { startupSeconds: null }),
    notApplicable: policy(),
  },
  'scale-in-patient': { violated: [policy({ cooldownSeconds: 299 })], compliant: policy(), notApplicable: 'always' },
  'first-token-known': {
    violated: [late({}, { firstTokenSeconds: null })],
    compliant: late({ ttftSeconds: 2 }, { firstTokenSeconds: null }),
    notApplicable: policy(),
  },
  'first-token-in-buckets': {
    violated: [late({ ttftSeconds: 2_560 })],
    compliant: late({ ttftSeconds: 2_559 }),
    notApplicable: late({ ttftSeconds: 5_000 }, { firstTokenBounds: null }),
  },
  'first-tokens-forgotten': {
    violated: [late({ scaleInWindowSeconds: 719 })],
    compliant: late({ scaleInWindowSeconds: undefined }),
    notApplicable: policy(),
  },
  'prompts-known': {
    violated: [tokens({}, { promptTokens: null })],
    compliant: tokens({ promptTokens: 700, prefillTokensPerSecond: 9_000 }, { promptTokens: null, prefillTokensPerSecond: () => null }),
    notApplicable: policy(),
  },
  'gpus-known': { violated: [policy({ waitingPerGpu: 10 })], compliant: on(['queue'], { waitingPerGpu: 10 }), notApplicable: policy() },
  'schedule-above-peak': {
    violated: [scheduled({ replicas: 3 }, {}, { load: { ...LOAD, peakReplicas: 3 } })],
    compliant: scheduled({ replicas: 4 }, {}, { load: { ...LOAD, peakReplicas: 3 } }),
    notApplicable: scheduled({}, {}, { load: LOAD }),
  },
  'queue-asked': {
    violated: [policy({ queue: silent })],
    compliant: policy({ queue: amqp }),
    notApplicable: policy(),
  },
  'sleeps-in-background': {
    violated: [on(['tasks'], { min: 0, queue: amqp })],
    compliant: on(['queue'], { min: 1 }),
    notApplicable: on(['tasks'], { min: 0, queue: amqp }, { firstTokenSeconds: null }),
  },
  'sleeps-after-load': {
    violated: [policy({ min: 0, cooldownSeconds: 599 })],
    compliant: policy({ min: 0, cooldownSeconds: 600 }),
    notApplicable: policy({ min: 0, cooldownSeconds: undefined }),
  },
});

describe('a schedule against the peak of the day', () => {
  const rule = SCALING_RULES.find(({ code }) => code === 'AF-ELA-008');
  const of = (replicas: number, peakReplicas: number) => rule?.check(scheduled({ replicas }, {}, { load: { ...LOAD, peakReplicas } }));

  test('a day that the floor holds needs no window', () => {
    expect(of(2, 1)).toBe('not-applicable');
  });
  test('the repair stays below the ceiling, and says so where it cannot', () => {
    expect(of(2, 3)).toMatchObject([{ repairs: [{ changes: [{ field: 'scaling.schedule.windows.office.replicas', value: 4 }] }, {}] }]);
    expect(of(4, 4)).toMatchObject([{ repairs: ['scaling.max: at least 6, and as many replicas in window office', expect.anything()] }]);
  });
  test('a tenth of a replica more is a replica, and rounding adds none', () => {
    expect(of(13, 10)).toBe('compliant');
    expect(of(12, 10)).toMatchObject([{ value: 12, allowed: expect.stringContaining('at least 13') }]);
  });
});
