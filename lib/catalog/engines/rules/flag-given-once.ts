/** AF-ENG-077: parsers of programs in Rust take each flag once, and some flags exclude others. */
import { type Rule, type Violation, violations } from '../../../core/rule';
import { flagsRead, type GivenArgs, nothingGiven } from '../given-args';

export const flagGivenOnce: Rule<GivenArgs> = {
  id: 'flag-given-once',
  code: 'AF-ENG-077',
  title: 'A flag stands twice in extraArgs, or beside one that excludes it.',
  why: 'The engine refuses to start.',
  fix: 'Keep one of them.',
  severity: 'error',
  check(given) {
    if (nothingGiven(given)) return 'not-applicable';
    return violations([...repeated(given), ...excluded(given)]);
  },
};

function repeated(given: GivenArgs): Violation[] {
  const { parser, repeatable } = given.table;
  if (parser.repeats) return [];
  const flags = flagsRead(given, 'present').map(({ written, reading }) => ({ written, flag: reading.resolved.flag }));
  return flags
    .filter(({ flag }, index) => !repeatable.includes(flag) && flags.slice(0, index).some((one) => one.flag === flag))
    .map(({ written, flag }) => conflict(written, `${given.engine} takes ${flag} once, and ${written} gives it again`));
}

function excluded(given: GivenArgs): Violation[] {
  const flags = flagsRead(given, 'present').map(({ reading }) => reading.resolved.flag);
  return given.table.exclusive
    .filter(([one, other]) => flags.includes(one) && flags.includes(other))
    .map(([one, other]) => conflict(other, `${given.engine} does not take ${other} beside ${one}`));
}

const conflict = (value: string, message: string): Violation => ({ prop: 'extraArgs', value, message, repairs: [`remove ${value}`] });
