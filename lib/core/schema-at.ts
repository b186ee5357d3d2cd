/** Which schemas read the value at a path: branches of unions and layers of wrapping included. */
import { z } from 'zod';

/** Every schema that may read the value at a path: branches of unions, and each layer of wrapping. */
export function schemasAt(schema: unknown, path: readonly PropertyKey[]): unknown[] {
  return path.reduce<unknown[]>((current, key) => current.flatMap((candidate) => layers(childSchema(candidate, key))), layers(schema));
}

function childSchema(schema: unknown, key: PropertyKey): unknown {
  if (schema instanceof z.ZodObject) return Object.hasOwn(schema.shape, key) ? schema.shape[key as string] : undefined;
  if (schema instanceof z.ZodRecord) return schema.valueType;
  if (schema instanceof z.ZodArray) return schema.element;
  return undefined;
}

/** A schema, what it wraps, and the branches of a union. */
function layers(schema: unknown): unknown[] {
  if (schema === undefined) return [];
  if (schema instanceof z.ZodUnion) return [schema, ...schema.options.flatMap(layers)];
  const inner = unwrap(schema);
  return inner === schema ? [schema] : [schema, ...layers(inner)];
}

function unwrap(schema: unknown): unknown {
  const wraps =
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodNullable;
  if (wraps) return schema.def.innerType;
  return schema instanceof z.ZodPipe ? schema.def.in : schema;
}
