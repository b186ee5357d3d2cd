/** What is wrong with the arguments a user adds to an engine: flags that are gone, unknown, or set by a prop already, and bad values. */

import { closest } from '../../core/closest';
import type { DOMAIN_CODES } from '../../core/codes';
import type { UnplacedFinding } from '../../core/finding';
import { own } from '../../core/own';
import { valueProblem } from './arg-values';
import type { EngineVersion } from './engine-version';
import type { FlagTable, ResolvedFlag } from './flag-table';
import { type GivenFlag, parseArgs } from './parse-args';

type ArgCode = Extract<keyof typeof DOMAIN_CODES, `AF-ENG-02${1 | 2 | 3 | 4}`>;

/** The engine whose parser will read the arguments. */
export interface ArgContext {
  /** Name and version for messages, e.g. `vLLM 0.30.0`. */
  readonly engine: string;
  readonly version: EngineVersion;
  readonly table: FlagTable;
  /** Flags that typed props set. */
  readonly owned: readonly string[];
  /** Prop that sets a flag, for repairs. */
  readonly propOf: Readonly<Record<string, string>>;
}

/** One finding per argument that the engine would refuse, or that would contradict a prop. Empty when all is well. */
export function checkArgs(args: readonly string[], context: ArgContext): UnplacedFinding[] {
  const { flags, stray } = parseArgs(args);
  return [...stray.map(strayFinding), ...flags.flatMap((given) => checkFlag(given, context))];
}

function checkFlag(given: GivenFlag, context: ArgContext): UnplacedFinding[] {
  if (/\s/.test(given.written)) return [joinedFinding(given)];
  const resolved = context.table.resolve(given.name, context.version);
  if (isOwned(resolved?.flag ?? given.name, context)) return [ownedFinding(given, resolved?.flag ?? given.name, context)];
  if (resolved === undefined) return [neverKnown(given, context)];
  if (resolved.presence !== 'present') return [absentFinding(given, resolved, context)];
  return [...(resolved.abbreviated ? [abbreviatedFinding(given, resolved)] : []), ...valueFinding(given, resolved, context)];
}

function isOwned(flag: string, { owned, table, version }: ArgContext): boolean {
  return owned.some((name) => name === flag || table.resolve(name, version)?.flag === flag);
}

function ownedFinding(given: GivenFlag, flag: string, { propOf }: ArgContext): UnplacedFinding {
  const prop = own(propOf, flag);
  return {
    ...base('AF-ENG-023', given.written),
    message: `${given.written} is set by ${prop === undefined ? 'a prop of the pool' : prop}; two sources for one flag would contradict each other`,
    repairs: [prop === undefined ? `remove ${given.written}` : `remove ${given.written} and set ${prop}`],
  };
}

/** A spelling that no release read has: gone long ago, or never there. */
function neverKnown(given: GivenFlag, context: ArgContext): UnplacedFinding {
  const retired = retiredBy(given.name, context);
  if (retired !== undefined) return removedFinding(given, retired, context);
  const guess = guessOf(given.name, context);
  return {
    ...(context.table.isRead(context.version)
      ? base('AF-ENG-022', given.written)
      : { ...base('AF-ENG-022', given.written, 'warning'), uncertain: true }),
    message: `${context.engine} has no flag ${given.written}`,
    repairs: [guess === undefined ? `remove ${given.written}` : `did you mean ${guess}?`],
  };
}

function absentFinding(given: GivenFlag, resolved: ResolvedFlag, context: ArgContext): UnplacedFinding {
  const retired = retiredBy(resolved.flag, context);
  if (retired !== undefined || resolved.presence === 'gone') return removedFinding(given, retired ?? `remove ${given.written}`, context);
  if (resolved.presence === 'not yet') return notYetFinding(given, resolved, context);
  return {
    ...base('AF-ENG-022', given.written, 'warning'),
    uncertain: true,
    message: `it is not known whether ${context.engine} has ${given.written}: it came or went between two releases that were read`,
    repairs: [`remove ${given.written}, or start that image once with it`],
  };
}

/** What to write instead of a flag that this release is known to be without; undefined when it may still be there. */
function retiredBy(flag: string, { table, version }: ArgContext): string | undefined {
  const [, goneBy, instead] = table.retiredRow(flag) ?? [];
  return goneBy !== undefined && version.atLeast(version.peer(goneBy)) ? instead : undefined;
}

/** The flag that was meant. `--disable-x` of a release that only has `--enable-x` means its negation, not its namesake. */
function guessOf(name: string, { table, version }: ArgContext): string | undefined {
  const spellings = table.spellings(version);
  const negation = name.replace(/^--disable-/, '--no-enable-');
  if (spellings.includes(negation)) return negation;
  return closest(
    name,
    spellings.filter((spelling) => Math.abs(spelling.length - name.length) <= LONGEST_TYPO),
  );
}

/** Letters a misspelt flag may have too many or too few; spares comparing with all 400. */
const LONGEST_TYPO = 4;

function removedFinding(given: GivenFlag, repair: string, { engine }: ArgContext): UnplacedFinding {
  return {
    ...base('AF-ENG-021', given.written),
    message: `${engine} no longer has ${given.written} and refuses to start with it`,
    repairs: [repair],
  };
}

function notYetFinding(given: GivenFlag, resolved: ResolvedFlag, { engine }: ArgContext): UnplacedFinding {
  return {
    ...base('AF-ENG-022', given.written),
    message: `${engine} does not have ${given.written} yet; it is in ${resolved.first}`,
    repairs: [`engine version '${resolved.first}'`, `remove ${given.written}`],
  };
}

function abbreviatedFinding(given: GivenFlag, { flag }: ResolvedFlag): UnplacedFinding {
  return {
    ...base('AF-ENG-022', given.written, 'warning'),
    message: `${given.written} is short for ${flag}; the next release may have a second flag that begins so`,
    repairs: [`write ${flag}`],
  };
}

function valueFinding(given: GivenFlag, { flag, takes }: ResolvedFlag, { table, version }: ArgContext): UnplacedFinding[] {
  const problem = valueProblem(given, takes, table.choicesOf(flag, version));
  if (problem === undefined) return [];
  return [
    {
      ...base('AF-ENG-024', given.written),
      message: `${given.written} ${problem.message}`,
      allowed: problem.allowed,
      repairs: [problem.repair],
    },
  ];
}

function strayFinding(value: string): UnplacedFinding {
  return {
    ...base('AF-ENG-024', value),
    message: `the value "${value}" belongs to no flag`,
    repairs: ['write the flag in front of it, each as an argument of its own'],
  };
}

function joinedFinding({ written }: GivenFlag): UnplacedFinding {
  const words = written.trim().split(/\s+/);
  return {
    ...base('AF-ENG-024', written),
    message: `"${written}" is one argument; the engine would look for a flag of that whole name`,
    repairs: [`write ${words.map((word) => `'${word}'`).join(', ')}`],
  };
}

function base(code: ArgCode, value: string, severity: UnplacedFinding['severity'] = 'error') {
  return { code, severity, prop: 'extraArgs', value } as const;
}
