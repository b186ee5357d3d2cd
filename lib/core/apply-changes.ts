/** Applies changes to the props of a construct, as the user would who pastes them. The props themselves stay as they are. */

import { type Change, type ChangeValue, isConstant } from './change';
import { isPlainObject } from './plain-object';

export type Props = Readonly<Record<string, unknown>>;

/** Turns the name of a constant into its value; undefined where it is not known. */
export type Constants = (name: string) => unknown;

/** Null where a change names a prop below a value that has no props of its own, or an unknown constant. */
export function applyChanges(props: Props, changes: readonly Change[], constants: Constants = () => undefined): Props | null {
  return changes.reduce<Props | null>((changed, change) => (changed === null ? null : applied(changed, change, constants)), props);
}

function applied(props: Props, { field, value }: Change, constants: Constants): Props | null {
  const given = literalOf(value, constants);
  return given === UNKNOWN ? null : put(props, field.split('.'), given);
}

const UNKNOWN = Symbol('unknown');

function literalOf(value: ChangeValue | undefined, constants: Constants): unknown {
  if (!isConstant(value)) return value;
  return constants(value.constant) ?? UNKNOWN;
}

function put(props: Props, [head, ...rest]: readonly string[], value: unknown): Props | null {
  if (head === undefined) return null;
  if (rest.length === 0) return value === undefined ? without(props, head) : { ...props, [head]: value };
  const below = Object.hasOwn(props, head) ? props[head] : undefined;
  if (below !== undefined && !isPlainObject(below)) return null;
  const changed = put(below ?? {}, rest, value);
  return changed === null ? null : { ...props, [head]: changed };
}

/** Left out, and not there as undefined: a role or a target without a value is refused. */
const without = (props: Props, head: string): Props => Object.fromEntries(Object.entries(props).filter(([key]) => key !== head));

export interface ObjectSchema<T> {
  readonly shape: object;
  safeParse(
    props: unknown,
    options: { readonly jitless: true },
  ): { readonly success: true; readonly data: T } | { readonly success: false };
}

/** The props of a construct after the changes; null where they are no props of it, or its schema refuses them. */
export function changedProps<T extends object>(schema: ObjectSchema<T>, spec: T, changes: readonly Change[]): T | null {
  if (!changes.every(({ field }) => Object.hasOwn(schema.shape, field.split('.')[0] ?? ''))) return null;
  const props = applyChanges(spec as Props, changes);
  if (props === null) return null;
  const parsed = schema.safeParse(props, { jitless: true });
  return parsed.success ? parsed.data : null;
}
