/** What a part of the proof showed when it last ran whole, with the code that it ran on: one file for each part, of which the page is made. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { PARTS, type Part } from '../options';
import type { Result } from './results';

export interface ProofRecord {
  readonly part: Part;
  readonly commit: string;
  readonly date: string;
  readonly transport: string;
  readonly seconds: number;
  /** Programs and definitions with their versions. */
  readonly versions: readonly (readonly [name: string, version: string])[];
  readonly results: readonly Result[];
}

export function writeRecord(folder: string, record: ProofRecord): void {
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, `${record.part}.json`), `${JSON.stringify(record, null, 1)}\n`);
}

/** In the order in which they run. */
export function readRecords(folder: string): ProofRecord[] {
  return PARTS.map((part) => path.join(folder, `${part}.json`))
    .filter((file) => fs.existsSync(file))
    .map((file) => JSON.parse(fs.readFileSync(file, 'utf8')) as ProofRecord);
}
