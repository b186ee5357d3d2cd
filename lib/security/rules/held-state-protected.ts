/** AF-STO-002: what nothing protects goes with a change. */
import { set } from '../../core/change';
import { repair } from '../../core/finding';
import { OPERATIONAL, type Rule } from '../../core/rule';
import { type HeldState, protectionProp } from '../held-state';

export const heldStateProtected: Rule<HeldState> = {
  id: 'held-state-protected',
  code: 'AF-STO-002',
  title: 'A store holds data, and its protection against deletion is off.',
  why: 'A change that replaces the store, or removes its construct, deletes the data.',
  fix: 'Leave deletionProtection on.',
  severity: OPERATIONAL,
  check(held) {
    const { holds, fixed, deletionProtection } = held;
    const prop = protectionProp(held);
    if (deletionProtection) return 'compliant';
    return [
      {
        prop,
        value: false,
        message: `${holds} holds data that nothing protects: \`destroy\`, a program without its construct and a change of ${fixed.join(', ')} delete it`,
        repairs: [held.of === undefined ? repair(set(prop, true)) : `${prop}: true`],
      },
    ];
  },
};
