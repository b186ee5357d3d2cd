import type { EngineVersion } from './engine-version';

/**
 * What a flag takes: nothing (`toggle` has a `--no-` twin), one value of a kind, one or more, or at most one. `count` is a whole number of 0 or more, `size` is `8k`, `1K` or
 * `auto`, `json` any JSON, `object` a JSON object.
 */
export type FlagKind =
  | 'toggle'
  | 'switch'
  | 'int'
  | 'count'
  | 'float'
  | 'size'
  | 'json'
  | 'object'
  | 'text'
  | 'ints'
  | 'texts'
  | 'optional';

/** A flag with the release that brought it and the one that removed it. */
export type FlagRow = readonly [flag: string, takes: FlagKind, first: string, last?: string];
/** Rows of the flag tables, and when a flag exists. Only some releases were read; between two of them a change is uncertain. */
export type AliasRow = readonly [alias: string, flag: string, first: string, last?: string];
/** A flag that takes one of the values, which are separated by blanks. */
export type ChoiceRow = readonly [flag: string, values: string, first: string, last?: string];
/** A value of a flag with the release that brought it and the one that removed it. */
export type ValueRow = readonly [value: string, first: string, last?: string];
/** A flag that is gone: first release known to be without it, and what to write today. */
export type RetiredRow = readonly [flag: string, goneBy: string, instead: string];

/** Whether a release has something. `uncertain`: it came or went somewhere between two releases that were read. */
export type Presence = 'present' | 'gone' | 'not yet' | 'uncertain';

/**
 * @param version release in question
 * @param first first release read that has it
 * @param last last release read that has it; undefined when the newest read has it
 * @param reads all releases read, oldest first
 */
export function presence(version: EngineVersion, first: string, last: string | undefined, reads: readonly string[]): Presence {
  const from = version.peer(first);
  if (version.compare(from) < 0) return before(version, from, reads);
  if (last === undefined || version.compare(version.peer(last)) <= 0) return 'present';
  const next = reads.map((read) => version.peer(read)).find((read) => read.compare(version.peer(last)) > 0);
  return next !== undefined && version.atLeast(next) ? 'gone' : 'uncertain';
}

function before(version: EngineVersion, first: EngineVersion, reads: readonly string[]): Presence {
  const known = reads.map((read) => version.peer(read)).some((read) => read.compare(first) < 0 && read.atLeast(version));
  return known ? 'not yet' : 'uncertain';
}
