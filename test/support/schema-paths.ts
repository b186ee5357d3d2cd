/** Where values stand in a schema: `key` stands for any key of a record, `0` for an item of a list. */
import { z } from 'zod';

export type Path = readonly string[];

/** Paths of all props, those inside of others included, each once. */
export function pathsIn(schema: unknown): Path[] {
  const found = new Map(below(schema, []).map((path) => [path.join('.'), path] as const));
  found.delete('');
  return [...found.values()];
}

/** Props deeper than this repeat the ones above, e.g. the parts of a flow. */
const DEEPEST = 6;

function below(schema: unknown, at: Path): Path[] {
  if (at.length > DEEPEST) return [];
  if (schema instanceof z.ZodObject) return [at, ...Object.entries(schema.shape).flatMap(([key, inner]) => below(inner, [...at, key]))];
  if (schema instanceof z.ZodRecord) return [at, ...below(schema.valueType, [...at, 'key'])];
  if (schema instanceof z.ZodArray) return [at, ...below(schema.element, [...at, '0'])];
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((option) => below(option, at));
  if (schema instanceof z.ZodPipe) return below(schema.def.in, at);
  const inner = (schema as { def?: { innerType?: unknown } }).def?.innerType;
  return inner === undefined ? [at] : below(inner, at);
}

type Props = Readonly<Record<string, unknown>>;

/** The props with one value in place; what is missing on the way is made. */
export function withValue(props: Props, [key = '', ...rest]: Path, value: unknown): Props {
  if (rest.length === 0) return { ...props, [key]: value };
  const inner = props[key];
  if (rest[0] === '0') return { ...props, [key]: [rest.length === 1 ? value : withValue({}, rest.slice(1), value)] };
  return { ...props, [key]: withValue(typeof inner === 'object' && inner !== null ? (inner as Props) : {}, rest, value) };
}
