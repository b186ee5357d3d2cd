/** AF-ELA-032: where nodes are short, whoever came first keeps the GPU, unless priorities say otherwise. */
import { constant, set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import { PodPriority } from '../../platform/pod-priority';
import { isBackground } from '../background-pool';
import { preempts, priorityValue } from '../node-rivals';
import type { PriorityRivals } from '../priority-rivals';

export const backgroundGivesWay: Rule<PriorityRivals> = {
  id: 'background-gives-way',
  code: 'AF-ELA-032',
  title: 'A background pool keeps GPUs of which a pool that users wait for may run short.',
  why: 'Pods of equal priority stay where they are, so that the burst of a batch holds the GPU that the next replica for users waits for.',
  fix: 'Give the background pool podPriority: PodPriority.BACKGROUND, or a node pool of its own.',
  severity: 'warning',
  check({ pool, awaited, outrankedBy, shortage }) {
    if (!isBackground(pool.demand) || shortage === null) return 'not-applicable';
    // Before which the background goes whatever its priority says: that is for them to mend (AF-ELA-037).
    const first = awaited.filter((other) => preempts(other) && priorityValue(other) > PodPriority.BACKGROUND.value);
    if (first.length === 0) return 'not-applicable';
    const kept = first.filter((other) => !outrankedBy.includes(other));
    if (kept.length === 0) return 'compliant';
    const names = kept.map(({ name }) => name).join(' and ');
    return [
      {
        prop: 'podPriority',
        value: priorityValue(pool),
        allowed: `a priority below ${Math.min(...kept.map(priorityValue))}, that of ${names}`,
        message: `users wait for ${names}, which share nodes with ${pool.name}, and ${shortage}; pods of ${pool.name} do not give way to theirs`,
        repairs: [repair(set('podPriority', constant('PodPriority.BACKGROUND'))), `a nodePool of its own for ${pool.name}`],
      },
    ];
  },
};
