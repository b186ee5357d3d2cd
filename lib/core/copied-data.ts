/** Props as they were when a construct was made: what a program changes in its objects afterwards changes no plan. */
import { isPlainObject } from './plain-object';

/** Deeper and larger data is refused by whoever reads the copy; it is left as it is. */
const DEEPEST = 128;
const MOST_PARTS = 25_000;

/** Items of the longest list. A list that is longer by mistake, e.g. `new Array(2 ** 32 - 1)`, would be walked for minutes. */
export const MOST_ITEMS = 1_000_000;

interface Copying {
  /** A part that is used at several places stays one, also one that holds itself. */
  readonly copies: Map<object, object>;
  readonly depth: number;
}

/**
 * A copy of lists and plain objects, each value of which is read once, so that a getter that answers differently the next time is asked once. Objects of
 * classes, and objects with methods (parts of the user's own), are themselves.
 */
export const copiedData = (data: unknown): unknown => (Array.isArray(data) || isPlainObject(data) ? copied(data, newCopying()) : data);

const newCopying = (): Copying => ({ copies: new Map(), depth: 0 });

function copied(value: unknown, copying: Copying): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const known = copying.copies.get(value);
  if (known !== undefined) return known;
  if (copying.depth > DEEPEST || copying.copies.size > MOST_PARTS) return value;
  if (Array.isArray(value)) return value.length > MOST_ITEMS ? value : copiedList(value, copying);
  return isPlainObject(value) ? copiedObject(value, copying) : value;
}

function copiedList(list: readonly unknown[], { copies, depth }: Copying): unknown[] {
  const copy: unknown[] = [];
  copies.set(list, copy);
  for (const item of list) copy.push(copied(item, { copies, depth: depth + 1 }));
  return copy;
}

function copiedObject(object: Readonly<Record<string, unknown>>, { copies, depth }: Copying): object {
  const entries = Object.entries(object);
  // What has methods or marks of its own is more than data.
  const isData = entries.every(([, inner]) => typeof inner !== 'function') && Object.getOwnPropertySymbols(object).length === 0;
  if (depth > 0 && !isData) return object;
  const copy = Object.create(Object.getPrototypeOf(object)) as object;
  copies.set(object, copy);
  for (const [key, inner] of entries) {
    const value = copied(inner, { copies, depth: depth + 1 });
    Object.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true });
  }
  return copy;
}
