/** From a zod schema to one error: every issue of one construct's props, each with the prop as the user wrote it. */
import { z } from 'zod';
import { closest } from './closest';
import type { SpecCode } from './codes';
import { type Finding, place } from './finding';
import { FleetSpecError } from './fleet-error';
import { HIDDEN, isHidden, isSecretProp, takesTokens } from './prop-marks';
import { schemasAt } from './schema-at';
import { textFindings } from './text-checks';
import { isToken } from './token';

/** Without zod's compiled fast path: compiling a schema costs more than the few times that an app parses it. */
const INTERPRETED = { jitless: true } as const;

/** Whose props are checked: the construct's path and its class, for the message. */
export interface SchemaContext {
  readonly path: string;
  readonly className: string;
}

/**
 * Validates props and returns them with defaults filled in. Tokens pass where the schema takes them and nowhere else.
 *
 * @throws FleetSpecError with one problem per issue.
 */
export function parseProps<S extends z.ZodType>(schema: S, props: unknown, context: SchemaContext): z.output<S> {
  const rules = { takesTokens: (path: readonly string[]) => takesTokens(schema, path) };
  const texts = textFindings(props, rules).map((finding) => place(context.path, finding));
  // Patterns read texts only when each is known to be of a bearable length.
  if (texts.some(({ code }) => code !== TOKEN_CODE)) throw new FleetSpecError(texts);
  const result = schema.safeParse(props, INTERPRETED);
  if (result.success && texts.length === 0) return result.data;
  const named = new Set(texts.map(({ prop }) => prop));
  const others = issuesOf(result)
    .flatMap((issue) => toFindings(issue, props, schema, context))
    .filter(({ prop }) => !named.has(prop));
  throw new FleetSpecError([...texts, ...others]);
}

/**
 * Validates data that is read back, e.g. a plan: its texts are only shown.
 *
 * @throws FleetSpecError with one problem per issue.
 */
export function parseData<S extends z.ZodType>(schema: S, props: unknown, context: SchemaContext): z.output<S> {
  const result = schema.safeParse(props, INTERPRETED);
  if (result.success) return result.data;
  throw new FleetSpecError(issuesOf(result).flatMap((issue) => toFindings(issue, props, schema, context)));
}

const TOKEN_CODE: SpecCode = 'AF-SPEC-005';

const issuesOf = ({ error }: { readonly error?: z.ZodError }): Issue[] => (error?.issues ?? []).map(flattenUnion);

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
  const hidden = isHidden(schema, issue.path, value);
  const base = { severity: 'error' as const, path: context.path, prop, value: hidden ? HIDDEN : printable(value) };
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
  const given =
    value === undefined ? 'is missing' : `is ${hidden ? 'of another kind (it may be a secret and is not shown)' : describe(value)}`;
  return [
    {
      ...base,
      code: 'AF-SPEC-001' satisfies SpecCode,
      message: `${prop} ${given}`,
      allowed: allowedBy(issue),
      repairs: [repairOf(prop, value, isSecretProp(schema, issue.path))],
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

function repairOf(prop: string, value: unknown, takesSecret: boolean): string {
  if (takesSecret) return `${prop}: SecretRef.existing('<secret name>', '<key>')`;
  return value === undefined ? `set ${prop}` : `change ${prop}`;
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
  const [expected = ''] = issue.message.split(', received ');
  return expected.replace(/^Invalid input: /, '').replace(/^expected /, '');
}

function valueAt(props: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined),
    props,
  );
}

/** Keys of the object schema at a path; empty where the schema is no plain object. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  const objects = schemasAt(schema, path).filter((candidate) => candidate instanceof z.ZodObject);
  return [...new Set(objects.flatMap((candidate) => Object.keys(candidate.shape)))];
}

/** Values go into errors and JSON: objects of ours would drag the whole construct tree along. */
function printable(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? describe(value) : value;
}

function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null)
    return [undefined, 'Object'].includes(value.constructor?.name) ? 'an object' : `a ${value.constructor?.name}`;
  if (typeof value === 'function') return 'a function';
  return String(value);
}
