import type { UnplacedFinding } from '../core/finding';
import { place } from '../core/finding';
import { FleetSpecError } from '../core/fleet-error';
import { isPlainObject } from '../core/plain-object';
import { readable } from '../core/readable';
import { describeValue, shownValue } from '../core/shown-value';
import { textFindings } from '../core/text-checks';

/** What facts hold that are no single values. */
export type FactShape = 'list' | 'list of objects' | 'object';

/**
 * A copy of facts that a user hands in: data alone, without functions, dates and objects of classes. What is undefined is left out.
 *
 * @param shapes of the facts that are no single values, by name
 * @throws FleetSpecError AF-SPEC-001 for each part that is no data, or of another shape.
 */
export function plainFacts<T extends object>(where: string, facts: T, shapes: Readonly<Record<string, FactShape>> = {}): T {
  const problems = readable(facts, { path: where, className: where }, () => problemsOf(where, facts, shapes));
  if (problems.length > 0) throw new FleetSpecError(problems.map((problem) => place(where, problem)));
  return structuredClone(Object.fromEntries(Object.entries(facts).filter(([, value]) => value !== undefined))) as T;
}

const problemsOf = (where: string, facts: object, shapes: Readonly<Record<string, FactShape>>): UnplacedFinding[] =>
  isPlainObject(facts)
    ? [...textFindings(facts), ...strange(facts, []), ...misshapen(facts, shapes)]
    : [noData(where, facts, 'an object with its facts')];

const SHAPES: Readonly<Record<FactShape, { readonly holds: (value: unknown) => boolean; readonly allowed: string }>> = {
  list: { holds: Array.isArray, allowed: 'a list' },
  'list of objects': { holds: (value) => Array.isArray(value) && value.every(isPlainObject), allowed: 'a list of objects' },
  object: { holds: isPlainObject, allowed: 'an object' },
};

function misshapen(facts: Readonly<Record<string, unknown>>, shapes: Readonly<Record<string, FactShape>>): UnplacedFinding[] {
  return Object.entries(shapes).flatMap(([prop, shape]) => {
    const value = facts[prop];
    return value === undefined || SHAPES[shape].holds(value) ? [] : [noData(prop, value, SHAPES[shape].allowed)];
  });
}

/** Parts that are no data. Runs behind `textFindings`, which refuses data without an end. */
function strange(value: unknown, path: readonly string[]): UnplacedFinding[] {
  if (path.length > 20) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => strange(item, [...path, String(index)]));
  if (isPlainObject(value)) return Object.entries(value).flatMap(([key, inner]) => strange(inner, [...path, key]));
  const isData = value === null || ['string', 'number', 'boolean', 'undefined'].includes(typeof value);
  return isData ? [] : [noData(path.join('.'), value, 'a text, a number, true, false, null, or lists and objects of them')];
}

function noData(prop: string, value: unknown, allowed: string): UnplacedFinding {
  return {
    code: 'AF-SPEC-001',
    severity: 'error',
    prop,
    value: shownValue(value),
    allowed,
    message: value === undefined ? `${prop} is missing` : `${prop} is ${describeValue(value)}`,
    repairs: [value === null ? `leave out ${prop}` : `${prop}: <${allowed}>`],
  };
}
