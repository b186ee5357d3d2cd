/** A fresh folder for one synthesis, below the folder that the test run removes. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

export function temporaryOutdir(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), 'outdir-'));
}
