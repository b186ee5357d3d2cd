/** What a client says that it does with a session store. */
import { thingRule } from '../core/method-arguments';
import { isKeyPattern } from './session-client-props';

function isUse(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { counts, keys } = value as Record<string, unknown>;
  const isFlag = counts === undefined || typeof counts === 'boolean';
  return isFlag && (keys === undefined || (Array.isArray(keys) && keys.every((key) => typeof key === 'string' && isKeyPattern(key))));
}

export const USE_ARGUMENT = thingRule('use', isUse, 'what the client does: counts, or the patterns of its keys', "{ keys: ['session:*'] }");
