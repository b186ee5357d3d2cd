/** Lists and objects in props that constructs were given, and how a program changes them afterwards. */
import { isPlainObject } from '../../lib/core/plain-object';

type Part = unknown[] | Record<string, unknown>;

const NOTED = new Set<Part>();

/** Data deeper than this is somebody else's. */
const DEEPEST = 12;

/** What the library hands to its own functions, or one construct to those that it makes, is nobody's to change. */
export function isOurs(className: string): boolean {
  return /^(CustomObjects|[a-z])/.test(className) || constructorsAround() > 1;
}

/** Read from the frames themselves: jest would look up the source of each, which takes a second of the apps of a test. */
function constructorsAround(): number {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 60;
  Error.prepareStackTrace = (_, frames) => frames.filter((frame) => frame.isConstructor() && OF_A_LIBRARY.test(frame.getFileName() ?? ''));
  const { length } = new Error().stack ?? '';
  Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  return length;
}

const OF_A_LIBRARY = /\/lib\/(?!.*node_modules)/;

export function noteParts(value: unknown, depth = 0): void {
  if (depth > DEEPEST || !isPart(value) || NOTED.has(value)) return;
  NOTED.add(value);
  for (const inner of Object.values(value)) noteParts(inner, depth + 1);
}

/** An object with methods is a part of the user's own, e.g. a service, and is asked whenever it is needed. */
const isPart = (value: unknown): value is Part =>
  Array.isArray(value) || (isPlainObject(value) && Object.values(value).every((inner) => typeof inner !== 'function'));

/** Runs with what was noted since the last call changed, and puts it back. */
export function whileChanged<T>(run: () => T): T {
  const before = [...NOTED].filter((part) => !Object.isFrozen(part)).map((part) => ({ part, kept: Object.entries(part) }));
  NOTED.clear();
  for (const { part } of before) change(part);
  try {
    return run();
  } finally {
    for (const { part, kept } of before) putBack(part, kept);
  }
}

export const forgetParts = (): void => NOTED.clear();

/** Numbers grow, texts are others, lists grow, and what was not there is. */
function change(part: Part): void {
  if (Array.isArray(part)) {
    if (part.length > 0) part.push(part[0]);
    part.reverse();
    return;
  }
  for (const [key, value] of Object.entries(part)) {
    if (typeof value === 'number') part[key] = value * 7 + 1;
    else if (typeof value === 'boolean') part[key] = !value;
    else if (typeof value === 'string') part[key] = 'changed-later';
    else if (!isPart(value)) delete part[key];
  }
  part['added-later'] = { 'added-later': 'added-later' };
}

function putBack(part: Part, kept: readonly (readonly [string, unknown])[]): void {
  if (Array.isArray(part)) part.splice(0, part.length, ...kept.map(([, value]) => value));
  else {
    for (const key of Object.keys(part)) delete part[key];
    for (const [key, value] of kept) part[key] = value;
  }
}
