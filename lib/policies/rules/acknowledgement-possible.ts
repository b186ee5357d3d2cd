/** AF-POL-004: nobody can accept what does not work. */
import type { Rule } from '../../core/rule';
import { type AcknowledgementView, isKnown } from '../accepted';

export const acknowledgementPossible: Rule<AcknowledgementView> = {
  id: 'acknowledgement-possible',
  code: 'AF-POL-004',
  title: 'An acknowledgement accepts what does not work.',
  why: 'The rule refuses what does not fit or does not start; a reason does not change that.',
  fix: 'Repair what the rule finds.',
  severity: 'error',
  check(view) {
    if (!isKnown(view) || view.covers.length === 0) return 'not-applicable';
    const [first] = view.refusals;
    if (first === undefined) return 'compliant';
    const { rule } = view.acknowledgement;
    return [
      {
        prop: 'rule',
        value: rule,
        allowed: 'a rule whose severity the environment or a pack decides, a warning or a hint',
        message: `${rule} refuses what does not work, and no reason changes that: ${first.message}`,
        repairs: [`repair what ${rule} finds, and remove the acknowledgement`],
      },
    ];
  },
};
