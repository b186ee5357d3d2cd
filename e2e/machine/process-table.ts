/**
 * Processes of one run, written down so that exactly these can be ended: by process id together with the start time that the
 * kernel gave it, because another process may have the same id by then.
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

/** Variable by which every descendant of a run is known, however far away: the folder of the run. */
export const MARK = 'AGENT_FLEET_E2E_RUN';

/**
 * Every process that descends from the run of this folder, also children of children whose parent is gone (plugins of a killed
 * Terraform). None on systems without /proc.
 */
export function descendants(folder: string): ProcessEntry[] {
  const numbers = fs.existsSync('/proc/self/environ') ? fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name)) : [];
  return numbers.flatMap((name) => (isMarked(name, folder) ? [describeProcess(nameOf(name), Number(name))] : []));
}

/** Descendants whose parent ended: no process waits for them any more. */
export function orphans(folder: string): ProcessEntry[] {
  const all = descendants(folder);
  const parents = new Set([process.pid, ...all.map(({ pid }) => pid)]);
  return all.filter(({ pid }) => !parents.has(Number(statFields(pid)[1])));
}

function isMarked(pid: string, folder: string): boolean {
  return readProc(pid, 'environ').split('\0').includes(`${MARK}=${folder}`) && Number(pid) !== process.pid;
}

const nameOf = (pid: string): string => readProc(pid, 'comm').trim();

/** Empty for a process that ended meanwhile, or that belongs to another user. */
function readProc(pid: string, file: string): string {
  try {
    return fs.readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
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

/** Field 22 of /proc/<pid>/stat; the name before the others may hold spaces and brackets. A zombie counts as ended. */
function startTime(pid: number): string | undefined {
  const fields = statFields(pid);
  return fields[0] === 'Z' ? 'ended' : fields[19];
}

/** From the third field on: state, parent, … */
function statFields(pid: number): string[] {
  const stat = readProc(String(pid), 'stat');
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
