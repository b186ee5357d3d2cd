/** One thing to type for a prop that a schema refuses: a value that the schema takes, as near to the given one as can be. */
import { z } from 'zod';
import { closest } from './closest';
import { MEANT } from './meant';
import { near } from './nearby';
import { HOST, NOTIONS } from './notion';
import { isSecretProp } from './prop-marks';
import { schemasAt } from './schema-at';
import { allowedNumber, endsOf } from './schema-number';
import { valueAt } from './shown-value';

/** What was given where, and what would have been accepted. */
export interface Refused {
  readonly schema: z.ZodType;
  /** All that was given. */
  readonly props: unknown;
  readonly path: readonly PropertyKey[];
  readonly prop: string;
  readonly value: unknown;
  readonly allowed: string;
}

/** `kvCacheDtype: 'fp8'`, `model: Model.LLAMA_3_1_8B_INSTRUCT`, `leave out nodePool`. */
export function repairOf(refused: Refused): string {
  const { schema, path, prop, value, allowed } = refused;
  if (isSecretProp(schema, path)) return `${prop}: SecretRef.existing('<secret name>', '<key>')`;
  const verb = value === undefined ? 'set ' : '';
  const meant = meantAt(schemasAt(schema, path), value);
  if (meant !== undefined) return `${prop}: ${meant}`;
  const typed = candidatesFor(refused).find((candidate) => candidate !== value && takes(refused, candidate));
  const code = codeIn(allowed);
  // What is there by default, or is an object, is not switched off because it was written in another form.
  const isOff = typed === false && (value === true || code !== undefined);
  if (typed !== undefined && !isOff) return `${verb}${prop}: ${literal(typed)}`;
  if (isOff && value === true && takes(refused, undefined)) return `leave out ${prop}`;
  if (code !== undefined) return `${verb}${prop}: ${code}`;
  if (value !== undefined && path.length > 0 && takes(refused, undefined)) return `leave out ${prop}`;
  if (path.length === 0) return value === undefined ? `set ${prop} props` : `give ${prop} ${allowed}`;
  return `${verb}${prop}: <${allowedNumber(schemasAt(schema, path)) ?? allowed}>`;
}

function candidatesFor({ schema, path, props, value, allowed }: Refused): unknown[] {
  const schemas = schemasAt(schema, path);
  const written = schemas.some(isHost) ? hostsIn(value) : near(value, String(path.at(-1)));
  return [...written, ...siblings(props, path, allowed), ...choices(schemas, value), ...numbers(schemas, value), ...quotedIn(allowed)];
}

/** Whether the schema would take a value in place of the refused one, the props beside it considered. */
function takes({ schema, props, path }: Refused, candidate: unknown): boolean {
  const [at] = schemasAt(schema, path);
  if (!(at instanceof z.ZodType) || !at.safeParse(candidate).success) return false;
  const issues = schema.safeParse(withValue(props, path, candidate)).error?.issues ?? [];
  return !issues.some((issue) => isAbout(issue, path));
}

/** Whether an issue is about the prop at a path: it is at that path or below, or at a union that the prop is a part of. */
const isAbout = (issue: z.core.$ZodIssue, path: readonly PropertyKey[]): boolean =>
  path.every((key, index) => issue.path[index] === key) ||
  (issue.code === 'invalid_union' && issue.path.every((key, index) => path[index] === key));

function withValue(props: unknown, [key, ...rest]: readonly PropertyKey[], value: unknown): unknown {
  if (key === undefined) return value;
  if (typeof props !== 'object' || props === null) return props;
  const below = withValue(Reflect.get(props, key), rest, value);
  return Array.isArray(props) ? props.map((item, index) => (index === key ? below : item)) : { ...props, [key]: below };
}

/** Values of the props beside it that the sentence names, e.g. `at most p95Tokens`. */
function siblings(props: unknown, path: readonly PropertyKey[], allowed: string): unknown[] {
  if (valueAt(props, path) === undefined) return [];
  const beside = valueAt(props, path.slice(0, -1));
  const values = (allowed.match(/\b[a-z]\w{1,60}\b/g) ?? []).map((word) => valueAt(beside, [word]));
  return values.filter((value) => typeof value === 'number').flatMap((value) => [value, value - 1, value + 1]);
}

/** A name of the kind that a schema takes, as near to another as can be; undefined where none is near. */
export function nearKey(keys: z.ZodType, key: string): string | undefined {
  return near(key).find(
    (candidate): candidate is string => typeof candidate === 'string' && candidate !== key && keys.safeParse(candidate).success,
  );
}

/** What a value of another kind stands for, where a class of ours is wanted. */
function meantAt(schemas: readonly unknown[], value: unknown): string | undefined {
  const registered = schemas.map((schema) => (schema instanceof z.ZodType ? MEANT.get(schema)?.meant(value) : undefined));
  return registered.find((meant) => meant !== undefined);
}

const isHost = (schema: unknown): boolean => schema instanceof z.ZodType && NOTIONS.get(schema)?.notion === HOST;

/** The host of an address. A host is there already, so no other name is made of one that is wrong. */
function hostsIn(value: unknown): unknown[] {
  if (typeof value !== 'string' || value.length > 300) return [];
  const trimmed = value.trim();
  if (trimmed.includes('://')) return URL.canParse(trimmed) ? [new URL(trimmed).hostname.toLowerCase()] : [];
  return [trimmed, ...(/^[a-z0-9.-]{1,253}(?=[:/])/i.exec(trimmed)?.[0].includes('.') === true ? [trimmed.split(/[:/]/)[0]] : [])];
}

/** Members of closed sets, the nearest first. */
function choices(schemas: readonly unknown[], value: unknown): unknown[] {
  const members = schemas.flatMap((schema): unknown[] => {
    if (schema instanceof z.ZodEnum) return schema.options;
    return schema instanceof z.ZodLiteral ? [...schema.values] : [];
  });
  const texts = members.filter((member) => typeof member === 'string');
  const guess = typeof value === 'string' ? closest(value, texts) : undefined;
  return [
    ...(guess === undefined ? [] : [guess]),
    ...(typeof value === 'string' ? texts.filter((text) => isShort(value, text)) : []),
    ...texts,
    ...members,
    ...(schemas.some((schema) => schema instanceof z.ZodBoolean) ? [false] : []),
  ];
}

/** Whether one is the other cut short: `prod` and `production`, `monday` and `mon`. */
function isShort(value: string, text: string): boolean {
  const [short = '', long = ''] = [value.toLowerCase(), text.toLowerCase()].sort((a, b) => a.length - b.length);
  return short.length > 1 && long.startsWith(short);
}

/** The end that a number passed, else any number where one is given in another form. */
function numbers(schemas: readonly unknown[], value: unknown): unknown[] {
  const { least, most } = endsOf(schemas);
  if (value === undefined) return [];
  return typeof value === 'number' && most.some((end) => value > end) ? [...most, ...least] : [...least, ...most, 1];
}

/** Texts in quotes, and the example, of a sentence that says what is allowed. */
function quotedIn(allowed: string): unknown[] {
  const quoted = [...allowed.matchAll(/'([^']{1,200})'/g)].map(([, text]) => text);
  const [, example] = /e\.g\. ([^\s,]{0,199}[^\s,:;.])/.exec(allowed) ?? [];
  return [...quoted, ...(example === undefined ? [] : [example])];
}

/** Code in such a sentence: `Gpu.H100_SXM`, `Cluster.fromKubeconfig({ context })`, `new InferencePool(stack, …)`. */
function codeIn(allowed: string): string | undefined {
  const [, example] = /(?:e\.g\. |^|, |or )((?:new [A-Z]\w{0,60}\(|[A-Z]\w{0,60}\.[A-Za-z]).{0,200})$/.exec(allowed) ?? [];
  return allowed.includes('e.g.') ? example : example?.split(/, (?=[A-Z])| or (?=[A-Z]|false)/)[0];
}

const literal = (value: unknown): string => (typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value));
