/**
 * Whether a value holds what a test expects of it. Objects may hold more than expected, lists must have the same length; a
 * regular expression matches text, and asymmetric matchers of the test runner (`expect.any(String)`) are asked.
 */
import { own } from '../core/own';
import { inline } from './template-error';

export interface Difference {
  /** Path inside the value, e.g. `spec.template[0].image`. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

interface AsymmetricMatcher {
  asymmetricMatch(actual: unknown): boolean;
}

/** Every place where the value is not as expected; empty when it is. */
export function differences(expected: unknown, actual: unknown, path = ''): Difference[] {
  const matches = leafMatch(expected, actual);
  if (matches !== undefined) return matches ? [] : [{ path, expected, actual }];
  if (Array.isArray(expected)) return listDifferences(expected, actual, path);
  if (!isObject(actual)) return [{ path, expected, actual }];
  const keys = Object.entries(expected as object).filter(([, value]) => value !== undefined);
  return keys.flatMap(([key, value]) => differences(value, own(actual, key), path === '' ? key : `${path}.${key}`));
}

export function renderDifference({ path, expected, actual }: Difference): string {
  return `${path === '' ? 'it' : path}: expected ${describe(expected)}, found ${inline(actual)}`;
}

/** The candidate with the fewest differences. */
export function closestCandidate<T>(candidates: readonly T[], expected: unknown, value: (candidate: T) => unknown) {
  const ranked = candidates.map((candidate) => ({ candidate, differences: differences(expected, value(candidate)) }));
  return ranked.sort((a, b) => a.differences.length - b.differences.length)[0];
}

/** True or false for what is compared as a whole, undefined for lists and objects. */
function leafMatch(expected: unknown, actual: unknown): boolean | undefined {
  if (isAsymmetric(expected)) return expected.asymmetricMatch(actual);
  if (expected instanceof RegExp) return typeof actual === 'string' && expected.test(actual);
  return typeof expected === 'object' && expected !== null ? undefined : Object.is(expected, actual);
}

function listDifferences(expected: readonly unknown[], actual: unknown, path: string): Difference[] {
  if (!Array.isArray(actual) || actual.length !== expected.length) return [{ path, expected, actual }];
  return expected.flatMap((item, index) => differences(item, actual[index], `${path}[${index}]`));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);
const isAsymmetric = (value: unknown): value is AsymmetricMatcher =>
  typeof value === 'object' && value !== null && 'asymmetricMatch' in value && typeof value.asymmetricMatch === 'function';

function describe(expected: unknown): string {
  if (expected instanceof RegExp) return `text matching ${expected}`;
  return isAsymmetric(expected) ? String(expected) : inline(expected);
}
