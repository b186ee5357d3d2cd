/** What a client says that it does with a session store. */
import { thingRule } from '../core/method-arguments';
import { isKeyPattern } from './session-client-props';

function isUse(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { counts, keys, streams } = value as Record<string, unknown>;
  const isFlag = counts === undefined || typeof counts === 'boolean';
  return isFlag && [keys, streams].every((given) => given === undefined || isPatterns(given));
}

const isPatterns = (value: unknown): boolean => Array.isArray(value) && value.every((key) => typeof key === 'string' && isKeyPattern(key));

export const USE_ARGUMENT = thingRule('use', isUse, 'what the client does: counts, or the patterns of its keys', "{ keys: ['session:*'] }");
