/** What a client says that it does with a session store. */
import { thingRule } from '../core/method-arguments';
import { isPlainObject } from '../core/plain-object';
import { isKeyPattern } from './session-client-props';

function isUse(value: unknown): boolean {
  if (!isPlainObject(value)) return false;
  const { counts, keys, streams, ...others } = value;
  const isFlag = counts === undefined || typeof counts === 'boolean';
  return isFlag && Object.keys(others).length === 0 && [keys, streams].every((given) => given === undefined || isPatterns(given));
}

/** None at all would be taken for all keys. */
const isPatterns = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every((key) => typeof key === 'string' && isKeyPattern(key));

export const USE_ARGUMENT = thingRule('use', isUse, 'what the client does: counts, or the patterns of its keys', "{ keys: ['session:*'] }");
