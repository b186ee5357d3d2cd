/** From a zod schema to one error: every issue of one construct's props, each with the prop as the user wrote it. */
import { z } from 'zod';
import { closest } from './closest';
import type { SpecCode } from './codes';
import type { Finding } from './finding';
import { FleetSpecError } from './fleet-error';
import { isToken } from './token';

/** Whose props are checked: the construct's path and its class, for the message. */
export interface SchemaContext {
  readonly path: string;
  readonly className: string;
}

/**
 * Validates props and returns them with defaults filled in.
 *
 * @throws FleetSpecError with one problem per issue.
 */
export function parseProps<S extends z.ZodType>(schema: S, props: unknown, context: SchemaContext): z.output<S> {
  // Without zod's compiled fast path: compiling a schema costs more than the few times that an app parses it.
  const result = schema.safeParse(props, { jitless: true });
  if (result.success) return result.data;
  throw new FleetSpecError(result.error.issues.flatMap((issue) => toFindings(flattenUnion(issue), props, schema, context)));
}

/** A whole number of at least `min`. */
export const wholeNumber = (min = 0, max = Number.MAX_SAFE_INTEGER) => z.int().min(min).max(max);

/** An instance of one of our own classes, recognised by its brand so that two copies of the library still agree. */
export function branded<T>(guard: (value: unknown) => boolean, expected: string): z.ZodType<T, T> {
  return z.custom<T>((value) => guard(value), { error: `expected ${expected}` });
}

type Issue = z.core.$ZodIssue;

/** Of a union that no branch accepts, the branch with the fewest complaints says most. */
function flattenUnion(issue: Issue): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const best = [...issue.errors].sort((a, b) => a.length - b.length)[0]?.[0];
  return best === undefined ? issue : flattenUnion({ ...best, path: [...issue.path, ...best.path] } as Issue);
}

function toFindings(issue: Issue, props: unknown, schema: z.ZodType, context: SchemaContext): Finding[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue, schema, context));
  if (issue.code === 'invalid_key') return [invalidKey(issue, context)];
  const value = valueAt(props, issue.path);
  const prop = issue.path.join('.') || context.className;
  const base = { severity: 'error' as const, path: context.path, prop, value: printable(value) };
  if (isToken(value)) {
    return [
      {
        ...base,
        code: 'AF-SPEC-005' satisfies SpecCode,
        message: `${prop} is a Terraform token; its value is not known at synthesis, so nothing can be computed from it`,
        allowed: issue.message,
        repairs: ['pass a plain value; read it from the environment or a file in your program if it varies'],
      },
    ];
  }
  const given = value === undefined ? 'is missing' : `is ${describe(value)}`;
  return [
    {
      ...base,
      code: 'AF-SPEC-001' satisfies SpecCode,
      message: `${prop} ${given}`,
      allowed: allowedBy(issue),
      repairs: [value === undefined ? `set ${prop}` : `change ${prop}`],
    },
  ];
}

/** A key of a record is no name of the kind that stands there. */
function invalidKey(issue: z.core.$ZodIssueInvalidKey, context: SchemaContext): Finding {
  const key = String(issue.path.at(-1));
  const prop = issue.path.slice(0, -1).join('.') || context.className;
  return {
    code: 'AF-SPEC-001' satisfies SpecCode,
    severity: 'error',
    path: context.path,
    prop,
    value: key,
    message: `${prop} has the key ${JSON.stringify(key)}`,
    allowed: issue.issues[0] === undefined ? 'another key' : allowedBy(issue.issues[0]),
    repairs: [`rename the key ${JSON.stringify(key)} of ${prop}`],
  };
}

function unknownKey(key: string, issue: Issue, schema: z.ZodType, context: SchemaContext): Finding {
  const known = keysAt(schema, issue.path);
  const suggestion = closest(key, known);
  return {
    code: 'AF-SPEC-002' satisfies SpecCode,
    severity: 'error',
    path: context.path,
    prop: [...issue.path, key].join('.'),
    value: key,
    message: `${context.className} knows no prop "${[...issue.path, key].join('.')}"`,
    ...(known.length > 0 ? { allowed: known.join(', ') } : {}),
    repairs: [suggestion === undefined ? `remove ${key}` : `did you mean ${suggestion}?`],
  };
}

function allowedBy(issue: Issue): string {
  if (issue.code === 'invalid_value') return issue.values.map((value) => JSON.stringify(value)).join(', ');
  if (issue.code === 'too_small') return `at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `at most ${issue.maximum}`;
  return issue.message
    .replace(/^Invalid input: /, '')
    .replace(/, received .*$/, '')
    .replace(/^expected /, '');
}

function valueAt(props: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    props,
  );
}

/** Keys of the object schema at a path; empty where the schema is no plain object. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const at = path.reduce<unknown>((current, key) => childSchema(current, key), schema);
  const inner = unwrap(at);
  return inner instanceof z.ZodObject ? Object.keys(inner.shape) : [];
}

function childSchema(schema: unknown, key: PropertyKey): unknown {
  const inner = unwrap(schema);
  if (inner instanceof z.ZodObject) return inner.shape[key as string];
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodArray) return inner.element;
  return undefined;
}

function unwrap(schema: unknown): unknown {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodNullable
  ) {
    return unwrap(schema.def.innerType);
  }
  if (schema instanceof z.ZodPipe) return unwrap(schema.def.in);
  return schema;
}

/** Values go into errors and JSON: objects of ours would drag the whole construct tree along. */
function printable(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? describe(value) : value;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null)
    return value.constructor?.name === 'Object' ? 'an object' : `a ${value.constructor?.name}`;
  if (typeof value === 'function') return 'a function';
  return String(value);
}
