/** AF-ENG-022: flags that this release does not have, does not have yet, or may not have. */
import { closest } from '../../../core/closest';
import { type Rule, type Violation, violations } from '../../../core/rule';
import { flagsRead, type GivenArgs, nothingGiven } from '../given-args';
import { spelledFor } from '../parser-habits';

export const flagKnown: Rule<GivenArgs> = {
  id: 'flag-known',
  code: 'AF-ENG-022',
  title: 'This release of the engine does not have a flag (error) or may not have it (warning).',
  why: 'The engine refuses to start with a flag that it does not know.',
  fix: 'Correct the spelling, choose a release that has the flag, or remove it.',
  severity: ['error', 'warning'],
  check(given) {
    if (nothingGiven(given)) return 'not-applicable';
    return violations([...neverKnown(given), ...misspelt(given), ...notYet(given), ...uncertain(given), ...abbreviated(given)]);
  },
};

function neverKnown(given: GivenArgs): Violation[] {
  const isRead = given.table.isRead(given.version);
  return flagsRead(given, 'unknown').map(({ written, name }) => {
    const guess = guessOf(name, given);
    return {
      ...(isRead ? {} : ({ severity: 'warning', uncertain: true } as const)),
      prop: 'extraArgs',
      value: written,
      message: `${given.engine} has no flag ${written}`,
      repairs: [guess === undefined ? `remove ${written}` : `did you mean ${guess}?`],
    };
  });
}

function misspelt(given: GivenArgs): Violation[] {
  return flagsRead(given, 'misspelt').map(({ written, reading: { right } }) => ({
    prop: 'extraArgs',
    value: written,
    message: `${given.engine} has no flag ${written}: its parser takes ${right} alone`,
    repairs: [`write ${right}`],
  }));
}

function notYet(given: GivenArgs): Violation[] {
  return flagsRead(given, 'not yet').map(({ written, reading }) => ({
    prop: 'extraArgs',
    value: written,
    message: `${given.engine} does not have ${written} yet; it is in ${reading.first}`,
    repairs: [`engine version '${reading.first}'`, `remove ${written}`],
  }));
}

function uncertain(given: GivenArgs): Violation[] {
  return flagsRead(given, 'uncertain').map(({ written }) => ({
    severity: 'warning',
    uncertain: true,
    prop: 'extraArgs',
    value: written,
    message: `it is not known whether ${given.engine} has ${written}: it came or went between two releases that were read`,
    repairs: [`remove ${written}, or start that image once with it`],
  }));
}

function abbreviated(given: GivenArgs): Violation[] {
  return flagsRead(given, 'present')
    .filter(({ reading }) => reading.resolved.abbreviated)
    .map(({ written, reading }) => ({
      severity: 'warning',
      prop: 'extraArgs',
      value: written,
      message: `${written} is short for ${reading.resolved.flag}; the next release may have a second flag that begins so`,
      repairs: [`write ${reading.resolved.flag}`],
    }));
}

/** The flag that was meant. `--disable-x` of a release that only has `--enable-x` means its negation, not its namesake. */
function guessOf(name: string, { table, version }: GivenArgs): string | undefined {
  const spellings = table.spellings(version);
  const negation = name.replace(/^--disable-/, '--no-enable-');
  if (spellings.includes(negation)) return negation;
  const guess = closest(
    name,
    spellings.filter((spelling) => Math.abs(spelling.length - name.length) <= LONGEST_TYPO),
  );
  return guess === undefined ? undefined : spelledFor(table.parser, guess);
}

/** Letters a misspelt flag may have too many or too few; spares comparing with all 400. */
const LONGEST_TYPO = 4;
