/**
 * Texts that cannot reach Kubernetes as they are: tokens where none is taken, characters that Terraform changes or drops, and texts
 * longer than any argument or name. Run before any pattern reads them, so that no pattern ever sees an endless text.
 */

import type { SpecCode } from './codes';
import { MOST_ITEMS } from './copied-data';
import type { UnplacedFinding } from './finding';
import { isPlainObject } from './plain-object';
import { isCollectionToken, isToken } from './token';

/** Characters of the longest text: Linux hands a process no argument and no variable over 131,071 bytes (MAX_ARG_STRLEN). */
export const MAX_TEXT = 100_000;

/** Levels of the deepest data; chart values have about ten. */
const DEEPEST = 100;

/** Lists and objects of the largest data. A part that is used at several places counts at each: forty levels that name the next one twice have no end. */
const MOST_PARTS = 20_000;

type Path = readonly string[];

export interface TextRules {
  /** Whether the prop at a path says that it takes tokens. */
  readonly takesTokens: (path: Path) => boolean;
}

const NO_TOKENS: TextRules = { takesTokens: () => false };

/** One finding per text of plain data, keys included. Objects of classes are not looked into. */
export function textFindings(data: unknown, rules: TextRules = NO_TOKENS): UnplacedFinding[] {
  return visit(data, { ...rules, path: [], parents: new Set(), parts: 0 });
}

/** One walk through the data; `path` and `parents` are those of the current part. */
interface Walk extends TextRules {
  readonly path: string[];
  readonly parents: Set<object>;
  parts: number;
}

function visit(value: unknown, walk: Walk): UnplacedFinding[] {
  if (typeof value === 'string') return ofText(value, walk.path, walk);
  if (Array.isArray(value)) {
    if (isToken(value) && !walk.takesTokens(walk.path)) return [tokenFinding(walk.path, 'a list')];
    if (value.length > MOST_ITEMS) return [tooManyItems(walk.path)];
    return deeper(value, walk, () => value.flatMap((item, index) => at(String(index), walk, () => visit(item, walk))));
  }
  if (!isPlainObject(value)) return [];
  return deeper(value, walk, () =>
    Object.entries(value).flatMap(([key, inner]) => [...ofKey(key, walk.path), ...at(key, walk, () => visit(inner, walk))]),
  );
}

function at(key: string, { path }: Walk, visitPart: () => UnplacedFinding[]): UnplacedFinding[] {
  path.push(key);
  const findings = visitPart();
  path.pop();
  return findings;
}

/** Data that contains itself has no end, and no JSON. */
function deeper(value: object, walk: Walk, inside: () => UnplacedFinding[]): UnplacedFinding[] {
  const { path, parents } = walk;
  walk.parts += 1;
  if (walk.parts > MOST_PARTS) return walk.parts === MOST_PARTS + 1 ? [tooManyParts(path)] : [];
  if (parents.size > DEEPEST)
    return [
      problem(
        path,
        'data that is nested without end',
        `${nameOf(path.slice(0, 3))} is nested too deeply`,
        `${DEEPEST} levels`,
        'flatten it',
      ),
    ];
  if (parents.has(value))
    return [
      problem(
        path,
        'data that contains itself',
        `${nameOf(path)} contains itself`,
        'data that does not contain itself',
        `${nameOf(path)}: <a copy without itself>`,
      ),
    ];
  parents.add(value);
  const findings = inside();
  parents.delete(value);
  return findings;
}

function tooManyItems(path: Path): UnplacedFinding {
  const most = MOST_ITEMS.toLocaleString('en-US');
  return problem(path, `more than ${most} items`, `${nameOf(path)} has too many items`, `at most ${most} items`, 'write less of it');
}

function tooManyParts(path: Path): UnplacedFinding {
  const allowed = `at most ${MOST_PARTS.toLocaleString('en-US')} lists and objects`;
  return problem(
    path.slice(0, 1),
    `more than ${MOST_PARTS.toLocaleString('en-US')} parts`,
    `${nameOf(path.slice(0, 1))} has too many parts`,
    allowed,
    'write less of it',
  );
}

function ofText(text: string, path: Path, rules: TextRules): UnplacedFinding[] {
  if (isCollectionToken(text) && !rules.takesTokens(path)) return [tokenFinding(path, 'a list or map')];
  if (isToken(text) && !rules.takesTokens(path)) return [tokenFinding(path, 'text')];
  const fault = faultOf(text);
  return fault === undefined ? [] : [problem(path, fault.value, `${nameOf(path)} ${fault.what}`, fault.allowed, fault.repair)];
}

/** A key is never a token, and never the one key that JavaScript keeps for itself. */
function ofKey(key: string, path: Path): UnplacedFinding[] {
  const at = [...path, key];
  if (key === '__proto__')
    return [problem(at, key, 'the key "__proto__" is not a name of its own in JavaScript', 'another name', 'rename it')];
  if (isToken(key) || isCollectionToken(key)) return [tokenFinding(at, 'a key or a whole map')];
  const fault = faultOf(key);
  return fault === undefined ? [] : [problem(at, shortened(key), `the key ${shortened(key)} ${fault.what}`, fault.allowed, fault.repair)];
}

interface TextFault {
  /** The text in words: it may be long, and it may be a secret. */
  readonly value: string;
  readonly what: string;
  readonly allowed: string;
  readonly repair: string;
}

/** What would become of a text on its way through JSON, Terraform and the kernel; undefined where it arrives as it is. */
function faultOf(text: string): TextFault | undefined {
  if (text.length > MAX_TEXT) {
    const allowed = `at most ${MAX_TEXT.toLocaleString('en-US')} characters`;
    const length = `${text.length.toLocaleString('en-US')} characters`;
    return {
      value: `a text of ${length}`,
      what: `has ${length}`,
      allowed,
      repair: 'mount long texts from a ConfigMap or a Secret',
    };
  }
  if (text.includes('\u0000'))
    return {
      value: 'a text with U+0000',
      what: 'holds a NUL character, which ends a text in every program',
      allowed: 'text without U+0000',
      repair: 'remove it',
    };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: ASCII needs no further check.
  if (/^[\u0000-\u007f]*$/.test(text)) return undefined;
  if (/\p{Surrogate}/u.test(text))
    return {
      value: 'a text with a lone surrogate',
      what: 'holds half a character (a lone surrogate)',
      allowed: 'well-formed Unicode',
      repair: 'read the text as UTF-8',
    };
  if (text.startsWith('\ufeff'))
    return {
      value: 'a text with U+FEFF in front',
      what: 'begins with a byte order mark, which Terraform drops',
      allowed: 'text without U+FEFF in front',
      repair: 'remove it',
    };
  if (text.normalize('NFC') === text) return undefined;
  return {
    value: 'a text that is not in NFC',
    what: 'is not in Unicode normal form C, into which Terraform would change it',
    allowed: 'text in NFC',
    repair: "write text.normalize('NFC')",
  };
}

export function tokenFinding(path: readonly string[], what: string): UnplacedFinding {
  return {
    code: 'AF-SPEC-005' satisfies SpecCode,
    severity: 'error',
    prop: path.join('.'),
    value: `a token for ${what}`,
    message: `${nameOf(path)} is a Terraform token for ${what}; its value is not known at synthesis`,
    allowed: 'a plain value: docs/tokens.md lists the props that take tokens',
    repairs: ['pass a plain value; read it from the environment or a file in your program if it varies'],
  };
}

function problem(path: Path, value: unknown, message: string, allowed: string, repair: string): UnplacedFinding {
  return {
    code: 'AF-SPEC-001' satisfies SpecCode,
    severity: 'error',
    prop: path.join('.'),
    value,
    message,
    allowed,
    repairs: [repair],
  };
}

const nameOf = (path: Path): string => path.join('.') || 'the value';
const shortened = (text: string): string => (text.length <= 40 ? JSON.stringify(text) : `${JSON.stringify(text.slice(0, 40))}…`);
