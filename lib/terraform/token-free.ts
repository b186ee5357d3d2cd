/** Parts of attributes without tokens, in which cdktf looks for none. */
import { isToken } from '../core/token';
import type { IPostProcessor, IResolvable, IResolveContext } from './engine';

/** Marks of tokens of every kind in a text; a number that is one reads like -1.8e+289. */
const TOKEN_IN_TEXT = /\{TfToken\[|e\+\d{3}/;

/** A list or map without tokens. cdktf looks for tokens in what an object stands for, and not in what a post-processor makes of that. */
export class TokenFree implements IResolvable, IPostProcessor {
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

  postProcess(): object {
    return this.data;
  }

  toJSON(): object {
    return this.data;
  }

  toString(): string {
    return JSON.stringify(this.data);
  }
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
