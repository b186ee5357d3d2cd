/** A part of a plan (a pool, a role, a queue) that came, went or is no longer the same. */
import { type FieldChange, fieldChanges } from './field-changes';

export interface PartDiff<T> {
  readonly status: 'added' | 'removed' | 'changed';
  /** Name for people. */
  readonly name: string;
  readonly before: T | null;
  readonly after: T | null;
  /** Fields that differ; empty for what came or went as a whole. */
  readonly changes: readonly FieldChange[];
}

/** How parts of one kind are told apart. */
export interface Identity<T> {
  /** Parts with the same key are the same part, before and after. */
  readonly key: (part: T) => string;
  readonly name: (part: T) => string;
  /**
   * Where several parts may have one key: what is the same on both sides is the same part, before keys pair what is left.
   * @default - keys alone
   */
  readonly exact?: (part: T) => string;
}

/** Parts that differ: those of the new plan in its order, then those that went. */
export function partDiffs<T>(before: readonly T[], after: readonly T[], { key: near, name, exact }: Identity<T>): PartDiff<T>[] {
  const stays = exact === undefined ? new Set<string>() : shared(before.map(exact), after.map(exact));
  const key = (part: T): string => {
    const itself = exact?.(part);
    return itself !== undefined && stays.has(itself) ? `\u0000${itself}` : near(part);
  };
  const old = keyed(before, key);
  const young = keyed(after, key);
  const kept = [...young].map(([at, part]) => pairDiff(old.get(at) ?? null, part, name));
  const gone = [...old].filter(([at]) => !young.has(at)).map(([, part]) => pairDiff(part, null, name));
  return [...kept, ...gone].filter((diff) => diff !== undefined);
}

/** Undefined where nothing differs. */
function pairDiff<T>(before: T | null, after: T | null, name: (part: T) => string): PartDiff<T> | undefined {
  if (before === null) return after === null ? undefined : { status: 'added', name: name(after), before, after, changes: [] };
  if (after === null) return { status: 'removed', name: name(before), before, after, changes: [] };
  const changes = fieldChanges(before, after);
  return changes.length === 0 ? undefined : { status: 'changed', name: name(after), before, after, changes };
}

const shared = (some: readonly string[], others: readonly string[]): Set<string> => {
  const known = new Set(others);
  return new Set(some.filter((one) => known.has(one)));
};

/** A key that stands twice counts on, so that no part is lost. */
function keyed<T>(parts: readonly T[], key: (part: T) => string): Map<string, T> {
  const found = new Map<string, T>();
  for (const part of parts) {
    let at = key(part);
    while (found.has(at)) at = `${at}\u0000`;
    found.set(at, part);
  }
  return found;
}
