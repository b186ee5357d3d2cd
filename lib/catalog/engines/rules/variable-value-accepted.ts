/** AF-ENG-078: values of variables that the engine reads in place of a flag. */
import { type Rule, type Violation, violations } from '../../../core/rule';
import { valueProblem } from '../arg-values';
import type { FlagKind } from '../flag';
import type { ArgContext } from '../given-args';
import { parseArgs } from '../parse-args';

/** Variables of a user, and the arguments beside which the engine reads them. */
export interface GivenVariableValues extends Pick<ArgContext, 'engine' | 'version' | 'table'> {
  readonly variables: Readonly<Record<string, unknown>>;
  /** With all that props set: a flag wins over its variable, which is not parsed then. */
  readonly args: readonly string[];
}

/** The parser takes the words of Rust for a switch, and no others. */
const TRUTH = ['true', 'false'];
const SAID_YES = /^(?:1|y|yes|t|true|on|enabled?)$/i;
const SAID_NO = /^(?:0|n|no|f|false|off|disabled?)$/i;

export const variableValueAccepted: Rule<GivenVariableValues> = {
  id: 'variable-value-accepted',
  code: 'AF-ENG-078',
  title: 'A variable that the engine reads in place of a flag has a value that it does not accept.',
  why: 'The engine refuses to start.',
  fix: 'Write an accepted value, or the flag in extraArgs.',
  severity: 'error',
  check(given) {
    const read = variablesOf(given);
    return read.length === 0 ? 'not-applicable' : violations(read.flatMap((variable) => problemOf(variable, given)));
  },
};

interface ReadVariable {
  readonly name: string;
  readonly value: string;
  readonly flag: string;
  readonly takes: FlagKind;
}

/** Those whose flag the release has, and nobody gives. */
function variablesOf({ variables, args, table, version }: GivenVariableValues): ReadVariable[] {
  const set = new Set(parseArgs(args).flags.map(({ name }) => table.resolve(name, version)?.flag ?? name));
  return Object.entries(variables).flatMap(([name, value]) => {
    const flag = table.flagOfVariable(name);
    const resolved = flag === undefined || set.has(flag) ? undefined : table.resolve(flag, version);
    if (typeof value !== 'string' || resolved?.presence !== 'present') return [];
    return [{ name, value, flag: resolved.flag, takes: resolved.takes }];
  });
}

function problemOf({ name, value, flag, takes }: ReadVariable, { engine, table, version }: GivenVariableValues): Violation[] {
  const isSwitch = takes === 'switch' || takes === 'toggle';
  const choices = isSwitch ? TRUTH : table.choicesOf(flag, version);
  const given = { written: name, name: flag, subKey: false, values: [value] };
  const problem = valueProblem(given, isSwitch ? 'text' : takes, choices);
  if (problem === undefined) return [];
  const meant = isSwitch ? truthOf(value) : undefined;
  return [
    {
      prop: `env.${name}`,
      value,
      message: `${engine} reads ${flag} from ${name}, which ${problem.message}`,
      allowed: problem.allowed,
      repairs: [meant === undefined ? problem.repair : `${name}: '${meant}'`],
    },
  ];
}

function truthOf(value: string): string | undefined {
  if (SAID_YES.test(value)) return 'true';
  return SAID_NO.test(value) ? 'false' : undefined;
}
