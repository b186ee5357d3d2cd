/**
 * Processes of one run, written down so that exactly these can be ended: by process id together with the start time that the
 * kernel gave it, because an id alone may belong to somebody else by then.
 */
import * as fs from 'node:fs';

export interface ProcessEntry {
  readonly name: string;
  readonly pid: number;
  /** Start time in clock ticks since boot; undefined on systems without /proc. */
  readonly started: string | undefined;
}

export interface ProcessTable {
  readonly owner: ProcessEntry;
  readonly processes: readonly ProcessEntry[];
}

export function describeProcess(name: string, pid: number): ProcessEntry {
  return { name, pid, started: startTime(pid) };
}

/** The same process still runs; without /proc only the id can be compared. */
export function isAlive(entry: ProcessEntry): boolean {
  try {
    process.kill(entry.pid, 0);
  } catch {
    return false;
  }
  return entry.started === undefined || startTime(entry.pid) === entry.started;
}

export function readTable(file: string): ProcessTable | undefined {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8')) as ProcessTable;
  } catch {
    return undefined;
  }
}

export function writeTable(file: string, table: ProcessTable): void {
  fs.writeFileSync(`${file}.new`, JSON.stringify(table, null, 2));
  fs.renameSync(`${file}.new`, file);
}

/** Sends a signal to those of the table that still are the processes they were. */
export function signalAll(entries: readonly ProcessEntry[], signal: NodeJS.Signals): ProcessEntry[] {
  const alive = entries.filter(isAlive);
  for (const { pid } of alive) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended between the two lines.
    }
  }
  return alive;
}

/** Field 22 of /proc/<pid>/stat; the name before it may hold spaces and brackets. A zombie counts as ended. */
function startTime(pid: number): string | undefined {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : fields[19];
  } catch {
    return undefined;
  }
}
