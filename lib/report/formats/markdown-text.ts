/** Text of others in Markdown as GitHub and GitLab read it: it is shown as it is, names nobody and links nowhere. */
import { oneLine } from '../../core/printable';

/** On one line; what would be markup, a link, a mention or the number of an issue is not one. */
export const plainText = (text: string): string =>
  oneLine(text)
    .replace(/[\ud800-\udfff]/gu, '\ufffd')
    .replace(/[\\`*_[\]<>|~&]/g, (mark) => `\\${mark}`)
    .replace(/:\/\//g, ':\\/\\/')
    .replace(/www\./gi, (start) => `${start.slice(0, 3)}\\.`)
    .replace(/[@#!]/g, (mark) => `${mark}<!-- -->`);

/** Cells of a row. */
export const tableRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
