/** Values as they will stand in the stack, with what their tokens stand for. */
import type { IConstruct } from 'constructs';
import { isPlainObject } from '../core/plain-object';
import { isToken } from '../core/token';
import { DefaultTokenResolver, StringConcat, Tokenization } from './engine';
import { attributesIn } from './handed-resource';
import { dataOf, isTokenFree } from './token-free';

/** What a resource of Terraform writes. */
interface Written {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Attributes of a resource as they will be written, overrides included. */
export function resolvedResource(construct: IConstruct, type: string): Readonly<Record<string, unknown>> {
  const written = (construct as unknown as { toTerraform(): Written }).toTerraform();
  const [attributes = {}] = Object.values(written.resource?.[type] ?? {});
  return resolvedParts(construct, attributesIn(attributes)) as Readonly<Record<string, unknown>>;
}

/** A text as it stands in the stack: cdktf numbers its tokens anew when another construct is added; what they refer to stays. */
export const resolvedText = (scope: IConstruct, text: string): string => String(resolved(scope, text));

/** cdktf takes longer over a part without tokens than over a token, and is handed the tokens alone. What is undefined is left out, as it does. */
function resolvedParts(scope: IConstruct, value: unknown): unknown {
  if (isTokenFree(value)) return dataOf(value);
  if (Array.isArray(value) && !isToken(value)) return value.map((item) => resolvedParts(scope, item)).filter((item) => item !== undefined);
  if (!isPlainObject(value) || Object.keys(value).some((key) => !isTokenFree(key))) return resolved(scope, value);
  const parts = Object.entries(value).map(([key, part]) => [key, resolvedParts(scope, part)] as const);
  return Object.fromEntries(parts.filter(([, part]) => part !== undefined));
}

const resolved = (scope: IConstruct, value: unknown): unknown =>
  Tokenization.resolve(value, { scope, resolver: new DefaultTokenResolver(new StringConcat()), preparing: false });
