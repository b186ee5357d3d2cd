/**
 * The language of the tables: one entry per attribute of a provider block says what the API server is sent for it. Provider
 * objects are Go structs with `omitempty`: plain fields vanish at their zero value, pointer fields (`sent…`) are written out.
 */
import { own } from '../../core/own';
import { canonicalQuantity } from './quantity';
import { refuse } from './view-error';

export interface Field {
  /** Name in the Kubernetes object; by default the attribute's own in camelCase. */
  readonly name?: string;
  /** The provider's schema fills this attribute in, so a block without any attribute is still not empty. */
  readonly hasDefault?: boolean;
  /** Undefined leaves the field out. */
  read(value: unknown, at: string): unknown;
}

export type Table = Readonly<Record<string, Field>>;
type Block = Readonly<Record<string, unknown>>;

/** An attribute that steers the provider and is not sent, or one that only the server fills. */
export const notSent: Field = { read: () => undefined };

export const named = (name: string, field: Field): Field => ({ ...field, name });

export const text = (standard = ''): Field => ({
  ...withDefault(standard !== ''),
  read: (value) => orNothing(asText(value ?? standard), ''),
});

/** A pointer to a string: written out even when empty. */
export const sentText = (standard = ''): Field => ({ ...withDefault(standard !== ''), read: (value) => asText(value ?? standard) });

export const whole = (standard = 0): Field => ({
  ...withDefault(standard !== 0),
  read: (value) => orNothing(asWhole(value ?? standard), 0),
});

export const sentWhole = (standard?: number): Field => ({
  ...withDefault(standard !== undefined),
  read: (value) => asWhole(value ?? standard ?? 0),
});

/** A number that the provider takes as text so that "not given" differs from zero. */
export const wholeText: Field = { read: (value) => (value === undefined || value === '' ? undefined : asWhole(value)) };

/** File modes are written in octal and sent in decimal. */
export const octal = (standard?: string): Field => ({
  ...withDefault(standard !== undefined),
  read: (value) => {
    const digits = asText(value ?? standard ?? '');
    return digits === '' ? undefined : Number.parseInt(digits, 8);
  },
});

export const flag = (standard = false): Field => ({
  ...withDefault(standard),
  read: (value) => (asFlag(value ?? standard) ? true : undefined),
});

/** A pointer to a boolean: false is written out. This is how a security context without `run_as_non_root` says false. */
export const sentFlag = (standard?: boolean): Field => ({
  ...withDefault(standard !== undefined),
  read: (value) => asFlag(value ?? standard ?? false),
});

/** A number, a percentage or the name of a port. */
export const intOrString = (standard?: string): Field => ({
  ...withDefault(standard !== undefined),
  read: (value) => {
    const given = asText(value ?? standard ?? '');
    return given === '' ? undefined : parseIntOrString(given);
  },
});

export const quantity = (standard?: string): Field => ({
  ...withDefault(standard !== undefined),
  read: (value) => {
    const given = asText(value ?? standard ?? '');
    return given === '' ? undefined : canonicalQuantity(given);
  },
});

export const texts: Field = { read: (value, at) => listOrNothing(asList(value, at).map((item) => asText(item ?? ''))) };

/** A set has no order; it is written sorted. */
export const textSet: Field = { read: (value, at) => listOrNothing([...asList(value, at)].map((item) => asText(item ?? '')).sort()) };

export const wholes: Field = { read: (value, at) => listOrNothing(asList(value, at).map(asWhole)) };

export const textMap: Field = { read: (value, at) => mapOrNothing(value, at, asText) };

export const quantityMap: Field = { read: (value, at) => mapOrNothing(value, at, (item) => canonicalQuantity(asText(item))) };

/** A block that may appear once. Present but without any attribute it becomes an empty object. */
export const block = (table: Table): Field => ({
  read: (value, at) => {
    const [given, second] = asBlocks(value, at);
    if (second !== undefined) refuse(at, 'the block stands more than once; the provider takes one');
    return given === undefined ? undefined : readBlock(table, given, at);
  },
});

/** A block that may be repeated; Kubernetes calls the list by a plural of its own. */
export const blocks = (name: string | undefined, table: Table): Field => ({
  ...(name === undefined ? {} : { name }),
  read: (value, at) => listOrNothing(asBlocks(value, at).map((given, index) => readBlock(table, given, `${at}[${index}]`))),
});

/** Reads one block by its table. An attribute that the table does not know is refused. */
export function readBlock(table: Table, given: Block, at: string): Record<string, unknown> {
  const entries = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  for (const [key] of entries) {
    if (own(table, key) === undefined)
      refuse(at, `the Kubernetes view does not know the attribute "${key}"`, Object.keys(table).join(', '));
  }
  if (entries.length === 0 && !Object.values(table).some((field) => field.hasDefault)) return {};
  const known = Object.fromEntries(entries);
  const fields = Object.entries(table).map(
    ([key, field]) => [field.name ?? camelCase(key), field.read(known[key], `${at}.${key}`)] as const,
  );
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** Terraform takes a single block as an object or as a list of one. */
export function asBlocks(value: unknown, at: string): Block[] {
  if (value === undefined || value === null) return [];
  const list = Array.isArray(value) ? value : [value];
  return list.map((item) => (isRecord(item) ? item : refuse(at, `expected a block, found ${JSON.stringify(item)}`)));
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function parseIntOrString(given: string): number | string {
  return /^[+-]?\d+$/.test(given) ? Number(given) : given;
}

const camelCase = (key: string): string => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
const withDefault = (hasDefault: boolean) => (hasDefault ? { hasDefault } : {});
const orNothing = <T>(value: T, zero: T): T | undefined => (value === zero ? undefined : value);
const listOrNothing = <T>(list: T[]): T[] | undefined => (list.length === 0 ? undefined : list);

/** Terraform converts between its primitive types, so `8000` and `"8000"` are the same attribute. */
const asText = (value: unknown): string => (typeof value === 'string' ? value : String(value));
const asFlag = (value: unknown): boolean => value === true || value === 'true';

/** A reference that is known only after apply stays as it is written. */
function asWhole(value: unknown): number | string {
  const number = Number(value);
  return Number.isNaN(number) ? asText(value) : number;
}

function asList(value: unknown, at: string): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : refuse(at, `expected a list, found ${JSON.stringify(value)}`);
}

function mapOrNothing<T>(value: unknown, at: string, convert: (item: unknown) => T): Record<string, T> | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isRecord(value)) return refuse(at, `expected a map, found ${JSON.stringify(value)}`);
  const entries = Object.entries(value).filter(([, item]) => item !== null && item !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.map(([key, item]) => [key, convert(item)]));
}
