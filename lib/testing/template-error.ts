/** What a test sees when the stack is not as expected: the expectation, then what was there. */
export class FleetTemplateError extends Error {
  override readonly name = 'FleetTemplateError';

  constructor(expectation: string, found: readonly string[]) {
    super([expectation, ...found.map((line) => `  ${line}`)].join('\n'));
  }
}

/** A value as one short line. */
export function inline(value: unknown, most = 160): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

/** A list of names for a message; an empty one says so. */
export function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'none' : names.join(', ');
}
