/** AF-ENG-035: the share of a GPU means another thing to each engine, so it has another prop. */
import { engineModelOf } from '../../capacity/engines/registry';
import { remove } from '../../core/change';
import { repair } from '../../core/finding';
import type { Rule } from '../../core/rule';
import type { PoolView } from '../pool-view';

const SHARES = ['gpuMemoryUtilization', 'engineMemoryFraction'] as const;

export const memoryShareRead: Rule<PoolView> = {
  id: 'memory-share-read',
  code: 'AF-ENG-035',
  title: 'The pool gives a share of the GPU that its engine does not read.',
  why: 'Engines divide the memory in ways of their own: the same number would be planned as one thing and started as another.',
  fix: 'Give the share by the prop that the engine reads, or leave it out.',
  severity: 'error',
  check({ spec, replica, engine }) {
    const given = SHARES.filter((prop) => spec[prop] !== undefined);
    if (given.length === 0) return 'not-applicable';
    const { input, meaning, setting } = engineModelOf(replica).memoryShare;
    const unread = given.filter((prop) => prop !== input);
    if (unread.length === 0) return 'compliant';
    const own = setting === null ? '' : ` (${setting})`;
    return unread.map((prop) => ({
      prop,
      value: spec[prop],
      allowed: input === null ? 'no share' : `${input}${own}: ${meaning}`,
      message: `${engine.name} does not read ${prop}${input === null ? '' : `; its own share${own} is a ${meaning}`}`,
      repairs: [repair(remove(prop))],
    }));
  },
};
