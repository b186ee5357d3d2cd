/** Control characters (escape sequences of terminals among them), marks that turn the direction of a line, and line breaks that only some readers see. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The text with such characters written out (`\u001b`); a newline and a tab stay. */
export function printable(text: string): string {
  return text.replace(HIDDEN, writtenOut);
}

/** The text on one line: a newline is written out as well. */
export function oneLine(text: string): string {
  return printable(text).replaceAll('\n', '\\n');
}

/** All texts of plain data, made printable. */
export function printableData<T>(data: T): T {
  return visit(data) as T;
}

function visit(data: unknown): unknown {
  if (typeof data === 'string') return printable(data);
  if (Array.isArray(data)) return data.map(visit);
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [printable(key), visit(value)]));
}

/** The six sequences of our own palette stay; what else begins like one is data. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const COLOURS = /(\u001b\[(?:1|2|22|31|32|33|35|39)m)/;

/** Output that holds our own colours and data of others. */
export function printableOutput(text: string): string {
  return text
    .split(COLOURS)
    .map((part, index) => (index % 2 === 1 ? part : printable(part)))
    .join('');
}

const writtenOut = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
