/** The long-running programs of one run. Each is started in a group of its own, logged, and ended by its own id. */
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { lastLines, observeCommands } from './command';
import { descendants, describeProcess, isAlive, MARK, orphans, type ProcessEntry, readTable, signalAll, writeTable } from './process-table';
import { sleep } from './wait';

const TABLE = 'processes.json';

export interface StartOptions {
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export class Processes {
  /** Those of one run; everything that this process starts from now on belongs to it. */
  static ofRun(folder: string): Processes {
    process.env[MARK] = folder;
    const processes = new Processes(folder, '', []);
    fs.mkdirSync(path.join(folder, 'log'), { recursive: true });
    processes.save();
    processes.startWatchdog();
    processes.endOnExit();
    observeCommands({
      started: (program, pid) => processes.add(describeProcess(program, pid)),
      ended: (pid) => processes.forget(pid),
    });
    return processes;
  }

  private constructor(
    private readonly folder: string,
    private readonly prefix: string,
    private readonly entries: ProcessEntry[],
  ) {}

  /** The same run, under names of its own: a second control plane. */
  scoped(prefix: string): Processes {
    return new Processes(this.folder, `${this.prefix}${prefix}-`, this.entries);
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
    if (child.pid !== undefined) this.add(describeProcess(this.prefix + name, child.pid));
  }

  /** @throws Error with the end of the log when the program does not run any more. */
  assertRunning(name: string): void {
    const entry = this.find(name);
    if (entry === undefined || !isAlive(entry)) throw new Error(`${name} ended:\n${this.logTail(name)}`);
  }

  logTail(name: string, lines = 8): string {
    return fs.existsSync(this.logFile(name)) ? lastLines(fs.readFileSync(this.logFile(name), 'utf8'), lines) : '';
  }

  logFile(name: string): string {
    return path.join(this.folder, 'log', `${this.prefix}${name}.log`);
  }

  pid(name: string): number {
    const entry = this.find(name);
    if (entry === undefined) throw new Error(`${name} was never started`);
    return entry.pid;
  }

  /** Ends one program and waits for its end. */
  async end(name: string, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.endThose(
      this.entries.filter((entry) => entry.name === this.prefix + name),
      signal,
    );
  }

  /** Ends everything of this scope, the last started first. */
  async endAll(): Promise<void> {
    await this.endThose(this.entries.filter((entry) => entry.name.startsWith(this.prefix)).reverse(), 'SIGTERM');
  }

  /** Ends what grew from the run and lost its parent: plugins whose Terraform was killed. Returns their names. */
  async endOrphans(): Promise<string[]> {
    const lost = orphans(this.folder);
    await endEntries(lost, 'SIGTERM');
    return lost.map(({ name }) => name);
  }

  private async endThose(entries: readonly ProcessEntry[], signal: NodeJS.Signals): Promise<void> {
    await endEntries(entries, signal);
    for (const { pid } of entries) this.forget(pid);
  }

  private find(name: string): ProcessEntry | undefined {
    return this.entries.find((candidate) => candidate.name === this.prefix + name);
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
    process.once('exit', () => signalAll([...this.entries, ...descendants(this.folder)], 'SIGKILL'));
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
    const alive = [...(table?.processes ?? []).filter(isAlive), ...descendants(folder)];
    await endEntries(alive, 'SIGTERM');
    ended += alive.length;
    fs.rmSync(folder, { recursive: true, force: true });
  }
  return ended;
}
