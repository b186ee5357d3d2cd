/** Whether the values after a flag are as many and of the kind that it takes. Terraform tokens pass: their value is not known here. */
import { closest } from '../../core/closest';
import { isToken } from '../../core/token';
import type { FlagKind } from './flag';
import type { GivenFlag } from './parse-args';

export interface ValueProblem {
  readonly message: string;
  readonly allowed: string;
  readonly repair: string;
}

interface Kind {
  readonly min: number;
  readonly max: number;
  readonly allowed: string;
  readonly accepts: (value: string) => boolean;
}

const ANY_NUMBER = Number.POSITIVE_INFINITY;
const anything = () => true;
const isInteger = (value: string) => /^[-+]?\d+$/.test(value);
const isCount = (value: string) => /^\+?\d+$/.test(value);
const isNumber = (value: string) => value.trim() !== '' && Number.isFinite(Number(value));
/** `8k` is 8,000 and `8K` 8,192; `auto` and -1 leave it to the engine. */
const isSize = (value: string) => /^([-+]?\d+|\d+(\.\d+)?[kmgtKMGT]|auto)$/.test(value);
const isJson = (value: string) => parsed(value) !== undefined;
const isObject = (value: string) => typeof parsed(value) === 'object' && parsed(value) !== null;

const KINDS: Readonly<Record<FlagKind, Kind>> = {
  toggle: { min: 0, max: 0, allowed: 'no value', accepts: anything },
  switch: { min: 0, max: 0, allowed: 'no value', accepts: anything },
  int: { min: 1, max: 1, allowed: 'a whole number', accepts: isInteger },
  count: { min: 1, max: 1, allowed: 'a whole number of 0 or more', accepts: isCount },
  float: { min: 1, max: 1, allowed: 'a number', accepts: isNumber },
  size: { min: 1, max: 1, allowed: 'a whole number, also as 8k or 8K', accepts: isSize },
  json: { min: 1, max: 1, allowed: 'JSON', accepts: isJson },
  object: { min: 1, max: 1, allowed: 'a JSON object', accepts: isObject },
  text: { min: 1, max: 1, allowed: 'one value', accepts: anything },
  ints: { min: 1, max: ANY_NUMBER, allowed: 'one or more whole numbers', accepts: isInteger },
  texts: { min: 1, max: ANY_NUMBER, allowed: 'one or more values', accepts: anything },
  optional: { min: 0, max: 1, allowed: 'one value at most', accepts: anything },
};

/** Kinds that have no parts to name: `--max-num-seqs.x 3` cannot mean anything. */
const WITHOUT_PARTS: readonly FlagKind[] = ['toggle', 'switch', 'int', 'count', 'ints', 'float', 'size'];

/** What is wrong with the values of a flag; undefined when nothing is. */
export function valueProblem(given: GivenFlag, takes: FlagKind, choices?: readonly string[]): ValueProblem | undefined {
  if (given.subKey) return partProblem(given, takes);
  const kind = KINDS[takes];
  const count = countProblem(given, kind);
  if (count !== undefined) return count;
  const allowed = choices?.join(', ') ?? kind.allowed;
  const accepts = choices === undefined ? kind.accepts : (value: string) => choices.includes(value);
  const bad = given.values.find((value) => !isToken(value) && !accepts(value));
  return bad === undefined ? undefined : { message: `is "${bad}"`, allowed, repair: repairOf(given.written, bad, choices ?? [], kind) };
}

/** A part of a JSON value (`--compilation-config.mode 3`) takes one value of any kind. */
function partProblem(given: GivenFlag, takes: FlagKind): ValueProblem | undefined {
  if (!WITHOUT_PARTS.includes(takes)) return countProblem(given, KINDS.text);
  const { allowed } = KINDS[takes];
  return { message: 'names a part of a value that has none', allowed, repair: `write ${given.name}` };
}

function countProblem({ written, values }: GivenFlag, { min, max, allowed }: Kind): ValueProblem | undefined {
  if (values.length < min) return { message: 'has no value', allowed, repair: `write '${written}', '<value>'` };
  if (values.length <= max) return undefined;
  const extra = values.slice(max).join(' ');
  return { message: `is followed by "${extra}", which it does not take`, allowed, repair: `remove "${extra}"` };
}

function repairOf(written: string, bad: string, choices: readonly string[], kind: Kind): string {
  if (choices.length === 0) return `give ${written} ${kind.allowed}`;
  const guess = closest(bad, choices);
  return guess === undefined ? `give ${written} one of ${choices.join(', ')}` : `did you mean ${guess}?`;
}

function parsed(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
