/** A resource as it is handed to cdktf, which walks through it three times: for references to other stacks, for its own values, and with the whole stack. */
import { isPlainObject } from '../core/plain-object';
import type { IPostProcessor, IResolvable, IResolveContext } from './engine';
import { markedAttributes } from './literal-attributes';
import { isTokenFree, TokenFree } from './token-free';

/** What a resource or a data source writes: its attributes by its type and its id. */
export interface Written {
  readonly [block: string]: unknown;
}

/** Attributes of which cdktf takes what it has resolved as it is when it resolves the stack. */
class Handed implements IResolvable, IPostProcessor {
  readonly creationStack = [];

  readonly #attributes: unknown;

  constructor(attributes: unknown) {
    this.#attributes = attributes;
  }

  static isHanded(part: object): part is Handed {
    return #attributes in part;
  }

  get attributes(): unknown {
    return this.#attributes;
  }

  /** References are all that it looks for while it prepares. */
  resolve(context: IResolveContext): unknown {
    context.registerPostProcessor(this);
    return context.preparing ? tokensOf(this.attributes) : this.attributes;
  }

  postProcess(resolved: object): object {
    return new TokenFree(resolved);
  }

  toString(): string {
    return JSON.stringify(this.attributes);
  }
}

/** The parts of attributes in which there is a token. */
function tokensOf(part: unknown): unknown {
  if (Array.isArray(part)) return part.filter((item) => !isTokenFree(item)).map(tokensOf);
  if (!isPlainObject(part)) return part;
  const parts = Object.entries(part).filter(([key, value]) => !isTokenFree(key) || !isTokenFree(value));
  return Object.fromEntries(parts.map(([key, value]) => [key, tokensOf(value)]));
}

/** What it writes, its attributes in one part each. What is undefined is left out, as cdktf does. */
export function handed(written: Written): Written {
  const blocks = Object.entries(written).filter(([, block]) => block !== undefined);
  return Object.fromEntries(
    blocks.map(([name, block]) => [name, name === 'resource' || name === 'data' ? ofEach(block, ofEachId) : block]),
  );
}

const ofEachId = (byId: unknown): unknown => ofEach(byId, handedAttributes);

const ofEach = (map: unknown, made: (value: unknown) => unknown): unknown =>
  Object.fromEntries(Object.entries(map as object).map(([key, value]) => [key, made(value)]));

const handedAttributes = (attributes: unknown): unknown => new Handed(markedAttributes(attributes as Readonly<Record<string, unknown>>));

/** The attributes that were handed over. */
export const attributesIn = (part: unknown): unknown =>
  typeof part === 'object' && part !== null && Handed.isHanded(part) ? part.attributes : part;
