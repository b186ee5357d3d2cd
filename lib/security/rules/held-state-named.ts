/** AF-STO-001: what is protected cannot be changed in passing. */
import type { Rule } from '../../core/rule';
import { type HeldState, protectionProp } from '../held-state';

export const heldStateNamed: Rule<HeldState> = {
  id: 'held-state-named',
  code: 'AF-STO-001',
  title: 'A store holds data; Terraform refuses what would delete it.',
  why: 'A change that replaces the store ends with an error of Terraform, and not with lost data.',
  fix: 'Deploy with deletionProtection false first, where the data may go.',
  severity: 'info',
  check(held) {
    const { holds, fixed, deletionProtection } = held;
    const prop = protectionProp(held);
    if (!deletionProtection) return 'not-applicable';
    return [
      {
        prop,
        value: true,
        message: `${holds} holds data: Terraform refuses to destroy it, also for another ${fixed.join(', ')}`,
        repairs: [`${prop}: false, deployed before`],
      },
    ];
  },
};
