import { Engine } from '../../lib/catalog/engines/engine';
import type { QueueDepthSpec } from '../../lib/elasticity/queue-depth-props';
import type { QueueDepthView } from '../../lib/elasticity/queue-depth-view';
import { QUEUE_DEPTH_RULES } from '../../lib/elasticity/rules';
import { describeRules } from './cases';

const engine = Engine.vllm();
const TARGET = { name: 'planner', metricsPath: '/metrics', metricsSource: engine.name, metrics: engine.metrics };
const SPEC = { min: 1, max: 4, waitingPerReplica: 5, scaleOutWindowSeconds: 60, scaleInWindowSeconds: 300, cooldownSeconds: 300 };
const policy = (spec: Partial<QueueDepthSpec> = {}, target: Partial<QueueDepthView['target']> = {}): QueueDepthView => ({
  spec: { ...SPEC, ...spec } as QueueDepthSpec,
  target: { ...TARGET, ...target },
});

describeRules('rules of a queue-depth policy', QUEUE_DEPTH_RULES, {
  'queue-seen': { violated: [policy({}, { metrics: {} })], compliant: policy(), notApplicable: 'always' },
  'floor-awake': { violated: [policy({ min: 0 })], compliant: policy({ min: 1 }), notApplicable: 'always' },
  'floor-below-ceiling': { violated: [policy({ min: 5 })], compliant: policy({ min: 4 }), notApplicable: 'always' },
  'scale-out-in-time': { violated: [policy({ waitingPerReplica: 11 })], compliant: policy(), notApplicable: 'always' },
  'scale-out-not-hasty': { violated: [policy({ scaleOutWindowSeconds: 59 })], compliant: policy(), notApplicable: 'always' },
  'scale-in-patient': { violated: [policy({ cooldownSeconds: 299 })], compliant: policy(), notApplicable: 'always' },
});
