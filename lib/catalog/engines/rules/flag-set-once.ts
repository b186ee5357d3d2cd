/** AF-ENG-023: props write these flags, so a second value would contradict the plan. */
import { type Rule, violations } from '../../../core/rule';
import { flagsRead, type GivenArgs, nothingGiven } from '../given-args';

export const flagSetOnce: Rule<GivenArgs> = {
  id: 'flag-set-once',
  code: 'AF-ENG-023',
  title: 'A prop already sets a flag of extraArgs.',
  why: 'The engine would take the last of two values, and the plan is made with the value of the prop.',
  fix: 'Remove the flag and set the prop.',
  severity: 'error',
  check(given) {
    if (nothingGiven(given)) return 'not-applicable';
    return violations(
      flagsRead(given, 'owned').map(({ written, reading: { prop } }) => ({
        prop: 'extraArgs',
        value: written,
        message: `${written} is set by ${prop ?? 'a prop of the pool'}; two sources for one flag would contradict each other`,
        repairs: [prop === undefined ? `remove ${written}` : `remove ${written} and set ${prop}`],
      })),
    );
  },
};
