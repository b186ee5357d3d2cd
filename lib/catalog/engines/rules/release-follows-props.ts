/** AF-ENG-043: the arguments that props became, against one release: a prop that the release cannot follow stops the engine at its start. */
import { own } from '../../../core/own';
import { type Rule, type Violation, violations } from '../../../core/rule';
import { valueProblem } from '../arg-values';
import type { ResolvedFlag } from '../flag-table';
import type { ArgContext } from '../given-args';
import type { GivenFlag } from '../parse-args';

/** Arguments that the adapter of an engine made of props. */
export interface PropArgs extends ArgContext {
  readonly flags: readonly GivenFlag[];
}

export const releaseFollowsProps: Rule<PropArgs> = {
  id: 'release-follows-props',
  code: 'AF-ENG-043',
  title: 'A prop needs a flag, or a value of a flag, that this release does not have (error) or may not have (warning).',
  why: 'The engine refuses to start with a flag or a value that it does not know.',
  fix: 'Choose a release that has the flag, or leave the prop out.',
  severity: ['error', 'warning'],
  check(given) {
    if (given.flags.length === 0) return 'not-applicable';
    return violations(given.flags.flatMap((flag) => flagViolations(flag, given)));
  },
};

function flagViolations(given: GivenFlag, context: PropArgs): Violation[] {
  const resolved = context.table.resolve(given.name, context.version);
  const prop = own(context.propOf, resolved?.flag ?? given.name);
  if (prop === undefined || resolved === undefined) return [];
  if (resolved.presence !== 'present') return [absent(given, resolved, prop, context)];
  const problem = valueProblem(given, resolved.takes, context.table.choicesOf(resolved.flag, context.version));
  return problem === undefined ? [] : [unknownValue(given, prop, problem.allowed, context)];
}

function absent(given: GivenFlag, { flag, presence, first }: ResolvedFlag, prop: string, { engine }: PropArgs): Violation {
  const uncertain = presence === 'uncertain';
  return {
    ...(uncertain ? { severity: 'warning', uncertain } : {}),
    prop,
    value: given.values.join(' '),
    message: uncertain
      ? `it is not known whether ${engine} has ${flag}, which ${prop} needs`
      : `${engine} has no ${flag}, which ${prop} needs`,
    allowed: `a release with ${flag}`,
    repairs: [...(presence === 'gone' ? [] : [`engine version '${first}'`]), `leave ${prop} out`],
  };
}

function unknownValue(given: GivenFlag, prop: string, allowed: string, { engine }: PropArgs): Violation {
  const value = given.values.join(' ');
  return {
    prop,
    value,
    message: `${engine} knows no ${value} as ${prop}`,
    allowed,
    repairs: [`${prop}: one of ${allowed}`, 'engine: a release that has it'],
  };
}
