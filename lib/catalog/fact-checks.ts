/** Checks of figures that users hand in for their own GPUs and models. Null is always allowed: it means unknown. */
import { closest } from '../core/closest';
import type { UnplacedFinding } from '../core/finding';
import { place } from '../core/finding';
import { FleetSpecError } from '../core/fleet-error';
import { isSeen, SEEN } from '../core/iso-date';
import { isDnsLabel } from '../core/kubernetes/dns-label';
import { IMAGE_REPOSITORY, isImageRepository } from '../core/kubernetes/image-reference';
import { describeValue, shownValue } from '../core/shown-value';
import { EngineVersion } from './engines/engine-version';

/** `count`: whole and positive. `size`: 0 or more. `amount`: positive. `date`: ISO year-month or day. `text`: not empty, never null. `name`: one line, no flag. */
export type FactRule =
  | 'count'
  | 'size'
  | 'amount'
  | 'date'
  | 'text'
  | 'name'
  | 'vendor'
  | 'repository'
  | 'version'
  | 'label'
  | 'digest'
  | 'function'
  | 'list'
  | 'record'
  | 'purchase'
  | 'release-step';

export interface FactCheck {
  readonly prop: string;
  readonly value: unknown;
  readonly rule: FactRule;
}

interface Rule {
  readonly holds: (value: unknown) => boolean;
  readonly allowed: string;
  /** A value of this kind, as a program writes it. */
  readonly example: string;
}

const isPositive = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value) && value > 0;

const RULES: Readonly<Record<FactRule, Rule>> = {
  count: {
    example: 'null',
    holds: (value) => value === null || (isPositive(value) && Number.isInteger(value)),
    allowed: 'a positive whole number, or null where unknown',
  },
  size: {
    example: 'null',
    holds: (value) => value === null || value === 0 || isPositive(value),
    allowed: '0 or a positive number, or null where unknown',
  },
  amount: { example: 'null', holds: (value) => value === null || isPositive(value), allowed: 'a positive number, or null where unknown' },
  date: {
    example: "'2026-11-20'",
    holds: (value) => typeof value === 'string' && isSeen(value),
    allowed: `${SEEN}, e.g. 2026-11 or 2026-11-20`,
  },
  purchase: {
    example: "'on-demand'",
    holds: (value) => value === 'on-demand' || value === 'spot' || value === 'reserved',
    allowed: "'on-demand', 'spot', 'reserved'",
  },
  'release-step': {
    example: "'patch'",
    holds: (value) => value === 'minor' || value === 'patch',
    allowed: "'minor', 'patch'",
  },
  version: {
    example: "'0.30.0'",
    holds: (value) => typeof value === 'string' && EngineVersion.parse(value) !== null,
    allowed: 'a release, e.g. 0.30.0',
  },
  label: {
    example: "'my-engine'",
    holds: (value) => typeof value === 'string' && isDnsLabel(value),
    allowed: 'lower-case letters, digits and dashes',
  },
  digest: {
    example: "'sha256:<64 hexadecimal digits>'",
    holds: (value) => typeof value === 'string' && /^sha256:[0-9a-f]{64}$/.test(value),
    allowed: 'sha256: and 64 hexadecimal digits',
  },
  repository: {
    example: "'registry.example.com/team/engine'",
    holds: (value) => typeof value === 'string' && isImageRepository(value),
    allowed: IMAGE_REPOSITORY,
  },
  vendor: { example: "'NVIDIA'", holds: (value) => value === 'NVIDIA' || value === 'AMD', allowed: "'NVIDIA', 'AMD'" },
  name: {
    example: "'acme/our-8b'",
    holds: (value) => typeof value === 'string' && /^[^\s-][^\p{Cc}]{0,499}$/u.test(value),
    allowed: 'one line of at most 500 characters that does not begin with a dash or a space',
  },
  function: { example: '() => …', holds: (value) => typeof value === 'function', allowed: 'a function' },
  list: { example: '[]', holds: Array.isArray, allowed: 'a list' },
  record: { example: '{}', holds: (value) => typeof value === 'object' && value !== null, allowed: 'an object' },
  text: { example: "'<text>'", holds: (value) => typeof value === 'string' && value.trim() !== '', allowed: 'a text that is not empty' },
};

/**
 * Throws one error for every check that fails and every further problem given; does nothing when all is well.
 *
 * @throws FleetSpecError
 */
export function throwFactProblems(path: string, checks: readonly FactCheck[], further: readonly UnplacedFinding[] = []): void {
  const problems = [...checks.filter((check) => !RULES[check.rule].holds(check.value)).map(problemOf), ...further];
  if (problems.length > 0) throw new FleetSpecError(problems.map((problem) => place(path, problem)));
}

function problemOf({ prop, value, rule }: FactCheck): UnplacedFinding {
  return {
    code: 'AF-SPEC-001',
    severity: 'error',
    prop,
    value: shownValue(value),
    allowed: RULES[rule].allowed,
    message: value === undefined ? `${prop} is missing` : `${prop} is ${describeValue(value)}`,
    repairs: [`${value === undefined ? 'set ' : ''}${prop}: ${RULES[rule].example}`],
  };
}

/** A check of every number inside a group of facts, e.g. `moe.experts`. */
export function numbersIn(prop: string, group: object | null): FactCheck[] {
  return Object.entries(group ?? {})
    .filter(([, value]) => typeof value === 'number')
    .map(([key, value]): FactCheck => ({ prop: `${prop}.${key}`, value, rule: 'size' }));
}

/** Unknown keys: without this check a misspelt figure would count as unknown, without an error. */
export function unknownKeys(given: object, known: readonly string[]): UnplacedFinding[] {
  return Object.keys(given)
    .filter((key) => !known.includes(key))
    .map((key) => {
      const guess = closest(key, known);
      return {
        code: 'AF-SPEC-002',
        severity: 'error',
        prop: key,
        value: key,
        allowed: known.join(', '),
        message: `there is no fact "${key}"`,
        repairs: [guess === undefined ? `remove ${key}` : `did you mean ${guess}?`],
      };
    });
}
