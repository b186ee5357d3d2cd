/** Values of any kind, as errors show them. */

/** Own value at a path; undefined where there is none. */
export function valueAt(props: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined),
    props,
  );
}

/** Values go into errors and JSON: objects of ours would drag the whole construct tree along, and JSON has no big integers and no symbols. */
export function shownValue(value: unknown): unknown {
  return ['object', 'function', 'symbol', 'bigint'].includes(typeof value) && value !== null ? describeValue(value) : value;
}

/** `"8k"`, `a list of 3`, `a Cluster`, `NaN`. */
export function describeValue(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
  try {
    return describeOther(value);
  } catch {
    return 'an object that cannot be read';
  }
}

function describeOther(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return describeObject(value);
  if (typeof value === 'function') return isNamed(value) ? `the function ${value.name}` : 'a function';
  return typeof value === 'bigint' ? `${value}n` : String(value);
}

/** Mocks answer every question, the one for a name as well, with anything. */
const isNamed = ({ name }: { readonly name: unknown }): boolean => typeof name === 'string' && name !== '';

function describeObject(value: object): string {
  const { constructor: made } = value as { readonly constructor?: unknown };
  const name = typeof made === 'function' && isNamed(made) ? made.name : '';
  return name === '' || name === 'Object' ? 'an object' : `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`;
}
