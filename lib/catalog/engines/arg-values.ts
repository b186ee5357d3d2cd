/** Whether the values after a flag are as many and of the kind that it takes. Terraform tokens pass: their value is not known here. */
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

const anything = () => true;
const isInteger = (value: string) => /^-?\d+$/.test(value);
const isNumber = (value: string) => value.trim() !== '' && Number.isFinite(Number(value));
/** `8k` is 8,000 and `8K` 8,192; `auto` and -1 leave it to the engine. */
const isSize = (value: string) => /^(-?\d+|\d+(\.\d+)?[kmgtKMGT]|auto)$/.test(value);

const KINDS: Readonly<Record<FlagKind, Kind>> = {
  toggle: { min: 0, max: 0, allowed: 'no value', accepts: anything },
  switch: { min: 0, max: 0, allowed: 'no value', accepts: anything },
  int: { min: 1, max: 1, allowed: 'a whole number', accepts: isInteger },
  float: { min: 1, max: 1, allowed: 'a number', accepts: isNumber },
  size: { min: 1, max: 1, allowed: 'a whole number, also as 8k or 8K', accepts: isSize },
  json: { min: 1, max: 1, allowed: 'one value, JSON in most cases', accepts: anything },
  text: { min: 1, max: 1, allowed: 'one value', accepts: anything },
  ints: { min: 1, max: Number.POSITIVE_INFINITY, allowed: 'one or more whole numbers', accepts: isInteger },
  texts: { min: 1, max: Number.POSITIVE_INFINITY, allowed: 'one or more values', accepts: anything },
  optional: { min: 0, max: 1, allowed: 'one value at most', accepts: anything },
};

/** A JSON sub-key (`--compilation-config.mode 3`) takes one value of any kind. */
export function valueProblem({ written, values, subKey }: GivenFlag, takes: FlagKind): ValueProblem | undefined {
  const kind = KINDS[subKey ? 'text' : takes];
  const { allowed } = kind;
  if (values.length < kind.min) return { message: 'has no value', allowed, repair: `write '${written}', '<value>'` };
  if (values.length > kind.max) {
    const extra = values.slice(kind.max).join(' ');
    return { message: `is followed by "${extra}", which it does not take`, allowed, repair: `remove "${extra}"` };
  }
  const bad = values.find((value) => !isToken(value) && !kind.accepts(value));
  return bad === undefined ? undefined : { message: `is "${bad}"`, allowed, repair: `give ${written} ${allowed}` };
}
