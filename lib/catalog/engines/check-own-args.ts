/** The arguments that props became, against one release: a prop that the release cannot follow stops the engine at its start. */

import type { UnplacedFinding } from '../../core/finding';
import { own } from '../../core/own';
import { valueProblem } from './arg-values';
import type { ArgContext } from './check-args';
import type { ResolvedFlag } from './flag-table';
import { type GivenFlag, parseArgs } from './parse-args';

/** AF-ENG-027 for every flag, or value of a flag, that the release does not have. Warnings where nobody has read it. */
export function checkOwnArgs(args: readonly string[], context: Omit<ArgContext, 'owned'>): UnplacedFinding[] {
  return parseArgs(args).flags.flatMap((given) => checkFlag(given, context));
}

function checkFlag(given: GivenFlag, context: Omit<ArgContext, 'owned'>): UnplacedFinding[] {
  const resolved = context.table.resolve(given.name, context.version);
  const prop = own(context.propOf, resolved?.flag ?? given.name);
  if (prop === undefined || resolved === undefined) return [];
  if (resolved.presence !== 'present') return [absent(given, resolved, prop, context)];
  const problem = valueProblem(given, resolved.takes, context.table.choicesOf(resolved.flag, context.version));
  return problem === undefined ? [] : [unknownValue(given, prop, problem.allowed, context)];
}

function absent(
  given: GivenFlag,
  { flag, presence, first }: ResolvedFlag,
  prop: string,
  { engine }: Omit<ArgContext, 'owned'>,
): UnplacedFinding {
  const uncertain = presence === 'uncertain';
  return {
    code: 'AF-ENG-027',
    ...(uncertain ? { severity: 'warning', uncertain } : { severity: 'error' }),
    prop,
    value: given.values.join(' '),
    message: uncertain
      ? `nobody has read whether ${engine} has ${flag}, which ${prop} needs`
      : `${engine} has no ${flag}, which ${prop} needs`,
    allowed: `a release with ${flag}`,
    repairs: [...(presence === 'gone' ? [] : [`engine version '${first}'`]), `leave ${prop} out`],
  };
}

function unknownValue(given: GivenFlag, prop: string, allowed: string, { engine }: Omit<ArgContext, 'owned'>): UnplacedFinding {
  const value = given.values.join(' ');
  return {
    code: 'AF-ENG-027',
    severity: 'error',
    prop,
    value,
    message: `${engine} knows no ${value} as ${prop}`,
    allowed,
    repairs: [`${prop}: one of ${allowed}`, 'engine: a release that has it'],
  };
}
