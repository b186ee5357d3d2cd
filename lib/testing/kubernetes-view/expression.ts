/**
 * Strings in `cdk.tf.json` are Terraform templates. References to other resources of the stack, to locals and to variables with
 * a default are followed; what is known only at apply stays as it is written.
 */
import { own } from '../../core/own';
import { isRecord } from './field';

/** The parts of a stack that references lead to. */
export interface Scope {
  readonly resource: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly variable: Readonly<Record<string, unknown>>;
  readonly locals: Readonly<Record<string, unknown>>;
}

const REFERENCE = /^([a-z][a-z0-9_]*)\.([A-Za-z_][A-Za-z0-9_-]*)((?:\.[A-Za-z_][A-Za-z0-9_-]*|\[\d+\]|\["[^"]*"\])*)$/;
/** Longer chains than this are circles. */
const MAX_DEPTH = 20;

/** Resolves every string of a value, keys of maps included. */
export function resolve(value: unknown, scope: Scope, depth = 0): unknown {
  if (typeof value === 'string') return resolveText(value, scope, depth);
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope, depth));
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [String(resolveText(key, scope, depth)), resolve(item, scope, depth)]),
  );
}

/** A string that is one reference takes the type of what it refers to; otherwise the parts are joined. */
function resolveText(template: string, scope: Scope, depth: number): unknown {
  if (!/[$%]\{/.test(template)) return template;
  const parts = splitTemplate(template);
  const only = parts[0];
  if (parts.length === 1 && only?.expression !== undefined) return follow(only.expression, scope, depth) ?? only.text;
  return parts.map((part) => (part.expression === undefined ? part.text : interpolate(part.expression, part.text, scope, depth))).join('');
}

/** What `lib/terraform` writes for a token inside of JSON or YAML: the inside of a quoted string. */
const INSIDE_OF_TEXT = /^trimsuffix\(trimprefix\(jsonencode\((.*)\), "\\""\), "\\""\)$/s;
/** What it writes for dollars in front of a token. */
const DOLLARS = /^"(\$+)"$/;

/** @param written what stands for an expression whose value is known only at apply */
function interpolate(expression: string, written: string, scope: Scope, depth: number): string {
  const inside = INSIDE_OF_TEXT.exec(expression)?.[1];
  if (inside !== undefined) return JSON.stringify(interpolate(inside, `\${${inside}}`, scope, depth)).slice(1, -1);
  const value = DOLLARS.exec(expression)?.[1] ?? follow(expression, scope, depth);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : written;
}

/** What a reference leads to, or undefined where it is a function, a data source or known only at apply. */
function follow(expression: string, scope: Scope, depth: number): unknown {
  const match = REFERENCE.exec(expression.trim());
  if (match === null || depth > MAX_DEPTH) return undefined;
  const [, type = '', name = '', path = ''] = match;
  const found = root(type, name, scope);
  const value = steps(path).reduce<unknown>(step, found) ?? (path === '.id' ? idOf(found) : undefined);
  return value === undefined ? undefined : resolve(value, scope, depth + 1);
}

function root(type: string, name: string, scope: Scope): unknown {
  if (type === 'local') return own(scope.locals, name);
  if (type !== 'var') return own(own(scope.resource, type), name);
  const variable = own(scope.variable, name);
  return isRecord(variable) ? variable['default'] : undefined;
}

const steps = (path: string): string[] =>
  [...path.matchAll(/\.([A-Za-z0-9_-]+)|\[(\d+)\]|\["([^"]*)"\]/g)].map((hit) => hit[1] ?? hit[2] ?? hit[3] ?? '');

/** `metadata[0]` of a block that is written as an object is the object itself. */
function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  if (!isRecord(value)) return undefined;
  return /^\d+$/.test(key) && own(value, key) === undefined ? (key === '0' ? value : undefined) : own(value, key);
}

/** The provider's id is `namespace/name`, or the name where there is no namespace. */
function idOf(resource: unknown): unknown {
  const metadata = step(step(resource, 'metadata'), '0');
  const name = step(metadata, 'name');
  const namespace = step(metadata, 'namespace');
  if (typeof name !== 'string') return undefined;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

interface Part {
  /** Text between references with its escapes undone; of a reference, as it is written. */
  readonly text: string;
  readonly expression?: string;
}

/** Splits a template into text and `${…}`. `$${` and `%%{` are escapes; `%{…}` directives are left as they are. */
export function splitTemplate(template: string): Part[] {
  const parts: Part[] = [];
  let literal = '';
  let position = 0;
  while (position < template.length) {
    const escaped = /^(\$\$\{|%%\{)/.exec(template.slice(position, position + 3));
    if (escaped !== null) {
      literal += escaped[0].slice(1);
      position += 3;
    } else if (template.startsWith('${', position)) {
      const end = closingBrace(template, position + 2);
      if (literal !== '') parts.push({ text: literal });
      literal = '';
      parts.push({ text: template.slice(position, end + 1), expression: template.slice(position + 2, end) });
      position = end + 1;
    } else {
      literal += template[position];
      position += 1;
    }
  }
  return literal === '' ? parts : [...parts, { text: literal }];
}

/** Position of the brace that ends an expression; quoted strings may hold braces of their own. */
function closingBrace(template: string, start: number): number {
  let open = 1;
  let quoted = false;
  for (let position = start; position < template.length; position++) {
    const character = template[position];
    if (character === '\\' && quoted) position += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') open += 1;
    else if (!quoted && character === '}') open -= 1;
    if (open === 0) return position;
  }
  return template.length - 1;
}
