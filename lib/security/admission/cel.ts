/** Texts of the Common Expression Language, in which admission policies are written. */

/** A condition that must hold, and what the API server says where it does not. */
export interface Validation {
  readonly expression: string;
  readonly message: string;
}

/** A value by a name, for the conditions of a policy. */
export interface Variable {
  readonly name: string;
  readonly expression: string;
}

/** Data as CEL reads it: JSON is a part of the language. */
export const celValue = (value: unknown): string => JSON.stringify(value);

export const all = (...conditions: readonly string[]): string => conditions.map((one) => `(${one})`).join(' && ');
export const any = (...conditions: readonly string[]): string => conditions.map((one) => `(${one})`).join(' || ');

/** A field holds something that passes; a field that is not there does not. */
export const hasField = (holder: string, field: string, test: (value: string) => string): string =>
  `has(${holder}.${field}) && ${test(`${holder}.${field}`)}`;

/** A field that is not there passes. */
export const absentOr = (holder: string, field: string, test: (value: string) => string): string =>
  `!has(${holder}.${field}) || ${test(`${holder}.${field}`)}`;

export const validation = (message: string, expression: string): Validation => ({ expression, message: `agent-fleet: ${message}` });
