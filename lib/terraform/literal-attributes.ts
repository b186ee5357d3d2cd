/** Attributes whose parts without tokens are marked as such. */
import { isPlainObject } from '../core/plain-object';
import { literal } from './literal';
import { dataOf, isTokenFree, TokenFree } from './token-free';

/** What becomes of each text, those that are keys of maps included. */
type OfText = (text: string) => string;

/**
 * What `literalData` makes of attributes, its parts without tokens marked as such. Parts that are undefined are left
 * out, as cdktf does.
 */
export function literalAttributes(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(partsOf(attributes, literal).parts);
}

/** Attributes as they are written: Terraform's own arguments beside those that are marked already. */
export const markedAttributes = (attributes: Readonly<Record<string, unknown>>): unknown => markedMap(attributes, (text) => text);

function marked(value: unknown, ofText: OfText): unknown {
  if (typeof value === 'string') return ofText(value);
  if (Array.isArray(value)) return markedList(value, ofText);
  return isPlainObject(value) ? markedMap(value, ofText) : value;
}

function markedList(list: readonly unknown[], ofText: OfText): unknown {
  const parts = list.filter((item) => item !== undefined).map((item) => marked(item, ofText));
  return parts.every(isTokenFree) ? new TokenFree(parts.map(dataOf)) : parts;
}

function markedMap(map: Readonly<Record<string, unknown>>, ofText: OfText): unknown {
  const { parts, hasTokens } = partsOf(map, ofText);
  if (hasTokens) return Object.fromEntries(parts);
  for (const part of parts) part[1] = dataOf(part[1]);
  return new TokenFree(Object.fromEntries(parts));
}

/** One walk over a map: all values of all resources pass here, each time that cdktf asks for them. */
function partsOf(
  map: Readonly<Record<string, unknown>>,
  ofText: OfText,
): { readonly parts: [string, unknown][]; readonly hasTokens: boolean } {
  const parts: [string, unknown][] = [];
  let hasTokens = false;
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined) continue;
    const part = marked(value, ofText);
    parts.push([ofText(key), part]);
    hasTokens ||= !isTokenFree(key) || !isTokenFree(part);
  }
  return { parts, hasTokens };
}
