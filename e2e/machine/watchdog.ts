/**
 * Ends the processes of a run whose harness died without cleaning up (SIGKILL, out of memory). It holds the other end of a pipe: when
 * the harness goes, for whatever reason, the pipe closes. Started with the path of the process table.
 */
import * as path from 'node:path';
import { descendants, type ProcessEntry, readTable, signalAll } from './process-table';

const file = process.argv[2] ?? '';
process.stdin.resume();
process.stdin.once('end', () => end());
process.stdin.once('error', () => end());
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => undefined);

/** What was written down, and what grew from it. */
function others(): ProcessEntry[] {
  const all = [...(readTable(file)?.processes ?? []), ...descendants(path.dirname(file))];
  return all.filter((entry) => entry.pid !== process.pid);
}

function end(): void {
  if (signalAll(others(), 'SIGTERM').length === 0) process.exit(0);
  setTimeout(() => {
    signalAll(others(), 'SIGKILL');
    process.exit(0);
  }, 5_000);
}
