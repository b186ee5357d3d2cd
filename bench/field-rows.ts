/** Start-ups that people published in logs and issues, as questions to `agent-fleet size`, and what the engine printed. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Figures of the engine's own messages, GiB of one GPU where they are memory. */
export interface LoggedTerms {
  readonly weightsGiB?: number;
  readonly activationGiB?: number;
  readonly nonTorchGiB?: number;
  readonly graphGiB?: number;
  readonly kvCacheGiB?: number;
  readonly kvTokens?: number;
  readonly maxConcurrency?: number;
}

export interface FieldRow {
  readonly id: string;
  /** Public page of the log. */
  readonly url: string;
  readonly date: string | null;
  /** `partial`: some input was inferred from the surroundings of the log. */
  readonly quality: 'full' | 'partial';
  readonly request: Readonly<Record<string, unknown>>;
  readonly logged: LoggedTerms;
  /** Why an input was put right after its error had been read. */
  readonly corrected?: string;
}

export type Half = 'development' | 'held-out';

/** Rows of one thread or repository stay together: what explains one of them explains its neighbours. */
export function halfOf({ url }: Pick<FieldRow, 'url'>): Half {
  const thread = url.replace(/\s.*$/, '').replace(/[#?].*$/, '');
  return (createHash('sha1').update(thread).digest()[0] ?? 0) % 2 === 0 ? 'development' : 'held-out';
}

const COMMITTED = join(__dirname, '../test/data/field-runs.json');

/** The committed rows. */
export function fieldRows(): readonly FieldRow[] {
  if (!existsSync(COMMITTED)) return [];
  return (JSON.parse(readFileSync(COMMITTED, 'utf8')) as { readonly rows: readonly FieldRow[] }).rows;
}

/** Rows of a file with one JSON object per line, as they are collected. */
export function collectedRows(file: string): readonly FieldRow[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line.trim() !== '').map((line) => JSON.parse(line) as FieldRow);
}
