/** Markdown for comments of GitHub and GitLab: texts of others are shown as they are, and mean nothing. */
import { oneLine } from '../../core/printable';

/** What Markdown, HTML and tables give a meaning. */
const MEANING = /[\\`*_{}[\]<>|~&]/g;
/** What GitHub and GitLab turn into a link to a person, an issue, a merge request or a snippet; a dollar before a figure is money. */
const REFERENCE = /([@#!%]|\$(?!\d))(?=[\w"-])/g;
/** What they turn into a link to a page. */
const ADDRESS = /\b(https?:\/|www)(?=[/.])/gi;

/** A mark that no reader sees: it keeps a reference from being one. */
const SPLIT = '<!-- -->';

const ENTITIES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

export function markdownText(text: string): string {
  return oneLine(text)
    .replace(MEANING, (character) => ENTITIES[character] ?? `\\${character}`)
    .replace(REFERENCE, `$1${SPLIT}`)
    .replace(ADDRESS, `$1${SPLIT}`);
}

/** A table of which the cells are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What is shown on request. Empty lines around the content make it Markdown again. */
export function folded(summary: string, content: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${content}\n\n</details>`;
}
