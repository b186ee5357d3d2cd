/** Reads numbers, flags and texts out of a `config.json`, under any of the names that model families use for them. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectAt(json: JsonObject, ...names: readonly string[]): JsonObject | null {
  const found = names.map((name) => json[name]).find(isObject);
  return found ?? null;
}

/** The first name that holds a finite number; lists count by their first entry when all entries agree. */
export function numberAt(json: JsonObject, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = uniform(json[name]);
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  return null;
}

export function textAt(json: JsonObject, ...names: readonly string[]): string | null {
  const found = names.map((name) => json[name]).find((value): value is string => typeof value === 'string');
  return found ?? null;
}

export function flagAt(json: JsonObject, name: string): boolean | null {
  const value = json[name];
  return typeof value === 'boolean' ? value : null;
}

export function textsAt(json: JsonObject, ...names: readonly string[]): readonly string[] | null {
  const found = names.map((name) => json[name]).find(Array.isArray);
  return found === undefined ? null : found.filter((entry): entry is string => typeof entry === 'string');
}

function uniform(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return value.every((entry) => entry === value[0]) ? value[0] : undefined;
}
