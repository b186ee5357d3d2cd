import { isPlainObject } from '../../core/plain-object';

/** Blocks that stand once may be written as a list of one. */
export function single(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 1 && isPlainObject(value[0]) ? single(value[0]) : value;
  return isPlainObject(value) ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, single(inner)])) : value;
}
