/** AF-SPEC-021: a name on the cluster, or in the plan, names one thing. */
import type { Rule } from '../../core/rule';

/** A name of one realm, and who reserved it, in the order of the program. */
export interface ReservedName {
  /** Within which it is unique, e.g. `pool in namespace research`. */
  readonly realm: string;
  readonly name: string;
  readonly reservations: readonly Reservation[];
  /** A name for the second one that is free. @default - none is known */
  readonly free?: string;
}

export interface Reservation {
  /** What the name stands for; the same name for the same thing is not a duplicate. */
  readonly meaning: string;
  readonly path: string;
  /** Prop that gives the name. @default 'id' */
  readonly prop?: string;
  /** What to change. @default - an own id for each */
  readonly repairs?: readonly string[];
  /** The name may differ from the id. @default false */
  readonly isGiven?: boolean;
  /** Path of the construct within which names are made from this one. @default - the construct */
  readonly scope?: string;
}

export const nameUsedOnce: Rule<ReservedName> = {
  id: 'name-used-once',
  code: 'AF-SPEC-021',
  title: 'Two things have one name where names must be unique.',
  why: 'One object would replace the other on the cluster, or be counted as the other in the plan.',
  fix: 'Give each its own id, or its own name.',
  severity: 'error',
  check({ realm, name, reservations, free }) {
    const [first, ...others] = reservations;
    if (first === undefined || others.length === 0) return 'not-applicable';
    const second = others.find(({ meaning }) => meaning !== first.meaning);
    if (second === undefined) return 'compliant';
    const paths = [...new Set(reservations.map(({ path }) => path))];
    const meanings = [...new Set(reservations.map(({ meaning }) => meaning))];
    return [
      {
        prop: second.prop ?? 'id',
        value: name,
        allowed: `one ${realm} of this name`,
        message: `the name "${name}" is used ${reservations.length} times: ${paths.length > 1 ? paths.join(', ') : meanings.join(', ')}`,
        repairs: second.repairs ?? [...(free === undefined ? [] : [`name: '${free}'`]), `give each its own ${second.prop ?? 'id'}`],
      },
    ];
  },
};

/** Path of the construct that gave a name second. */
export const secondPath = ({ reservations: [first, ...others] }: ReservedName): string =>
  others.find(({ meaning }) => meaning !== first?.meaning)?.path ?? first?.path ?? '';
