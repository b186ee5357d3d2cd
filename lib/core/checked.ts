/** Functions whose arguments are checked before anything is computed from them: users of JavaScript hand in anything. */
import { z } from 'zod';
import { parseProps } from './schema';

type Schemas = Readonly<Record<string, z.ZodType>>;

/** Making the schema of all arguments takes longer than parsing them. */
const OBJECTS = new WeakMap<Schemas, z.ZodType>();

function objectOf(schemas: Schemas): z.ZodType {
  const object = OBJECTS.get(schemas) ?? z.looseObject(schemas);
  OBJECTS.set(schemas, object);
  return object;
}

/** More than any price, rate or count of a fleet, few enough to compute with. */
const MOST = 1e15;

/** 0 or more. */
export const quantity = z.number().min(0).max(MOST);
/** Above 0: it is divided by. */
export const divisor = z.number().gt(0).max(MOST);

/**
 * The same function, which refuses arguments that do not match.
 *
 * @param name how a program calls it, for messages
 * @param schemas schema of each argument by its name, in their order
 * @throws FleetSpecError AF-SPEC-001 with one problem for each argument.
 */
export function checked<A extends readonly unknown[], R>(name: string, schemas: Schemas, call: (...args: A) => R): (...args: A) => R {
  const names = Object.keys(schemas);
  return (...args) => {
    const given = names.map((key, index) => [key, args[index]] as const).filter(([, value]) => value !== undefined);
    parseProps(objectOf(schemas), Object.fromEntries(given), { path: name, className: name });
    return call(...args);
  };
}

/**
 * Refuses arguments that do not match, from inside a function.
 *
 * @throws FleetSpecError AF-SPEC-001 with one problem for each argument.
 */
export function checkArguments(name: string, schemas: Schemas, given: Readonly<Record<string, unknown>>): void {
  const said = Object.entries(given).filter(([, value]) => value !== undefined);
  parseProps(objectOf(schemas), Object.fromEntries(said), { path: name, className: name });
}
