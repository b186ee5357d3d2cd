import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { isDnsLabel } from '../core/kubernetes/dns-label';
import { nameUsedOnce, type Reservation, type ReservedName, secondPath } from './rules/name-used-once';

/** How a duplicate is told, and what is none. */
export interface NameWords {
  /**
   * What the name stands for; the same name for the same thing is not a duplicate.
   * @default - the construct
   */
  readonly meaning?: string;
  /**
   * Prop that gives the name.
   * @default 'id'
   */
  readonly prop?: string;
  /**
   * What to change.
   * @default - an own id for each
   */
  readonly repairs?: readonly string[];
  /**
   * The name may differ from the id: a free one is a repair.
   * @default false
   */
  readonly isGiven?: boolean;
  /**
   * Path of the construct within which names are made from this one.
   * @default - the construct
   */
  readonly scope?: string;
}

/** How a duplicate is reported of a name that may differ from the id. */
export const givenName = (name: string | undefined): NameWords => ({ isGiven: true, ...(name === undefined ? {} : { prop: 'name' }) });

/** Names of one app that must be unique within a realm, e.g. `pool in namespace research`. */
export class ReservedNames {
  private readonly reservations = new Map<string, Reservation[]>();

  /** @param changed what is called with every further name */
  constructor(private readonly changed: () => void) {}

  /** Reserves a name that must be unique within its realm. */
  reserve(realm: string, name: string, construct: IConstruct, words: NameWords = {}): void {
    const key = keyOf(realm, name);
    const path = construct.node.path;
    this.reservations.set(key, [...(this.reservations.get(key) ?? []), { meaning: path, ...words, path }]);
    this.changed();
  }

  /** Path of the construct that reserved a name first. */
  firstPath(realm: string, name: string): string | undefined {
    return this.reservations.get(keyOf(realm, name))?.[0]?.path;
  }

  /** All of these constructs are told already that they have one name, or that their names follow from one. */
  isShared(paths: readonly string[], name: string): boolean {
    return this.shared().some(
      (cause) => paths.every((path) => cause.reservations.some((one) => isWithin(one.path, path))) || followsFrom(cause, { name, paths }),
    );
  }

  /** Findings of every name that two things have; not of names that are made from such a one within them. */
  duplicates(): Finding[] {
    const shared = this.shared();
    const causes = shared.filter((one, at) => {
      const clash = { name: one.name, paths: one.reservations.map(({ path }) => path) };
      return !shared.some((other, before) => before !== at && followsFrom(other, clash) && (other.name !== one.name || before < at));
    });
    return causes.flatMap((reserved) => {
      const free = this.freeName(reserved);
      return evaluateRules([nameUsedOnce], { ...reserved, ...(free === undefined ? {} : { free }) }).map((finding) =>
        place(secondPath(reserved), finding),
      );
    });
  }

  /** Names that stand for several things. */
  private shared(): ReservedName[] {
    return [...this.reservations.entries()].flatMap(([key, reservations]) => {
      if (new Set(reservations.map(({ meaning }) => meaning)).size < 2) return [];
      const [realm = '', name = ''] = key.split('\u0000');
      return [{ realm, name, reservations }];
    });
  }

  /** A name that nothing of the realm has: with the scope of the second before it where the first has another one, e.g. `team-b-pool`. */
  private freeName(reserved: ReservedName): string | undefined {
    const { realm, name, reservations } = reserved;
    if (!reservations.every(({ isGiven }) => isGiven)) return undefined;
    const [before, scope] = [reservations[0]?.path ?? '', secondPath(reserved)].map((path) => path.split('/').at(-2));
    const counted = [2, 3, 4].map((count) => `${name}-${count}`);
    const names = scope === before || scope === undefined ? counted : [`${scope}-${name}`, ...counted];
    return names.find((free) => isDnsLabel(free) && free.length <= SHORT && !this.reservations.has(keyOf(realm, free)));
  }
}

/** Names of this many characters are taken for every construct: the least that one of them takes, a `StateStore`. */
const SHORT = 50;

const isWithin = (path: string, scope: string): boolean => `${path}/`.startsWith(`${scope}/`);

/** Things of one name lie within others of one name, and their name is made from it, e.g. the stores of two fleets. */
function followsFrom(cause: ReservedName, { name, paths }: { readonly name: string; readonly paths: readonly string[] }): boolean {
  const scopes = [...new Set(cause.reservations.map(({ path, scope = path }) => scope))];
  const homes = paths.map((path) => scopes.find((scope) => isWithin(path, scope)));
  return name.includes(cause.name) && !homes.includes(undefined) && new Set(homes).size > 1;
}

const keyOf = (realm: string, name: string): string => `${realm}\u0000${name}`;
