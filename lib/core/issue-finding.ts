/** One finding for each prop that a schema refuses: the prop as written, the value, what is allowed, one thing to type. */
import { z } from 'zod';
import { closest } from './closest';
import type { SpecCode } from './codes';
import type { Finding } from './finding';
import { nearKey, repairOf } from './issue-repair';
import { otherwiseCalled } from './meant';
import { own } from './own';
import { homesOf, type PropHome } from './prop-homes';
import { HIDDEN, isHidden } from './prop-marks';
import { schemasAt } from './schema-at';
import { allowedNumber } from './schema-number';
import { describeValue, shownValue, valueAt } from './shown-value';
import { isToken } from './token';

export type Issue = z.core.$ZodIssue;

/** What was read, by which schema, for whom. */
export interface Reading {
  readonly schema: z.ZodType;
  readonly props: unknown;
  readonly path: string;
  readonly className: string;
}

/** Findings of all issues; a prop that is wrong in several ways is named once. */
export function issueFindings(issues: readonly Issue[], reading: Reading): Finding[] {
  const flat = issues.map((issue) => flattenUnion(issue, valueAt(reading.props, issue.path)));
  const misspelt = new Set(flat.flatMap((issue) => meantKeys(issue, reading)));
  // A prop that stands there under a misspelt name is not missing, too.
  const findings = flat
    .filter((issue) => valueAt(reading.props, issue.path) !== undefined || !misspelt.has(issue.path.map(String).join('.')))
    .flatMap((issue) => toFindings(issue, reading));
  const seen = new Set<string>();
  return findings.filter(({ code, prop }) => {
    const key = `${code} ${prop}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Of a union that no branch accepts, the branch with the fewest complaints says most; choices of all branches are named together. */
function flattenUnion(issue: Issue, value: unknown): Issue {
  if (issue.code !== 'invalid_union' || issue.errors.length === 0) return issue;
  const choices = issue.errors.flatMap(([first]) => (first?.code === 'invalid_value' && first.path.length === 0 ? first.values : []));
  if (choices.length > 0 && (typeof value !== 'object' || value === null)) {
    const [instance] = issue.errors.flatMap(([first]) => (first?.code === 'custom' && first.path.length === 0 ? [first.message] : []));
    if (instance !== undefined) return { ...issue, code: 'custom', message: instance, path: issue.path } as Issue;
    const rest = issue.errors.some(([first]) => first?.code === 'invalid_type' && first.expected === 'object');
    const written = choices.map((choice) => (typeof choice === 'string' ? `'${choice}'` : String(choice)));
    return {
      ...issue,
      code: 'custom',
      message: `expected ${[...written, ...(rest ? ['an object with options'] : [])].join(', ')}`,
      path: issue.path,
    } as Issue;
  }
  // An object is none of the choices, so what it lacks as an object says more.
  const objects = issue.errors.filter(([first]) => first?.code !== 'invalid_value' || first.path.length > 0);
  const best = [...(objects.length > 0 ? objects : issue.errors)].sort((a, b) => a.length - b.length)[0]?.[0];
  return best === undefined ? issue : flattenUnion({ ...best, path: [...issue.path, ...best.path] } as Issue, value);
}

function toFindings(issue: Issue, reading: Reading): Finding[] {
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(key, issue, reading));
  if (issue.code === 'invalid_key') return [invalidKey(issue, reading)];
  const value = valueAt(reading.props, issue.path);
  return [isToken(value) ? tokenFinding(issue, value, reading) : refusedValue(issue, value, reading)];
}

const nameOf = (path: readonly PropertyKey[], { className }: Reading): string => path.map(String).join('.') || className;

function refusedValue(issue: Issue, value: unknown, reading: Reading): Finding {
  const { schema, path } = reading;
  const prop = nameOf(issue.path, reading);
  const hidden = isHidden(schema, issue.path, value);
  const shown = hidden ? hiddenValue(value) : describeValue(value);
  const allowed = allowedBy(issue, schema);
  return {
    code: 'AF-SPEC-001' satisfies SpecCode,
    severity: 'error',
    path,
    prop,
    value: hidden ? HIDDEN : shownValue(value),
    message: value === undefined ? `${prop} is missing` : `${prop} is ${shown}`,
    allowed,
    repairs: [repairOf({ schema, props: reading.props, path: issue.path, prop, value: hidden ? HIDDEN : value, allowed })],
  };
}

const hiddenValue = (value: unknown): string =>
  typeof value === 'string' ? 'a text that may hold a secret, and is not shown' : 'of another kind (it may be a secret and is not shown)';

function tokenFinding(issue: Issue, value: unknown, reading: Reading): Finding {
  const prop = nameOf(issue.path, reading);
  return {
    code: 'AF-SPEC-005' satisfies SpecCode,
    severity: 'error',
    path: reading.path,
    prop,
    value: typeof value === 'number' ? 'a token for a number' : shownValue(value),
    message: `${prop} is a Terraform token; its value is not known at synthesis, so nothing can be computed from it`,
    allowed: allowedNumber(schemasAt(reading.schema, issue.path)) ?? 'a plain value',
    repairs: [...plainValue(prop, value), 'pass a plain value; read it from the environment or a file in your program if it varies'],
  };
}

/** Where the value comes from at synthesis instead. */
const plainValue = (prop: string, value: unknown): string[] =>
  typeof value === 'number' ? [`${prop}: Number(process.env.${prop.replace(/[^A-Za-z0-9]/g, '_').toUpperCase()})`] : [];

/** A key of a record is not a name of the expected kind. */
function invalidKey(issue: z.core.$ZodIssueInvalidKey, reading: Reading): Finding {
  const key = String(issue.path.at(-1));
  const prop = nameOf(issue.path.slice(0, -1), reading);
  const records = schemasAt(reading.schema, issue.path.slice(0, -1)).filter((schema) => schema instanceof z.ZodRecord);
  const nearby = records.map((record) => nearKey(record.keyType as z.ZodType, key)).find((name) => name !== undefined);
  return {
    code: 'AF-SPEC-001' satisfies SpecCode,
    severity: 'error',
    path: reading.path,
    prop,
    value: key,
    message: `${prop} has the key ${JSON.stringify(key)}`,
    allowed: issue.issues[0] === undefined ? 'another key' : allowedBy(issue.issues[0] as Issue, reading.schema),
    repairs: [
      nearby === undefined
        ? `rename the key ${JSON.stringify(key)} of ${prop}`
        : `${prop}: { '${nearby}': … } instead of ${JSON.stringify(key)}`,
    ],
  };
}

/** Paths that the unknown keys of an object were probably meant to be. */
function meantKeys(issue: Issue, { schema }: Reading): string[] {
  if (issue.code !== 'unrecognized_keys') return [];
  const known = keysAt(schema, issue.path);
  return issue.keys.flatMap((key) => {
    const meant = otherNameAt(schema, issue.path, key) ?? closest(key, known);
    return meant === undefined ? [] : [[...issue.path, meant].map(String).join('.')];
  });
}

/** What to do with a key that is unknown here: it is misspelt, it belongs one level up, somewhere else, or nowhere. */
function moved(key: string, { path }: Issue, known: readonly string[], { schema, className }: Reading): string[] {
  if (known.includes(key)) return [`leave out ${key}, or what stands beside it and excludes it`];
  const meant = otherNameAt(schema, path, key);
  if (meant !== undefined) return [`did you mean ${meant}?`];
  const near = closest(key, known) ?? longerName(key, known);
  const beside = path.slice(0, 1).map(String);
  const besides = near === undefined && path.length > 0 && keysAt(schema, []).includes(key);
  const homes = besides
    ? [`write ${key} beside ${beside.join('.')}, not in it`]
    : homesOf(key, className).map((home) => writtenAt(home, className));
  const advice = [...homes, ...(near === undefined ? [] : [`did you mean ${near}?`])];
  return advice.length === 0 ? [`remove ${key}`] : advice;
}

const writtenAt = ({ className, prop }: PropHome, here: string): string =>
  className === here ? `write it as ${prop}` : `write it on ${className}, as ${prop}`;

/** The one prop whose name goes on where this one ends. */
function longerName(key: string, known: readonly string[]): string | undefined {
  const longer = key.length < SHORTEST_STEM ? [] : known.filter((name) => name.startsWith(key));
  return longer.sort((a, b) => a.length - b.length)[0];
}

const SHORTEST_STEM = 4;

/** The prop that others call by this name. */
const otherNameAt = (schema: z.ZodType, path: readonly PropertyKey[], key: string): string | undefined =>
  objectsAt(schema, path)
    .map(({ shape }) => otherwiseCalled(key, shape))
    .find((meant) => meant !== undefined);

function unknownKey(key: string, issue: Issue, reading: Reading): Finding {
  const known = keysAt(reading.schema, issue.path);
  const prop = [...issue.path, key].map(String).join('.');
  return {
    code: 'AF-SPEC-002' satisfies SpecCode,
    severity: 'error',
    path: reading.path,
    prop,
    value: key,
    message: known.includes(key) ? `${prop} does not go with what stands beside it` : `${reading.className} knows no prop "${prop}"`,
    ...(known.length > 0 ? { allowed: known.join(', ') } : {}),
    repairs: moved(key, issue, known, reading),
  };
}

function allowedBy(issue: Issue, schema: z.ZodType): string {
  if (issue.code === 'invalid_union') return issue.message.replace(/^Invalid discriminator value. Expected /, '').replaceAll(' | ', ', ');
  if (issue.code === 'invalid_value')
    return issue.values.map((value) => (typeof value === 'string' ? `'${value}'` : String(value))).join(', ');
  const ours = issue.message.startsWith('expected ');
  const number = ours ? undefined : allowedNumber(schemasAt(schema, issue.path));
  if (number !== undefined) return number;
  if (issue.code === 'too_small' && !ours)
    return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}`;
  if (issue.code === 'too_big' && !ours)
    return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin)}`;
  const [expected = ''] = issue.message.split(', received ');
  const words = expected.replace(/^Invalid input: /, '').replace(/^expected /, '');
  return own(KINDS, words) ?? words;
}

const unitOf = (origin: string): string => own({ array: ' items', string: ' characters' }, origin) ?? '';

/** Zod's words for kinds of values, in ours. */
const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'an object with its props',
  record: 'an object',
  array: 'a list',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
  never: 'nothing',
};

/** Keys of the object schema at a path; empty where the schema is not a plain object. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  return [...new Set(objectsAt(schema, path).flatMap(({ shape }) => Object.keys(shape)))];
}

const objectsAt = (schema: z.ZodType, path: readonly PropertyKey[]): z.ZodObject[] =>
  schemasAt(schema, path).filter((candidate) => candidate instanceof z.ZodObject);
