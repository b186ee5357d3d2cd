/** Attributes as literal data, in which cdktf looks for tokens only where some are: it walks through each resource three times in a synthesis. */
import { isPlainObject } from '../core/plain-object';
import { isToken } from '../core/token';
import type { IPostProcessor, IResolvable, IResolveContext } from './engine';
import { literal } from './literal';

/** Marks of tokens of every kind in a text; a number that is one reads like -1.8e+289. */
const TOKEN_IN_TEXT = /\{TfToken\[|e\+\d{3}/;

/** A list or map without tokens. cdktf looks for tokens in what an object stands for, and not in what a post-processor makes of that. */
class TokenFree implements IResolvable, IPostProcessor {
  readonly creationStack = [];

  readonly #data: object;

  constructor(data: object) {
    this.#data = data;
  }

  static isTokenFree(part: object): part is TokenFree {
    return #data in part;
  }

  get data(): object {
    return this.#data;
  }

  resolve(context: IResolveContext): undefined {
    context.registerPostProcessor(this);
    return undefined;
  }

  /** cdktf puts what came of all resources of a stack together, and looks for tokens in it once more. */
  postProcess(): object {
    return new ResolvedOnce(this.data);
  }

  toString(): string {
    return JSON.stringify(this.data);
  }
}

class ResolvedOnce extends TokenFree {
  override postProcess(): object {
    return this.data;
  }

  toJSON(): object {
    return this.data;
  }
}

/**
 * What `literalData` makes of attributes, its parts without tokens marked as such: data when they are resolved twice. Parts that are undefined are left
 * out, as cdktf does.
 */
export function literalAttributes(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(partsOf(attributes).parts);
}

function marked(value: unknown): unknown {
  if (typeof value === 'string') return literal(value);
  if (Array.isArray(value)) return markedList(value);
  return isPlainObject(value) ? markedMap(value) : value;
}

function markedList(list: readonly unknown[]): unknown {
  const parts = list.filter((item) => item !== undefined).map(marked);
  return parts.every(isTokenFree) ? new TokenFree(parts.map(dataOf)) : parts;
}

function markedMap(map: Readonly<Record<string, unknown>>): unknown {
  const { parts, hasTokens } = partsOf(map);
  if (hasTokens) return Object.fromEntries(parts);
  for (const part of parts) part[1] = dataOf(part[1]);
  return new TokenFree(Object.fromEntries(parts));
}

/** One walk over a map: all values of all resources pass here, each time that cdktf asks for them. */
function partsOf(map: Readonly<Record<string, unknown>>): { readonly parts: [string, unknown][]; readonly hasTokens: boolean } {
  const parts: [string, unknown][] = [];
  let hasTokens = false;
  for (const [key, value] of Object.entries(map)) {
    if (value === undefined) continue;
    const part = marked(value);
    parts.push([literal(key), part]);
    hasTokens ||= !isTokenFree(key) || !isTokenFree(part);
  }
  return { parts, hasTokens };
}

/** Whether cdktf finds no token in a part. */
export function isTokenFree(part: unknown): boolean {
  if (typeof part === 'string') return !TOKEN_IN_TEXT.test(part);
  if (typeof part === 'object' && part !== null) return TokenFree.isTokenFree(part);
  return typeof part !== 'function' && !isToken(part);
}

/** What a part without tokens stands for. */
export const dataOf = (part: unknown): unknown =>
  typeof part === 'object' && part !== null && TokenFree.isTokenFree(part) ? part.data : part;
