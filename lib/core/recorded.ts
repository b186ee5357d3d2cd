/**
 * What a value was computed from: which rules were kept meanwhile, and which specs were read. Values that are computed once say it again to whoever reads
 * them.
 */

/** A value with what was noted while it was computed. */
export interface Recorded<T> {
  readonly value: T;
  /** Codes of the rules that something it was computed from keeps. */
  readonly kept: ReadonlySet<string>;
  /** Constructs whose specs were read. */
  readonly read: ReadonlySet<object>;
}

interface Recording {
  readonly kept: Set<string>;
  readonly read: Set<object>;
}

let open: Recording | undefined;

/** Computes a value and notes what it is computed from. A recording around this one hears of the specs, and not of the rules. */
export function recorded<T>(compute: () => T): Recorded<T> {
  const outer = open;
  const own: Recording = { kept: new Set(), read: new Set() };
  open = own;
  try {
    return { value: compute(), ...own };
  } finally {
    open = outer;
    if (outer !== undefined) for (const construct of own.read) outer.read.add(construct);
  }
}

/** Says that a rule was kept. */
export function recordKept(code: string): void {
  open?.kept.add(code);
}

/** Says that the spec of a construct was read. */
export function recordRead(construct: object): void {
  open?.read.add(construct);
}

/** The value, for a recording around it as if it were computed again. */
export function replayed<T>({ value, kept, read }: Recorded<T>): T {
  if (open === undefined) return value;
  for (const code of kept) open.kept.add(code);
  for (const construct of read) open.read.add(construct);
  return value;
}
