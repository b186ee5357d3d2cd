/** From a zod schema to one error: every issue of one construct's props, each with the prop as the user wrote it. */
import { z } from 'zod';
import type { SpecCode } from './codes';
import { constructsGiven } from './construct-given';
import { copiedData } from './copied-data';
import type { UnplacedFinding } from './finding';
import { FleetSpecError } from './fleet-error';
import { type Issue, issueFindings } from './issue-finding';
import { MEANT, type Meant } from './meant';
import { takesTokens } from './prop-marks';
import { placed, type ReadContext, readable } from './readable';
import { textFindings, tokenFinding } from './text-checks';
import { isObjectToken } from './token';

/** Without zod's compiled fast path: compiling a schema costs more than the few times that an app parses it. */
const INTERPRETED = { jitless: true } as const;

/** Whose props are checked: the construct's path and its class, for the message. */
export type SchemaContext = ReadContext;

/**
 * Validates props and returns them with defaults filled in, as they are now: nothing that the caller changes later is in them. Tokens pass where the schema
 * takes them and nowhere else.
 *
 * @throws FleetSpecError with one problem per issue.
 */
export function parseProps<S extends z.ZodType>(schema: S, props: unknown, context: SchemaContext): z.output<S> {
  return readable(props, context, () => parsed(schema, copiedData(props), context));
}

function parsed<S extends z.ZodType>(schema: S, props: unknown, context: SchemaContext): z.output<S> {
  const rules = { takesTokens: (path: readonly string[]) => takesTokens(schema, path) };
  const texts = textFindings(props, rules).map((finding) => placed(context, finding));
  // Patterns read texts only when each is known to be of a bearable length.
  if (texts.some(({ code }) => code !== TOKEN_CODE)) throw new FleetSpecError(texts);
  const result = schema.safeParse(props, INTERPRETED);
  if (result.success && texts.length === 0) return result.data;
  const issues = issuesOf(result);
  const constructs = constructsGiven(props, issues);
  const whole = constructs.get('');
  if (whole !== undefined) throw new FleetSpecError([placed(context, whole)]);
  const tokens = [...texts, ...[...objectTokens(props, issues), ...constructs.values()].map((finding) => placed(context, finding))];
  const named = tokens.map(({ prop = '' }) => prop);
  // What is within a token is no value of the user's.
  const isNamed = (prop = '') => named.some((one) => prop === one || prop.startsWith(`${one}.`));
  throw new FleetSpecError([...tokens, ...issueFindings(issues, { schema, props, ...context }).filter(({ prop }) => !isNamed(prop))]);
}

/** Tokens for an object, one for each, where the schema takes none: it would tell their insides. */
function objectTokens(props: unknown, issues: readonly Issue[]): UnplacedFinding[] {
  const found = new Map<string, UnplacedFinding>();
  for (const { path } of issues) {
    let value = props;
    for (const [depth, key] of path.entries()) {
      value = (value as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key];
      const at = path.slice(0, depth + 1).map(String);
      if (isObjectToken(value)) found.set(at.join('.'), tokenFinding(at, 'an object'));
    }
  }
  return [...found.values()];
}

/**
 * Validates data that is read back, e.g. a plan: its texts are only shown.
 *
 * @throws FleetSpecError with one problem per issue.
 */
export function parseData<S extends z.ZodType>(schema: S, props: unknown, context: SchemaContext): z.output<S> {
  return readable(props, context, () => {
    const result = schema.safeParse(props, INTERPRETED);
    if (result.success) return result.data;
    throw new FleetSpecError(issueFindings(issuesOf(result), { schema, props, ...context }));
  });
}

const TOKEN_CODE: SpecCode = 'AF-SPEC-005';

const issuesOf = ({ error }: { readonly error?: z.ZodError }): Issue[] => error?.issues ?? [];

/** A whole number of at least `min`. */
export const wholeNumber = (min = 0, max = Number.MAX_SAFE_INTEGER) => z.int().check(z.gte(min), z.lte(max));

/**
 * An instance of one of our own classes, recognised by its brand so that two copies of the library still agree.
 *
 * @param meant what somebody means who writes a text or another object in its place
 */
export function branded<T>(guard: (value: unknown) => boolean, expected: string, meant?: Meant): z.ZodType<T, T> {
  const schema = z.custom<T>((value) => guard(value), { error: `expected ${expected}` });
  if (meant !== undefined) MEANT.add(schema, { meant });
  return schema;
}
