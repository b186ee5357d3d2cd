/** Which rules were kept while a value was computed. Values that are computed once say it again to whoever reads them. */

/** A value, and the codes of the rules that something it was computed from keeps. */
export interface Recorded<T> {
  readonly value: T;
  readonly kept: ReadonlySet<string>;
}

let open: Set<string> | undefined;

/** Computes a value and collects the codes of rules that were kept meanwhile; nothing of it reaches a recording around this one. */
export function recorded<T>(compute: () => T): Recorded<T> {
  const outer = open;
  const kept = new Set<string>();
  open = kept;
  try {
    return { value: compute(), kept };
  } finally {
    open = outer;
  }
}

/** Says that a rule was kept. */
export function recordKept(code: string): void {
  open?.add(code);
}

/** The value, for a recording around it as if it were computed again. */
export function replayed<T>({ value, kept }: Recorded<T>): T {
  if (open !== undefined) for (const code of kept) open.add(code);
  return value;
}
