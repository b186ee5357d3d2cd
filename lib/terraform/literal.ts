/**
 * The one door between data and Terraform. Terraform reads every string as a template; here data becomes a template that gives the
 * same text back. Tokens of cdktf pass. Terraform 1.11 reads `$${` as `${` and `%%{` as `%{`, wherever they stand, and nothing else
 * as an escape (a test asks the real program).
 */
import { isPlainObject } from '../core/plain-object';
import { TEXT_TOKEN } from '../core/token';

const PARTS = new RegExp(`(${TEXT_TOKEN.source})`);

/** Text as a Terraform template that gives this text back. */
export function literal(text: string): string {
  if (!text.includes('${') && !text.includes('%{')) return text;
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
