/** Text that becomes HTML or XML: the one door through which data enters both. */
import { printable } from '../../core/printable';

/** Text that is markup already; made by `markup` alone. */
export class Markup {
  /** @internal */
  constructor(readonly text: string) {}
}

/** What may stand in a template: nothing is written for null, undefined and false. */
export type Part = string | number | Markup | null | undefined | false | readonly Part[];

/** A template of markup. What is put in is escaped, unless it is markup itself; attributes must stand in double quotes. */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(strings.map((text, index) => text + render(parts[index])).join(''));
}

function render(part: Part): string {
  if (part === null || part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(render).join('');
  return typeof part === 'object' ? (part as Markup).text : escaped(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Halves of a character, and two code points that XML has no place for. */
const NOT_TEXT = /[\ud800-\udfff\ufffe\uffff]/gu;

/** Control characters are written out, so that a page that is copied into a terminal does nothing there. */
export function escaped(text: string): string {
  return printable(text)
    .replace(NOT_TEXT, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
