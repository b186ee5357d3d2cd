/** What a schema says of a prop besides its shape: that it takes Terraform tokens, that it is a secret. */
import { z } from 'zod';
import { schemasAt } from './schema-at';
import { looksSecret } from './secrets/literal-secret';
import { isToken } from './token';

/** Schemas whose texts may hold Terraform tokens. */
const TAKING_TOKENS = new WeakSet<z.ZodType>();
/** Schemas of secrets: whatever is given in their place is not shown. */
const SECRETS = new WeakSet<z.ZodType>();

/** The schema, or a text with a Terraform token in it, whose value cannot be checked before Terraform runs. */
export function orToken<S extends z.ZodType>(schema: S): z.ZodUnion<readonly [S, z.ZodCustom<string, string>]> {
  const either = z.union([schema, z.custom<string>((value) => typeof value === 'string' && isToken(value), { error: 'expected a token' })]);
  TAKING_TOKENS.add(either);
  return either;
}

/** The schema of data in which tokens may stand anywhere. */
export function withTokens<S extends z.ZodType>(schema: S): S {
  TAKING_TOKENS.add(schema);
  return schema;
}

/** The schema of a secret; also of what `refine` makes of it. */
export function secret<S extends z.ZodType>(schema: S): S {
  SECRETS.add(schema);
  return schema;
}

/** Whether a prop, or what it is a part of, takes tokens. */
export function takesTokens(schema: z.ZodType, path: readonly string[]): boolean {
  const steps = path.map((_, index) => path.slice(0, index + 1));
  return steps.some((step) => schemasAt(schema, step).some((candidate) => TAKING_TOKENS.has(candidate as z.ZodType)));
}

export const HIDDEN = '(hidden)';

/** Whether a prop takes a reference to a secret and no text. */
export function isSecretProp(schema: z.ZodType, path: readonly PropertyKey[]): boolean {
  const schemas = schemasAt(schema, path);
  const takesText = schemas.some((candidate) => candidate instanceof z.ZodString);
  return !takesText && schemas.some((candidate) => SECRETS.has(candidate as z.ZodType));
}

/** Nothing is shown of a value that is given in the place of a secret, or looks like one. */
export function isHidden(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (isSecretProp(schema, path)) return true;
  return ['string', 'number', 'bigint'].includes(typeof value) && looksSecret(String(path.at(-1) ?? ''), String(value));
}
