/** Applies changes to the props of a construct, as the user would who pastes them. The props themselves stay as they are. */

import { type Change, type ChangeValue, isConstant } from './change';
import { isPlainObject } from './plain-object';

export type Props = Readonly<Record<string, unknown>>;

/** Turns the name of a constant into its value; undefined where it is not known. */
export type Constants = (name: string) => unknown;

/** Null where a change names a prop below a value that has no props of its own, or a constant that nobody knows. */
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
  if (rest.length === 0) return { ...props, [head]: value };
  const below = Object.hasOwn(props, head) ? props[head] : undefined;
  if (below !== undefined && !isPlainObject(below)) return null;
  const changed = put(below ?? {}, rest, value);
  return changed === null ? null : { ...props, [head]: changed };
}
