/** `npx tsx --tsconfig tsconfig.dev.json scripts/matrix/write.ts`: judges the whole matrix, some minutes, and keeps its counts. */
import * as fs from 'node:fs';
import { countCells, MATRIX_FILE } from './counts';

const begin = Date.now();
const counts = countCells(() => undefined);
fs.writeFileSync(MATRIX_FILE, `${JSON.stringify(counts, null, 2)}\n`);
console.log(`${counts.cells} cells in ${Math.round((Date.now() - begin) / 1000)} s`);
