/** AF-SPEC-029: a construct takes its labels when it is made. */
import type { Rule } from '../../core/rule';

/** Labels that are added to a scope. */
export interface AddedLabels {
  readonly labels: readonly string[];
  /** Path of a construct below the scope that was made before; undefined where there is none. */
  readonly madeBefore: string | undefined;
}

export const labelsInTime: Rule<AddedLabels> = {
  id: 'labels-in-time',
  code: 'AF-SPEC-029',
  title: 'Labels are added after constructs that should have them.',
  why: 'What those constructs make would go without the labels, and nobody would see it.',
  fix: 'Call addLabels before the first construct below the scope.',
  severity: 'error',
  check({ labels, madeBefore }) {
    if (madeBefore === undefined) return 'compliant';
    return [
      {
        prop: 'labels',
        value: labels.join(', '),
        allowed: 'labels that are added before the constructs are made',
        message: `${madeBefore} was made before these labels and has none of them`,
        repairs: [`addLabels before ${madeBefore} is made`, 'in a class that extends a construct: labels of its scope, before super(…)'],
      },
    ];
  },
};
