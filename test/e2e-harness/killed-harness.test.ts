import { spawn } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { describeProcess, isAlive, type ProcessEntry } from '../../e2e/machine/process-table';
import { waitFor } from '../../e2e/machine/wait';

const root = path.join(__dirname, '..', '..');

/** The harness, and the processes that it started: a command, the child of that command, a server. */
async function startHarness(folder: string) {
  const tsx = require.resolve('tsx');
  const harness = spawn(process.execPath, ['--import', tsx, path.join(__dirname, 'harness-to-kill.ts'), folder], { cwd: root });
  const [line] = (await once(harness.stdout, 'data')) as [Buffer];
  const pids = line.toString().trim().split(' ').map(Number);
  return { harness, started: pids.map((pid, index) => describeProcess(['command', 'child', 'server'][index] ?? '', pid)) };
}

const allEnded = async (entries: readonly ProcessEntry[]) => (entries.some(isAlive) ? undefined : true);

/** Children of children are found by their environment. */
const canBeFound = fs.existsSync('/proc/self/environ') ? describe : describe.skip;

canBeFound.each(['SIGKILL', 'SIGTERM'] as const)('a harness that gets %s', (signal) => {
  test('takes its servers along, its commands, and the children of its commands', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'run-'));
    const { harness, started } = await startHarness(folder);
    expect(started.map(isAlive)).toEqual([true, true, true]);
    harness.kill(signal);
    await waitFor('the end of all', () => allEnded(started), { seconds: 20 });
    fs.rmSync(folder, { recursive: true });
  }, 40_000);
});
