/** AF-STO-001: what is protected cannot be changed in passing. */
import type { Rule } from '../../core/rule';
import { type HeldState, protectionProp } from '../held-state';

export const heldStateNamed: Rule<HeldState> = {
  id: 'held-state-named',
  code: 'AF-STO-001',
  title: 'A store holds data; Terraform refuses changes that would delete it.',
  why: 'A change that replaces the store ends with an error and loses no data; a construct that is removed leaves them behind on the cluster. The API server refuses to delete their namespace.',
  fix: 'Where the data may be deleted, deploy with deletionProtection: false first.',
  severity: 'info',
  check(held) {
    const { holds, fixed, deletionProtection } = held;
    const prop = protectionProp(held);
    if (!deletionProtection) return 'not-applicable';
    return [
      {
        prop,
        value: true,
        message: `${holds} holds data: it is not destroyed for another ${fixed.join(', ')}, and stays on the cluster without its construct`,
        repairs: [`${prop}: false, deployed before`],
      },
    ];
  },
};
