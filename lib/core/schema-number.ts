/** What numbers a schema takes, in words. */
import { z } from 'zod';
import { formatInteger } from './format';
import { own } from './own';

interface Bounds {
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
}

/** `a whole number from 1 to 64`, `a number above 0`; undefined where no schema of the list takes numbers. */
export function allowedNumber(schemas: readonly unknown[]): string | undefined {
  const schema = schemas.find((candidate): candidate is z.ZodNumber => candidate instanceof z.ZodNumber);
  if (schema === undefined) return undefined;
  const noun = schema.isInt ? 'a whole number' : 'a number';
  const bounds = boundsOf(schema);
  const [least, most] = [lower(bounds), upper(bounds)];
  if (least?.startsWith('of') === true && most?.startsWith('of') === true)
    return `${noun} from ${shown(bounds.minimum ?? 0)} to ${shown(bounds.maximum ?? 0)}`;
  return [noun, [least, most].filter((part) => part !== undefined).join(' and ')].filter((part) => part !== '').join(' ');
}

/** Numbers at the ends of what a schema takes, to be offered in place of one outside. */
export function endsOf(schemas: readonly unknown[]): { readonly least: number[]; readonly most: number[] } {
  const numbers = schemas.filter((candidate): candidate is z.ZodNumber => candidate instanceof z.ZodNumber);
  const bounds = numbers.map(boundsOf);
  const defined = (values: readonly (number | undefined)[]) => values.filter((value) => value !== undefined);
  return {
    least: [
      ...defined(bounds.map(({ minimum }) => minimum)),
      ...defined(bounds.map(({ exclusiveMinimum }) => exclusiveMinimum)).flatMap((end) => [end + 1, end + 0.5]),
    ],
    most: [
      ...defined(bounds.map(({ maximum }) => maximum)),
      ...defined(bounds.map(({ exclusiveMaximum }) => exclusiveMaximum)).map((end) => end - 0.5),
    ],
  };
}

/** The bounds as the checks of a schema declare them. */
function boundsOf(schema: z.ZodNumber): Bounds {
  const bounds: Record<string, number> = {};
  for (const check of schema.def.checks ?? []) {
    const { check: kind, value, inclusive } = check._zod.def as { check: string; value?: unknown; inclusive?: boolean };
    const side = own(SIDES, kind);
    if (side !== undefined && typeof value === 'number') bounds[inclusive === true ? side[0] : side[1]] = value;
  }
  return bounds;
}

const SIDES: Readonly<Record<string, readonly [inclusive: string, exclusive: string]>> = {
  greater_than: ['minimum', 'exclusiveMinimum'],
  less_than: ['maximum', 'exclusiveMaximum'],
};

const shown = (value: number) => (Number.isInteger(value) ? formatInteger(value) : String(value));

function lower({ minimum, exclusiveMinimum }: Bounds): string | undefined {
  if (exclusiveMinimum !== undefined && exclusiveMinimum >= (minimum ?? -Infinity)) return `above ${shown(exclusiveMinimum)}`;
  return minimum === undefined || minimum <= Number.MIN_SAFE_INTEGER ? undefined : `of at least ${shown(minimum)}`;
}

function upper({ maximum, exclusiveMaximum }: Bounds): string | undefined {
  if (exclusiveMaximum !== undefined && exclusiveMaximum <= (maximum ?? Infinity)) return `below ${shown(exclusiveMaximum)}`;
  return maximum === undefined || maximum >= Number.MAX_SAFE_INTEGER ? undefined : `of at most ${shown(maximum)}`;
}
