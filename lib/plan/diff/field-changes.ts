/** What two versions of the same plain data say differently, one entry for each leaf. */
import { own } from '../../core/own';
import { isPlainObject } from '../../core/plain-object';

/** A field that differs. */
export interface FieldChange {
  /** Where it stands, e.g. `memory.terms[weights].perGpuGiB`. */
  readonly field: string;
  /** Null where the field was not there. */
  readonly before: unknown;
  /** Null where the field is gone. */
  readonly after: unknown;
}

/** Fields that tell entries of a list apart, the first that all entries have; a list without one is compared as a whole. */
const IDENTITIES: readonly (readonly string[])[] = [
  ['path'],
  ['fleet', 'role'],
  ['hop', 'name'],
  ['id'],
  ['name'],
  ['nodePool'],
  ['image'],
  ['chart', 'source'],
];

/** Sums of the same figures in another order are the same. */
const ROUNDING = 1e-9;

export function fieldChanges(before: unknown, after: unknown, at = ''): FieldChange[] {
  if (isRecordOrNothing(before) && isRecordOrNothing(after)) return changesOfRecords(before ?? {}, after ?? {}, at);
  if (Array.isArray(before) && Array.isArray(after)) return changesOfLists(before, after, at);
  return areSame(before, after) ? [] : [{ field: at, before: before ?? null, after: after ?? null }];
}

type PlainRecord = Readonly<Record<string, unknown>>;

/** Of two that are both nothing, nothing differs. */
const isRecordOrNothing = (value: unknown): value is PlainRecord | null | undefined =>
  value === null || value === undefined || isPlainObject(value);

function changesOfRecords(before: PlainRecord, after: PlainRecord, at: string): FieldChange[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.flatMap((key) => fieldChanges(own(before, key), own(after, key), at === '' ? key : `${at}.${key}`));
}

function changesOfLists(before: readonly unknown[], after: readonly unknown[], at: string): FieldChange[] {
  const identity = IDENTITIES.find((fields) => isUnique(before, fields) && isUnique(after, fields));
  if (identity === undefined) return areSame(before, after) ? [] : [{ field: at, before, after }];
  const [old, young] = [byName(before, identity), byName(after, identity)];
  const names = [...new Set([...old.keys(), ...young.keys()])];
  return names.flatMap((name) => fieldChanges(old.get(name), young.get(name), `${at}[${name}]`));
}

const byName = (list: readonly unknown[], identity: readonly string[]) =>
  new Map(list.map((entry) => [nameOf(entry, identity), entry] as const));

function isUnique(list: readonly unknown[], identity: readonly string[]): boolean {
  const names = list.map((entry) => nameOf(entry, identity));
  return names.every((name) => name !== undefined) && new Set(names).size === names.length;
}

function nameOf(entry: unknown, identity: readonly string[]): string | undefined {
  if (!isPlainObject(entry)) return undefined;
  const parts = identity.map((field) => own(entry, field));
  return parts.every((part) => typeof part === 'string') ? parts.join('/') : undefined;
}

function areSame(before: unknown, after: unknown): boolean {
  if (typeof before === 'number' && typeof after === 'number') {
    return before === after || Math.abs(before - after) <= ROUNDING * Math.max(Math.abs(before), Math.abs(after));
  }
  return JSON.stringify(before ?? null) === JSON.stringify(after ?? null);
}
