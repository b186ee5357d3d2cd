/** Data that throws when it is read: getters and proxies of other libraries. */
import type { SpecCode } from './codes';
import type { UnplacedFinding } from './finding';
import { isPlainObject } from './plain-object';

/** The finding about the part of the data that threw. */
export function unreadableFinding(data: unknown, error: unknown): UnplacedFinding {
  const prop = unreadableAt(data, [], 0)?.join('.') ?? '';
  const name = prop === '' ? 'the value' : prop;
  return {
    code: 'AF-SPEC-001' satisfies SpecCode,
    severity: 'error',
    ...(prop === '' ? {} : { prop }),
    value: 'an object that cannot be read',
    message: `${name} cannot be read: ${error instanceof Error ? `${error.name}: ${error.message}` : 'it throws'}`,
    allowed: 'plain data: texts, numbers, lists and objects without getters that throw',
    repairs: [`copy the values of ${name} into a plain object before you pass it`],
  };
}

/** Levels that are searched; data that is deeper is refused for its depth. */
const DEEPEST = 100;

/** Where reading throws; undefined where a whole value can be read. */
function unreadableAt(value: unknown, at: readonly string[], depth: number): readonly string[] | undefined {
  if (depth > DEEPEST) return undefined;
  try {
    if (isMock(value)) return at;
    if (!Array.isArray(value) && !isPlainObject(value)) return undefined;
    const keys = Object.keys(value);
    for (const key of keys) {
      const found = partUnreadable(value, key, at, depth);
      if (found !== undefined) return found;
    }
    return undefined;
  } catch {
    return at;
  }
}

/** A function that answers the question for its name with something else than a text. */
const isMock = (value: unknown): boolean => typeof value === 'function' && typeof (value as { readonly name: unknown }).name !== 'string';

function partUnreadable(value: object, key: string, at: readonly string[], depth: number): readonly string[] | undefined {
  try {
    return unreadableAt(Reflect.get(value, key), [...at, key], depth + 1);
  } catch {
    return [...at, key];
  }
}
