/** AF-ELA-033: a pod that gives way ends, and what it had not answered is asked again. */
import type { Rule } from '../../core/rule';
import { isAwaited } from '../pool-priority';
import type { PriorityRivals } from '../priority-rivals';

export const interruptedWorkKept: Rule<PriorityRivals> = {
  id: 'interrupted-work-kept',
  code: 'AF-ELA-033',
  title: 'Pods of a pool give way to others, and its work has no checkpoints.',
  why: 'A pod that gives way has seconds to answer; a workflow that fails then and has no checkpoints starts anew, each time.',
  fix: 'Leave the fleet its state store, or give the pool no lower priority.',
  severity: 'warning',
  check({ pool, outrankedBy }) {
    const { name, demand } = pool;
    if (outrankedBy.length === 0 || demand.planned.length === 0 || isAwaited(demand)) return 'not-applicable';
    if (demand.interruptible !== false) return 'compliant';
    const others = outrankedBy.map((other) => other.name).join(' and ');
    return [
      {
        prop: 'podPriority',
        value: pool.priority?.value ?? 0,
        allowed: `a state store for checkpoints, or a priority of at least ${Math.max(...outrankedBy.map(({ priority }) => priority?.value ?? 0))}`,
        message: `pods of ${name} give way to those of ${others}, and without a state store the work of its roles starts anew`,
        repairs: ['stateStore of the fleet left out, so that it gets one', `a nodePool of its own for ${name}`],
      },
    ];
  },
};
