/** AF-POL-003: an acknowledgement that outlives its finding would hide the next one. */
import type { Rule } from '../../core/rule';
import { type AcknowledgementView, isKnown, isOver } from '../accepted';

export const acknowledgementNeeded: Rule<AcknowledgementView> = {
  id: 'acknowledgement-needed',
  code: 'AF-POL-003',
  title: 'An acknowledgement accepts nothing: its rule finds nothing there, or another acknowledgement has accepted it.',
  why: 'It would hide the next finding of the rule, which nobody has looked at.',
  fix: 'Remove the acknowledgement.',
  severity: 'warning',
  check(view) {
    if (!isKnown(view) || isOver(view)) return 'not-applicable';
    if (view.covers.length > 0) return 'compliant';
    const { rule, path } = view.acknowledgement;
    return [
      {
        prop: 'rule',
        value: rule,
        allowed: `an acknowledgement where ${rule} finds something`,
        message: `${rule} finds nothing at ${path} that is not accepted already`,
        repairs: ['remove the acknowledgement'],
      },
    ];
  },
};
