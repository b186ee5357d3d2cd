/** Recognises Terraform tokens by their shape, so that the pure rooms need no cdktf to refuse them. */
import { isPlainObject } from './plain-object';

/** cdktf encodes number tokens near −1.8e308; no count or size of ours comes close. */
const LARGEST_NUMBER_TOKEN = -1e280;
/** A token inside a text; the rest of the text is data, also where it looks like Terraform (`${var.x}`). */
export const TEXT_TOKEN = /\$\{TfToken\[[a-zA-Z0-9:._-]+\]\}/;
/** How cdktf writes a list or a map that is known only at apply: neither is possible inside a text. */
const COLLECTION_TOKEN = /[#&]\{TfToken\[/;

/** Whether a value is known only when Terraform runs: a token, a text with a token in it, or a list or map that is one. */
export function isToken(value: unknown): boolean {
  if (typeof value === 'number') return value < LARGEST_NUMBER_TOKEN;
  if (typeof value === 'string') return TEXT_TOKEN.test(value);
  if (Array.isArray(value)) return value.length === 1 && isCollectionToken(value[0]);
  return false;
}

/** Whether a text is, or contains, the mark of a list or map token; cdktf fails at one inside a text. */
export function isCollectionToken(value: unknown): boolean {
  return typeof value === 'string' && COLLECTION_TOKEN.test(value);
}

/** Whether a value is an object that cdktf resolves when it writes, e.g. `Lazy.anyValue(…)`. */
export function isObjectToken(value: unknown): boolean {
  const token = value as { readonly resolve?: unknown; readonly creationStack?: unknown } | null;
  return typeof value === 'object' && token !== null && typeof token.resolve === 'function' && token.creationStack !== undefined;
}

const TEXT_TOKENS = new RegExp(TEXT_TOKEN.source, 'g');

/** The text with one word for every token: cdktf numbers them anew when another construct is added. */
export function withoutTokens(text: string): string {
  return text.replace(TEXT_TOKENS, 'known at apply');
}

/** Plain data with that word for every token in its texts: what people read, and what two syntheses of one app must write alike. */
export function withoutTokensIn<T>(data: T): T {
  return visit(data) as T;
}

function visit(data: unknown): unknown {
  if (typeof data === 'string') return withoutTokens(data);
  if (Array.isArray(data)) return data.map(visit);
  if (!isPlainObject(data)) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, visit(value)]));
}
