/** The long-running programs of one run. Each is started in a group of its own, logged, and ended by its own id. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { lastLines, observeCommands } from './command';
import { describeProcess, isAlive, type ProcessEntry, readTable, signalAll, writeTable } from './process-table';
import { sleep } from './wait';

const TABLE = 'processes.json';

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export class Processes {
  private readonly entries: ProcessEntry[] = [];
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    fs.mkdirSync(path.join(folder, 'log'), { recursive: true });
    this.save();
    this.startWatchdog();
    this.endOnExit();
    observeCommands({ started: (program, pid) => this.add(describeProcess(program, pid)), ended: (pid) => this.forget(pid) });
  }

  start(name: string, program: string, args: readonly string[], options: StartOptions = {}): void {
    const log = fs.openSync(this.logFile(name), 'a');
    const child = spawn(program, [...args], {
      cwd: options.cwd,
      env: options.env ?? process.env,
      detached: true,
      stdio: ['ignore', log, log],
    });
    fs.closeSync(log);
    child.once('error', (error) => fs.appendFileSync(this.logFile(name), `${error.message}\n`));
    child.unref();
    if (child.pid !== undefined) this.add(describeProcess(name, child.pid));
  }

  /** @throws Error with the end of the log when the program does not run any more. */
  assertRunning(name: string): void {
    const entry = this.entries.find((candidate) => candidate.name === name);
    if (entry === undefined || !isAlive(entry)) throw new Error(`${name} ended:\n${this.logTail(name)}`);
  }

  logTail(name: string, lines = 8): string {
    return fs.existsSync(this.logFile(name)) ? lastLines(fs.readFileSync(this.logFile(name), 'utf8'), lines) : '';
  }

  logFile(name: string): string {
    return path.join(this.folder, 'log', `${name}.log`);
  }

  pid(name: string): number {
    const entry = this.entries.find((candidate) => candidate.name === name);
    if (entry === undefined) throw new Error(`${name} was never started`);
    return entry.pid;
  }

  /** Ends one program and waits for its end. */
  async end(name: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    const mine = this.entries.filter((entry) => entry.name === name);
    await endEntries(mine, signal);
    for (const entry of mine) this.entries.splice(this.entries.indexOf(entry), 1);
    this.save();
  }

  /** Ends everything, the last started first. */
  async endAll(): Promise<void> {
    await endEntries([...this.entries].reverse(), 'SIGTERM');
    this.entries.length = 0;
    this.save();
  }

  private add(entry: ProcessEntry): void {
    this.entries.push(entry);
    this.save();
  }

  private forget(pid: number): void {
    const index = this.entries.findIndex((entry) => entry.pid === pid);
    if (index >= 0) this.entries.splice(index, 1);
    this.save();
  }

  private save(): void {
    writeTable(path.join(this.folder, TABLE), { owner: describeProcess('harness', process.pid), processes: this.entries });
  }

  private startWatchdog(): void {
    const args = [...process.execArgv, path.join(__dirname, 'watchdog.ts'), path.join(this.folder, TABLE)];
    const child = spawn(process.execPath, args, { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
    child.unref();
    // The pipe must not keep the harness alive.
    if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
    if (child.pid !== undefined) this.add(describeProcess('watchdog', child.pid));
  }

  private endOnExit(): void {
    process.once('exit', () => signalAll(this.entries, 'SIGKILL'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
  }
}

async function endEntries(entries: readonly ProcessEntry[], signal: NodeJS.Signals): Promise<void> {
  signalAll(entries, signal);
  for (let i = 0; i < 20 && entries.some(isAlive); i++) await sleep(100);
  signalAll(entries, 'SIGKILL');
}

/** Ends what earlier harnesses left behind and removes their folders. Runs whose harness still lives are left alone. */
export async function sweepStale(runsFolder: string): Promise<number> {
  if (!fs.existsSync(runsFolder)) return 0;
  let ended = 0;
  for (const name of fs.readdirSync(runsFolder)) {
    const folder = path.join(runsFolder, name);
    const table = readTable(path.join(folder, TABLE));
    if (table !== undefined && isAlive(table.owner)) continue;
    const alive = (table?.processes ?? []).filter(isAlive);
    await endEntries(alive, 'SIGTERM');
    ended += alive.length;
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return ended;
}
