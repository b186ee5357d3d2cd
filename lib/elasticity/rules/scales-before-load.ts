/** AF-ELA-001: utilization is high when it is too late, and of an engine it is always high. */
import { OPERATIONAL, type Rule } from '../../core/rule';
import type { ScalingView } from '../scaling-view';

const EARLY: readonly string[] = ['queue', 'latency', 'tokens', 'tasks'];

export const scalesBeforeLoad: Rule<ScalingView> = {
  id: 'scales-before-load',
  code: 'AF-ELA-001',
  title: 'A pool scales on utilization.',
  why: 'A GPU is busy whether one request waits or a hundred; the queue, the first token and the KV cache say so before users do.',
  fix: 'Scale on the queue, on first tokens, on tokens or on the tasks of a queue.',
  severity: OPERATIONAL,
  check({ policy, signals }) {
    const late = signals.filter((signal) => !EARLY.includes(signal));
    if (late.length === 0) return 'compliant';
    return [
      {
        prop: 'scaling',
        value: late.join(', '),
        allowed: EARLY.join(', '),
        message: `Scaling.${policy} looks at ${late.join(', ')}, which is high when it is too late`,
        repairs: ['scaling: Scaling.queueDepth({ min, max })'],
      },
    ];
  },
};
