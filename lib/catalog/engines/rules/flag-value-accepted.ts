/** AF-ENG-024: values that the parser of the engine refuses. */
import { type Rule, type Violation, violations } from '../../../core/rule';
import { valueProblem } from '../arg-values';
import { flagsRead, type GivenArgs, nothingGiven } from '../given-args';

export const flagValueAccepted: Rule<GivenArgs> = {
  id: 'flag-value-accepted',
  code: 'AF-ENG-024',
  title: 'A flag has a value that the engine does not accept.',
  why: 'The engine refuses to start.',
  fix: 'Write an accepted value, and each flag and each value as an argument of its own.',
  severity: 'error',
  check(given) {
    if (nothingGiven(given)) return 'not-applicable';
    return violations([...strays(given), ...joined(given), ...wrongValues(given)]);
  },
};

const strays = ({ stray }: GivenArgs): Violation[] =>
  stray.map((value) => ({
    prop: 'extraArgs',
    value,
    message: `the value "${value}" belongs to no flag`,
    repairs: ['write the flag in front of it, each as an argument of its own'],
  }));

function joined(given: GivenArgs): Violation[] {
  return flagsRead(given, 'joined').map(({ written }) => {
    const words = written.trim().split(/\s+/);
    return {
      prop: 'extraArgs',
      value: written,
      message: `"${written}" is one argument; the engine would look for a flag of that whole name`,
      repairs: [`write ${words.map((word) => `'${word}'`).join(', ')}`],
    };
  });
}

function wrongValues(given: GivenArgs): Violation[] {
  return flagsRead(given, 'present').flatMap(({ reading, ...flag }) => {
    const { takes, flag: name } = reading.resolved;
    const problem = valueProblem(flag, takes, given.table.choicesOf(name, given.version));
    if (problem === undefined) return [];
    const { allowed, repair } = problem;
    return [{ prop: 'extraArgs', value: flag.written, message: `${flag.written} ${problem.message}`, allowed, repairs: [repair] }];
  });
}
