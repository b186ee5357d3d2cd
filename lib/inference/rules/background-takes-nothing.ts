/** AF-ELA-034: work that can wait takes the place of nobody. */
import { constant, set } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import { isBackground } from '../background-pool';
import type { PoolView } from '../pool-view';

export const backgroundTakesNothing: Rule<PoolView> = {
  id: 'background-takes-nothing',
  code: 'AF-ELA-034',
  title: 'Pods of a background pool take the place of pods without a priority.',
  why: 'Pools, tools, pods of other teams and daemons on its nodes that say nothing of their priority are ended for work that can wait.',
  fix: 'Give the pool PodPriority.BACKGROUND, or a class that preempts nobody.',
  severity: 'warning',
  check({ name, demand, priority }) {
    if (priority === null || !isBackground(demand)) return 'not-applicable';
    if (!priority.preempts || priority.value <= 0) return 'compliant';
    return [
      {
        prop: 'podPriority',
        value: priority.value,
        allowed: 'at most 0, or preempts: false',
        message: `all roles on ${name} run in the background, and its pods take the place of every pod below ${priority.value} on their nodes, which those without a priority are`,
        repairs: [repair(set('podPriority', constant('PodPriority.BACKGROUND')))],
      },
    ];
  },
};
