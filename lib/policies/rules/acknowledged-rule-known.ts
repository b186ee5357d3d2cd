/** AF-POL-002: a misspelt code accepts nothing. */
import { closest } from '../../core/closest';
import type { Rule } from '../../core/rule';
import { type AcknowledgementView, isKnown } from '../accepted';

export const acknowledgedRuleKnown: Rule<AcknowledgementView> = {
  id: 'acknowledged-rule-known',
  code: 'AF-POL-002',
  title: 'An acknowledgement names a rule that does not exist.',
  why: 'It accepts nothing, and what was meant stays a finding.',
  fix: 'Name a code of docs/errors.md, or of a pack that the app applies.',
  severity: 'error',
  check(view) {
    if (isKnown(view)) return 'compliant';
    const { rule } = view.acknowledgement;
    const suggestion = closest(rule, view.codes);
    return [
      {
        prop: 'rule',
        value: rule,
        allowed: 'a code of docs/errors.md, or of a rule of your own',
        message: `there is no rule ${rule}`,
        repairs: [suggestion === undefined ? 'remove the acknowledgement' : `did you mean ${suggestion}?`],
      },
    ];
  },
};
