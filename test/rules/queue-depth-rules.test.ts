import { Engine } from '../../lib/catalog/engines/engine';
import type { QueueDepthSpec } from '../../lib/elasticity/queue-depth-props';
import type { QueueDepthView } from '../../lib/elasticity/queue-depth-view';
import { QUEUE_DEPTH_RULES } from '../../lib/elasticity/rules';
import { WEEKDAYS } from '../../lib/elasticity/schedule-props';
import { describeRules } from './cases';

const engine = Engine.vllm();
const TARGET = { name: 'planner', metricsPath: '/metrics', metricsSource: engine.name, metrics: engine.metrics, startupSeconds: 600 };
const SPEC = { min: 1, max: 4, waitingPerReplica: 5, scaleOutWindowSeconds: 60, scaleInWindowSeconds: 300, cooldownSeconds: 300 };
const policy = (spec: Partial<QueueDepthSpec> = {}, target: Partial<QueueDepthView['target']> = {}): QueueDepthView => ({
  spec: { ...SPEC, ...spec } as QueueDepthSpec,
  target: { ...TARGET, ...target },
});

const OFFICE = { days: [...WEEKDAYS], from: '08:00', to: '18:00', replicas: 3 };
const scheduled = (office: Partial<typeof OFFICE> = {}, schedule: { startEarlySeconds?: number } = {}, target = {}) =>
  policy({ schedule: { timeZone: 'Europe/Berlin', windows: { office: { ...OFFICE, ...office } }, ...schedule } }, target);

describeRules('rules of a queue-depth policy', QUEUE_DEPTH_RULES, {
  'queue-seen': { violated: [policy({}, { metrics: {} })], compliant: policy(), notApplicable: 'always' },
  'floor-awake': { violated: [policy({ min: 0 })], compliant: policy({ min: 1 }), notApplicable: 'always' },
  'floor-below-ceiling': { violated: [policy({ min: 5 })], compliant: policy({ min: 4 }), notApplicable: 'always' },
  'scale-out-in-time': { violated: [policy({ waitingPerReplica: 11 })], compliant: policy(), notApplicable: 'always' },
  'scale-out-not-hasty': { violated: [policy({ scaleOutWindowSeconds: 59 })], compliant: policy(), notApplicable: 'always' },
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
});
