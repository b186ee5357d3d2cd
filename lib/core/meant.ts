import { z } from 'zod';

/** What a user probably meant by a value of another kind, as code to type: `Gpu.L40S` for the text "L40S"; undefined where nothing is near. */
export type Meant = (value: unknown) => string | undefined;

/** Of schemas for objects of our own classes. */
export const MEANT = z.registry<{ readonly meant: Meant }>();

/** Names under which others know a prop, e.g. the flag of an engine: `tensorParallelSize` for `gpusPerReplica`. */
export const OTHER_NAMES = z.registry<{ readonly names: readonly string[] }>();

/** A schema of a prop with names by which somebody may look for it. */
export function alsoCalled<S extends z.ZodType>(schema: S, ...names: readonly string[]): S {
  OTHER_NAMES.add(schema, { names });
  return schema;
}

/** The key of a shape that a name of others means; undefined where none does. */
export function otherwiseCalled(name: string, shape: Readonly<Record<string, unknown>>): string | undefined {
  const plain = plainly(name);
  const isMeant = ([, schema]: readonly [string, unknown]) =>
    schema instanceof z.ZodType && OTHER_NAMES.get(schema)?.names.some((other) => plainly(other) === plain) === true;
  return Object.entries(shape).find(isMeant)?.[0];
}

/** Letters and digits of a name, as `L40S`, `l40s` and `L40-S` have in common. */
export const plainly = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');
