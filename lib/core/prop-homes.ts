/** Which construct takes a prop that was written elsewhere. */
import { z } from 'zod';
import { otherwiseCalled } from './meant';
import { schemasAt } from './schema-at';

/** Where a prop belongs: the construct and the way to the prop in it, e.g. `Cluster` and `namedEgress.modelHub`. */
export interface PropHome {
  readonly className: string;
  readonly prop: string;
}

const SCHEMAS = new Map<string, z.ZodType>();

/** Tells which props a construct takes, for those who write one of them elsewhere. */
export function takesProps(className: string, schema: z.ZodType): void {
  SCHEMAS.set(className, schema);
}

/**
 * The constructs that take a prop of this name: the places in the same construct first, and others where those are few. Of each, what is furthest out alone.
 * Empty where so many take it that the name alone says nothing.
 */
export function homesOf(name: string, className: string): readonly PropHome[] {
  const homes = [...SCHEMAS].flatMap(([home, schema]) => placesIn(schema, name).map((prop) => ({ className: home, prop })));
  const own = outermost(homes.filter((home) => home.className === className));
  const others = outermost(homes.filter((home) => home.className !== className));
  return [[...own, ...others], own].find((all) => all.length > 0 && all.length <= MOST_NAMED) ?? [];
}

const MOST_NAMED = 3;

function outermost(homes: readonly PropHome[]): PropHome[] {
  const depth = Math.min(...homes.map(({ prop }) => depthOf(prop)));
  return homes.filter(({ prop }) => depthOf(prop) === depth);
}

const depthOf = (place: string): number => place.split('.').length;

/** Objects within objects are looked into so far. */
const DEEPEST = 4;

/** The ways to props of a name, e.g. `roles.*.latencyTargets`. */
function placesIn(schema: z.ZodType, name: string, way: readonly string[] = []): string[] {
  if (way.length >= DEEPEST) return [];
  return schemasAt(schema, []).flatMap((layer) => {
    if (layer instanceof z.ZodArray) return placesIn(layer.element as z.ZodType, name, [...way, '*']);
    if (layer instanceof z.ZodRecord) return placesIn(layer.valueType as z.ZodType, name, [...way, '*']);
    if (!(layer instanceof z.ZodObject)) return [];
    return placesInObject(layer, name, way);
  });
}

function placesInObject({ shape }: z.ZodObject, name: string, way: readonly string[]): string[] {
  const key = Object.hasOwn(shape, name) ? name : otherwiseCalled(name, shape);
  if (key !== undefined) return [[...way, key].join('.')];
  return Object.entries(shape).flatMap(([inner, schema]) => placesIn(schema as z.ZodType, name, [...way, inner]));
}
