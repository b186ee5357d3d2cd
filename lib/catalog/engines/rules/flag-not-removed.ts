/** AF-ENG-021: an engine that does not know a flag any more does not start. */
import { type Rule, violations } from '../../../core/rule';
import { flagsRead, type GivenArgs, nothingGiven } from '../given-args';

export const flagNotRemoved: Rule<GivenArgs> = {
  id: 'flag-not-removed',
  code: 'AF-ENG-021',
  title: 'A flag was removed from this release of the engine.',
  why: 'The engine refuses to start with a flag that it does not know.',
  fix: 'Write the flag that replaced it, or remove it.',
  severity: 'error',
  check(given) {
    if (nothingGiven(given)) return 'not-applicable';
    return violations(
      flagsRead(given, 'removed').map(({ written, reading }) => ({
        prop: 'extraArgs',
        value: written,
        message: `${given.engine} no longer has ${written} and refuses to start with it`,
        repairs: [reading.instead],
      })),
    );
  },
};
