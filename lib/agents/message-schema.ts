import { brand, hasBrand } from '../core/brand';
import { FleetSpecError } from '../core/fleet-error';
import { shownValue } from '../core/shown-value';
import { jsonIn } from '../core/text-file';
import { isToken } from '../core/token';

/** Longer than any message needs, and so short that a ConfigMap holds many. */
const MOST_CHARACTERS = 64_000;

/** What a JSON Schema may not point at: programs that check messages fetch nothing. */
const POINTERS = ['$ref', '$dynamicRef', '$recursiveRef'];

/**
 * A JSON Schema of the messages of one type: an object, which points at nothing outside itself.
 *
 * @example
 * MessageSchema.of({ type: 'object', required: ['task'], properties: { task: { type: 'string' } }, additionalProperties: false })
 */
export class MessageSchema {
  /**
   * The schema as data.
   * @throws FleetSpecError AF-SPEC-001 when it is no JSON Schema of an object, is longer than 64,000 characters, or points outside itself.
   */
  static of(schema: object): MessageSchema {
    return new MessageSchema(checkedText('of', 'schema', schema));
  }

  /**
   * A file beside your program, read at once.
   * @throws FleetSpecError AF-SPEC-001 when it cannot be read or holds no such schema.
   */
  static fromFile(path: string): MessageSchema {
    return new MessageSchema(checkedText('fromFile', 'path', readJson(path)));
  }

  /** Recognises it by its brand, so that two copies of the library agree. */
  static isMessageSchema(value: unknown): value is MessageSchema {
    return hasBrand(value, 'MessageSchema');
  }

  private constructor(
    /** The schema as JSON. */
    readonly text: string,
  ) {
    brand(this, 'MessageSchema');
    Object.freeze(this);
  }
}

function checkedText(factory: string, prop: string, schema: unknown): string {
  const problem = problemOf(schema);
  if (problem === null) return JSON.stringify(schema);
  throw refused(factory, prop, shownValue(schema), problem);
}

/** Null for a schema that messages can be held against. */
function problemOf(schema: unknown): string | null {
  const text = textOf(schema);
  if (text === null) return 'is no JSON';
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return 'is no object';
  if (text.length > MOST_CHARACTERS) return `has ${text.length} characters`;
  if (isToken(text)) return 'holds a Terraform token';
  if ((JSON.parse(text) as { readonly type?: unknown }).type !== 'object') return "has another type than 'object'";
  const outside = pointersIn(JSON.parse(text)).find((pointer) => !pointer.startsWith('#'));
  return outside === undefined ? null : `points at ${outside.slice(0, 80)}`;
}

/** Null for functions, circles and data that throw when they are read. */
function textOf(schema: unknown): string | null {
  try {
    return JSON.stringify(schema) ?? null;
  } catch {
    return null;
  }
}

function pointersIn(part: unknown): string[] {
  if (typeof part !== 'object' || part === null) return [];
  return Object.entries(part).flatMap(([key, value]) =>
    POINTERS.includes(key) && typeof value === 'string' ? [value] : pointersIn(value),
  );
}

function readJson(path: unknown): unknown {
  if (typeof path !== 'string' || path === '') throw refused('fromFile', 'path', shownValue(path), 'is no path');
  return jsonIn({ file: path, path: 'MessageSchema.fromFile', prop: 'path', allowed: ALLOWED, repairs: [BESIDE] });
}

const ALLOWED = "a JSON Schema of type 'object', of at most 64,000 characters, whose $ref begin with #";
const BESIDE = "MessageSchema.fromFile(path.join(__dirname, 'task.schema.json'))";

const refused = (factory: string, prop: string, value: unknown, problem: string) =>
  new FleetSpecError([
    {
      code: 'AF-SPEC-001',
      severity: 'error',
      path: `MessageSchema.${factory}`,
      prop,
      value,
      allowed: ALLOWED,
      message: `${prop} ${problem}`,
      repairs: [factory === 'of' ? "MessageSchema.of({ type: 'object', properties: { task: { type: 'string' } } })" : BESIDE],
    },
  ]);
