/**
 * Tiers of KV blocks that several pods share, such as LMCache. Pools have none: for each of them it was published that an answer can be wrong without an
 * error. So each flag or variable that asks for one is told with its reason. See docs/guides/engines.md.
 */
import type { Provenance } from '../provenance';
import type { GivenFlag } from './parse-args';

/** A tier of KV blocks that several pods share. */
export interface SharedKvTier {
  /** Name for people, e.g. `LMCache`. */
  readonly name: string;
  /** Why its blocks are not trusted: whole clauses. */
  readonly why: string;
  readonly provenance: Provenance;
}

/** How users ask for such tiers. */
export interface SharedKvTiers {
  /** Flag, words of which one has to be in its value (separated by blanks; none: the flag alone asks for it), and the tier. */
  readonly flags: readonly (readonly [flag: string, words: string, tier: SharedKvTier])[];
  /** How the names of its variables begin, and the tier. */
  readonly variables: readonly (readonly [beginning: string, tier: SharedKvTier])[];
}

/** The tier that a flag asks for. */
export function tierOfFlag(flag: string, { values }: GivenFlag, tiers: SharedKvTiers | undefined): SharedKvTier | undefined {
  const given = values.join(' ').toLowerCase();
  const row = tiers?.flags.find(
    ([name, words]) => name === flag && (words === '' || words.split(' ').some((word) => given.includes(word.toLowerCase()))),
  );
  return row?.[2];
}

/** The tier that a variable belongs to. */
export function tierOfVariable(name: string, tiers: SharedKvTiers | undefined): SharedKvTier | undefined {
  return tiers?.variables.find(([beginning]) => name.startsWith(beginning))?.[1];
}
