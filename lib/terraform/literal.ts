/**
 * The one door between data and Terraform. Terraform reads every string as a template; here data becomes a template that gives the
 * same text back. Tokens of cdktf pass. Terraform 1.11 reads `$${` as `${` and `%%{` as `%{`, wherever they stand, and nothing else
 * as an escape (a test asks the real program).
 */
import type { IConstruct } from 'constructs';
import { isPlainObject } from '../core/plain-object';
import { TEXT_TOKEN } from '../core/token';
import { remember } from './made-objects';

const PARTS = new RegExp(`(${TEXT_TOKEN.source})`);

/** Text as a Terraform template that gives this text back. */
export function literal(text: string): string {
  const parts = text.split(PARTS);
  return parts.map((part, index) => (index % 2 === 1 ? part : escapePart(part, index < parts.length - 1))).join('');
}

/** A dollar before a token would make the token's own `${` an escape, so it is written as an expression. */
function escapePart(part: string, beforeToken: boolean): string {
  const dollars = beforeToken ? trailingDollars(part) : 0;
  const head = dollars === 0 ? part : part.slice(0, -dollars);
  const escaped = head.replaceAll('${', () => '$${').replaceAll('%{', () => '%%{');
  return dollars === 0 ? escaped : `${escaped}\${"${'$'.repeat(dollars)}"}`;
}

function trailingDollars(text: string): number {
  let count = 0;
  while (count < text.length && text[text.length - 1 - count] === '$') count += 1;
  return count;
}

/** Every text of plain data, keys of maps included; what is not plain data (a reference, a lazy value) passes. */
export function literalData(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return value.map(literalData);
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [literal(key), literalData(inner)]));
}

/** What a block of Terraform is made of in the provider's generated classes. */
interface Attributes {
  synthesizeAttributes(): Record<string, unknown>;
}

/**
 * The same class of resource or provider, whose attributes are data. References to other resources, what `addOverride` adds and
 * Terraform's own arguments (`depends_on`) are not.
 */
// biome-ignore lint/suspicious/noExplicitAny: a mixin takes any constructor.
export function withLiteralData<C extends new (...args: any[]) => object>(Base: C): C {
  const attributesOf = (Base.prototype as Attributes).synthesizeAttributes;
  class Literal extends Base {
    // biome-ignore lint/suspicious/noExplicitAny: the constructor of a mixin.
    constructor(...given: any[]) {
      super(...given);
      remember(this as unknown as IConstruct);
    }

    protected synthesizeAttributes(): unknown {
      return literalData(attributesOf.call(this));
    }
  }
  Object.defineProperty(Literal, 'name', { value: Base.name });
  return Literal;
}
