/** Texts for props that take Terraform tokens: written out, a variable, or a variable within a text. */
import { type TerraformStack, TerraformVariable } from 'cdktf';
import * as fc from 'fast-check';
import { pick } from './odd';

export interface VariableText {
  readonly variable: string;
  readonly before: string;
}
export type AnyText = string | VariableText;

export const textOrToken = (...texts: readonly string[]): fc.Arbitrary<AnyText> =>
  fc.oneof(
    { weight: 3, arbitrary: pick(...texts) },
    { weight: 1, arbitrary: fc.record({ variable: pick('address', 'release'), before: pick('', '', 'x-') }, { noNullPrototype: true }) },
  );

const isVariable = (value: unknown): value is VariableText => typeof value === 'object' && value !== null && 'variable' in value;

/** The text as a program writes it: variables become tokens of the stack, whatever else is handed over stays as it is. */
export function written<T>(value: T, stack: TerraformStack): T | string {
  if (!isVariable(value)) return value;
  const declared = stack.node.tryFindChild(value.variable) as TerraformVariable | undefined;
  const variable = declared ?? new TerraformVariable(stack, value.variable, { type: 'string' });
  return `${value.before}${variable.stringValue}`;
}

/** Every text of a list. */
export const writtenList = (values: unknown, stack: TerraformStack): unknown =>
  Array.isArray(values) ? values.map((value) => written(value, stack)) : values;

/** Every value of a record. */
export function writtenValues(values: unknown, stack: TerraformStack): unknown {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return values;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, written(value, stack)]));
}
