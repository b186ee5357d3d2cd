/**
 * What a record itself holds under a name that comes from users; undefined where it holds nothing, also for the names that every
 * object inherits (`constructor`, `toString`, `__proto__`).
 */
export function own<T>(record: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}
