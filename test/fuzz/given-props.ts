/** Props that were handed to schemas, as paths, e.g. `roles.planner.pool`. */
const GIVEN = new Map<unknown, Set<string>>();

/** Data deeper than this is somebody else's. */
const DEEPEST = 5;

export const givenTo = (schema: unknown): ReadonlySet<string> => GIVEN.get(schema) ?? new Set();

export function noteProps(schema: unknown, props: unknown): void {
  const paths = GIVEN.get(schema) ?? new Set<string>();
  GIVEN.set(schema, paths);
  note(props, [], paths);
}

function note(value: unknown, at: readonly string[], into: Set<string>): void {
  if (at.length > 0) into.add(at.join('.'));
  if (at.length > DEEPEST || typeof value !== 'object' || value === null) return;
  if (Object.getPrototypeOf(value) !== Object.prototype && !Array.isArray(value)) return;
  for (const [key, inner] of Object.entries(value)) note(inner, [...at, key], into);
}
