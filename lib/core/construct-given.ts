/** A construct where props belong: schemas would tell what is inside of it. */
import type { UnplacedFinding } from './finding';
import type { Issue } from './issue-finding';

/** What package constructs marks its constructs with. */
const BRAND = Symbol.for('constructs.Construct');

/** What is told of one. */
interface Construct {
  readonly node: { readonly path: string };
}

/** One problem for each construct whose insides a schema refuses, by its path; the path of the props themselves is empty. */
export function constructsGiven(props: unknown, issues: readonly Issue[]): ReadonlyMap<string, UnplacedFinding> {
  const found = new Map<string, UnplacedFinding>();
  for (const { code, path } of issues) {
    // A construct of another kind than the one that belongs there is told by its own schema.
    const [at, construct] = firstConstruct(props, code === 'unrecognized_keys' ? [...path, ''] : path);
    if (construct !== undefined) found.set(at, constructGiven(at, construct));
  }
  return found;
}

/** The first construct above the end of a path. */
function firstConstruct(props: unknown, path: readonly PropertyKey[]): readonly [at: string, construct?: Construct] {
  let value = props;
  for (const [depth, key] of path.entries()) {
    if (isConstruct(value)) return [path.slice(0, depth).map(String).join('.'), value];
    value = (value as Readonly<Record<PropertyKey, unknown>> | null | undefined)?.[key];
  }
  return [''];
}

const isConstruct = (value: unknown): value is Construct => typeof value === 'object' && value !== null && carries(value, BRAND);

/** A proxy that throws is told as such where it is read. */
function carries(value: object, key: symbol): boolean {
  try {
    return key in value;
  } catch {
    return false;
  }
}

function constructGiven(prop: string, construct: Construct): UnplacedFinding {
  const called = prop === '' ? 'what stands where the props belong' : prop;
  return {
    code: 'AF-SPEC-001',
    severity: 'error',
    ...(prop === '' ? {} : { prop }),
    value: construct.node.path,
    allowed: 'an object with its props',
    message: `${called} is a construct: ${construct.constructor.name} ${construct.node.path}`,
    repairs: [prop === '' ? 'give its props alone: it takes no scope and no id' : `${prop}: {…}, an object with its props`],
  };
}
