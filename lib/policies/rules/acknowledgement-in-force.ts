/** AF-POL-001: what was accepted for a time is looked at again when the time is over. */
import type { Rule } from '../../core/rule';
import { type AcknowledgementView, isKnown, isOver } from '../accepted';

export const acknowledgementInForce: Rule<AcknowledgementView> = {
  id: 'acknowledgement-in-force',
  code: 'AF-POL-001',
  title: 'An acknowledgement has expired.',
  why: 'What was accepted for a time would be accepted for ever.',
  fix: 'Repair what was accepted, or decide again and give another day.',
  severity: 'error',
  check(view) {
    const { rule, expires, owner, reason } = view.acknowledgement;
    if (expires === undefined || !isKnown(view)) return 'not-applicable';
    if (!isOver(view)) return 'compliant';
    const open = view.covers.map(({ message }) => message).slice(0, 1);
    return [
      {
        prop: 'expires',
        value: expires,
        allowed: `a day from ${view.today} on`,
        message: `the acknowledgement of ${rule} by ${owner} (${reason}) has expired${open.length === 0 ? '' : `, and it still holds that ${open[0]}`}`,
        repairs: [view.covers.length === 0 ? 'remove the acknowledgement' : `repair what ${rule} finds, or decide again: a later expires`],
      },
    ];
  },
};
