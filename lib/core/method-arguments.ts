/** Methods whose arguments are looked at before anything is done with them: users of JavaScript hand in anything. */
import { FleetSpecError } from './fleet-error';
import { describeValue, shownValue } from './shown-value';

/** What an argument of a method has to be. Predicates are plain: such methods are called thousands of times in one synthesis. */
export interface ArgumentRule {
  readonly name: string;
  readonly holds: (value: unknown) => boolean;
  readonly allowed: string;
  /** Such an argument, as a program writes it. */
  readonly example: string;
}

type Method = (this: unknown, ...args: unknown[]) => unknown;

/**
 * Puts the rules before the methods of a class, once, beside its definition.
 *
 * @param rules rules of the arguments of each method, in their order
 * @throws FleetSpecError from the methods, AF-SPEC-001 with one problem for each argument
 */
export function checkMethods(
  Class: { readonly name: string; readonly prototype: object },
  rules: Readonly<Record<string, readonly ArgumentRule[]>>,
): void {
  for (const [method, args] of Object.entries(rules)) {
    const call = Reflect.get(Class.prototype, method) as Method;
    const where = `${Class.name}.${method}`;
    const checked: Method = function (...given) {
      checkGiven(where, args, given);
      return call.apply(this, given);
    };
    Object.defineProperty(checked, 'name', { value: method });
    Object.defineProperty(Class.prototype, method, { value: checked, writable: true, configurable: true });
  }
}

function checkGiven(where: string, rules: readonly ArgumentRule[], given: readonly unknown[]): void {
  if (rules.every((rule, index) => isSuch(rule, given[index]))) return;
  const broken = rules.filter((rule, index) => !isSuch(rule, given[index]));
  const call = `${where.slice(where.indexOf('.') + 1)}(${rules.map(({ example }) => example).join(', ')})`;
  throw new FleetSpecError(
    broken.map((rule) => {
      const value = given[rules.indexOf(rule)];
      return {
        code: 'AF-SPEC-001',
        severity: 'error',
        path: where,
        prop: rule.name,
        value: shownValue(value),
        allowed: rule.allowed,
        message: value === undefined ? `${rule.name} is missing` : `${rule.name} is ${describeValue(value)}`,
        repairs: [call],
      };
    }),
  );
}

/** Data that throw when they are read are no such argument. */
function isSuch({ holds }: ArgumentRule, value: unknown): boolean {
  try {
    return holds(value);
  } catch {
    return false;
  }
}

/** The same rule, where the argument may be left out. */
export const optional = (rule: ArgumentRule): ArgumentRule => ({ ...rule, holds: (value) => value === undefined || rule.holds(value) });

export const textRule = (name: string, example: string): ArgumentRule => ({
  name,
  holds: (value) => typeof value === 'string',
  allowed: `a text, e.g. ${example}`,
  example,
});

export const textsRule = (name: string, example: string): ArgumentRule => ({
  name,
  holds: (value) => Array.isArray(value) && value.every((part) => typeof part === 'string'),
  allowed: `a list of texts, e.g. ${example}`,
  example,
});

export const oneOfRule = (name: string, values: readonly string[]): ArgumentRule => ({
  name,
  holds: (value) => typeof value === 'string' && values.includes(value),
  allowed: values.map((value) => `'${value}'`).join(', '),
  example: `'${values[0]}'`,
});

/** @param brand what tells such a thing from others, e.g. `Gpu.isGpu` */
export const thingRule = (name: string, brand: (value: unknown) => boolean, allowed: string, example: string): ArgumentRule => ({
  name,
  holds: brand,
  allowed,
  example,
});
