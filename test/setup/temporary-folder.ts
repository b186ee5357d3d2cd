/** One folder takes everything the tests write: in memory where the machine has room there, else under the system's temporary folder. Workers inherit it. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';

const MEMORY = '/dev/shm';
/** Three times what a whole run writes. */
const NEEDED_BYTES = 2 ** 30;

export default function createTemporaryFolder(): void {
  const folder = folderIn(MEMORY) ?? fs.mkdtempSync(path.join(os.tmpdir(), 'agent-fleet-test-'));
  process.env['AGENT_FLEET_TEST_TMP'] = folder;
  process.env['TMPDIR'] = folder;
}

/** Undefined where there is no such place, too little room in it, or no program may run from it. */
function folderIn(place: string): string | undefined {
  try {
    const { bavail, bsize } = fs.statfsSync(place);
    if (bavail * bsize < NEEDED_BYTES) return undefined;
    const folder = fs.mkdtempSync(path.join(place, 'agent-fleet-test-'));
    const program = path.join(folder, 'program');
    fs.writeFileSync(program, '#!/bin/sh\n', { mode: 0o700 });
    try {
      execFileSync(program);
      fs.rmSync(program);
      return folder;
    } catch {
      fs.rmSync(folder, { recursive: true });
      return undefined;
    }
  } catch {
    return undefined;
  }
}
