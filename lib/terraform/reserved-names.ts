import type { IConstruct } from 'constructs';
import { evaluateRules } from '../core/evaluate-rules';
import { type Finding, place } from '../core/finding';
import { nameUsedOnce, type Reservation, secondPath } from './rules/name-used-once';

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
}

/** How a duplicate is reported of a name that may differ from the id. */
export const givenName = (name: string | undefined): NameWords =>
  name === undefined ? {} : { prop: 'name', repairs: ['give each its own name'] };

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

  /** All of these constructs are told already that they have one name. */
  isShared(paths: readonly string[]): boolean {
    return [...this.reservations.values()].some(
      (reservations) =>
        new Set(reservations.map(({ meaning }) => meaning)).size > 1 &&
        paths.every((path) => reservations.some((one) => `${one.path}/`.startsWith(`${path}/`))),
    );
  }

  /** Findings of every name that two things have. */
  duplicates(): Finding[] {
    return [...this.reservations.entries()].flatMap(([key, reservations]) => {
      const [realm = '', name = ''] = key.split('\u0000');
      const reserved = { realm, name, reservations };
      return evaluateRules([nameUsedOnce], reserved).map((finding) => place(secondPath(reserved), finding));
    });
  }
}

const keyOf = (realm: string, name: string): string => `${realm}\u0000${name}`;
