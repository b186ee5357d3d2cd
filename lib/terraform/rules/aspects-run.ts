/** AF-SPEC-031: cdktf runs the aspects of a stack and of what lies in it, and no others. */
import type { Rule } from '../../core/rule';

/** What lies above a stack: the App, or a construct between both. */
export interface AspectScope {
  /** As a message calls it, e.g. `the App`. */
  readonly scope: string;
  /** How many aspects were added to it. */
  readonly aspects: number;
}

export const aspectsRun: Rule<AspectScope> = {
  id: 'aspects-run',
  code: 'AF-SPEC-031',
  title: 'Aspects are added to something above a stack, and never run.',
  why: 'cdktf asks each stack for its aspects. What such an aspect should change or check stays as it is, and nothing says so.',
  fix: 'Add the aspects to each stack; for labels call addLabels.',
  severity: 'warning',
  check({ scope, aspects }) {
    if (aspects === 0) return 'not-applicable';
    return [
      {
        prop: 'aspects',
        value: aspects,
        allowed: 'aspects of stacks, and of constructs in them',
        message: `${aspects === 1 ? 'an aspect was added' : `${aspects} aspects were added`} to ${scope}, and cdktf runs those of stacks alone`,
        repairs: ['Aspects.of(stack).add(…) for each stack', "addLabels(app, { 'cost-center': '4711' }) for labels"],
      },
    ];
  },
};
