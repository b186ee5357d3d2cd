/** Values that flags take by name, such as parsers: which of them a release has. */
import type { Gpu } from '../gpu';
import type { EngineDefinition } from './engine-definition';
import { publishedImage, userSupport } from './engine-image';
import { EngineVersion } from './engine-version';
import { type Presence, presence, type ValueRow } from './flag';

export type ParserKind = 'tool-call' | 'reasoning';

/** Rows of the parsers of a kind. */
export const parserRows = ({ values }: EngineDefinition, kind: ParserKind): readonly ValueRow[] =>
  kind === 'tool-call' ? values.toolParsers : values.reasoningParsers;

/** Whether a release has a value; `never` where a release that was read does not list it. */
export function presenceOf(
  value: string,
  rows: readonly ValueRow[],
  definition: EngineDefinition,
  version: EngineVersion,
): Presence | 'never' {
  const row = rows.find(([name]) => name === value);
  return row === undefined ? (definition.flags.isRead(version) ? 'never' : 'uncertain') : presenceIn(version, row, definition);
}

/** Names of the values that a release certainly has. */
export function namesIn(rows: readonly ValueRow[], definition: EngineDefinition, version: EngineVersion): string[] {
  return rows.filter((row) => presenceIn(version, row, definition) === 'present').map(([name]) => name);
}

/** The newest release that was read, has a value and whose image for a GPU runs as the user of our pods; null where none does. */
export function newestWith(value: string, rows: readonly ValueRow[], definition: EngineDefinition, gpu: Gpu): string | null {
  const row = rows.find(([name]) => name === value);
  const fitting = definition.values.reads.filter((read) => {
    const version = EngineVersion.of(read, definition.releaseStep);
    const image = publishedImage(definition.images, gpu.facts, version);
    const runs = image !== undefined && userSupport(image, version) !== 'no';
    return row !== undefined && runs && presenceIn(version, row, definition) === 'present';
  });
  return fitting.at(-1) ?? null;
}

const presenceIn = (version: EngineVersion, [, first, last]: ValueRow, { values }: EngineDefinition): Presence =>
  presence(version, first, last, values.reads);
