/** Counts of the matrix, and the file in which they are kept for the page on engines. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { type Answer, type Cell, cellsOf, type JudgedCell, judgeCell } from './cells';

export interface MatrixCounts {
  readonly gpus: number;
  readonly models: number;
  readonly cells: number;
  readonly byEngine: Readonly<Record<string, Readonly<Record<Answer, number>>>>;
}

export const MATRIX_FILE = path.join(__dirname, '../../test/data/matrix.json');

export const keptCounts = (): MatrixCounts => JSON.parse(fs.readFileSync(MATRIX_FILE, 'utf8')) as MatrixCounts;

/** @param seen is told each cell with its answer */
export function countCells(seen: (cell: Cell, judged: JudgedCell) => void, cells: readonly Cell[] = cellsOf()): MatrixCounts {
  const byEngine: Record<string, Record<Answer, number>> = {};
  for (const cell of cells) {
    const judged = judgeCell(cell);
    seen(cell, judged);
    byEngine[cell.engine] ??= { fits: 0, refused: 0, uncertain: 0 };
    const counts = byEngine[cell.engine];
    if (counts !== undefined) counts[judged.answer] += 1;
  }
  const distinct = (of: (cell: Cell) => string) => new Set(cells.map(of)).size;
  return { gpus: distinct(({ gpu }) => gpu.id), models: distinct(({ model }) => model.id), cells: cells.length, byEngine };
}
