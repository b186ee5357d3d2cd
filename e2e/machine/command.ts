/** Runs a program to its end and tells how it went; never throws for an exit status. */
import { type ChildProcess, spawn } from 'node:child_process';
import * as path from 'node:path';

export interface CommandOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** @default 600 */
  readonly timeoutSeconds?: number;
  readonly onLine?: (line: string) => void;
  /** The child as soon as it runs; drills interrupt it. */
  readonly onStart?: (child: ChildProcess) => void;
}

export interface CommandResult {
  /** Exit status; 127 where the program does not exist, 128 + n where a signal ended it. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly seconds: number;
}

export interface CommandObserver {
  started(program: string, pid: number): void;
  ended(pid: number): void;
}

let observer: CommandObserver | undefined;

/** Code that ends processes after a crash must know of these, too. */
export function observeCommands(next: CommandObserver): void {
  observer = next;
}

export function run(program: string, args: readonly string[], options: CommandOptions = {}): Promise<CommandResult> {
  const start = Date.now();
  return new Promise((resolve) => {
    const child = spawn(program, [...args], { cwd: options.cwd, env: options.env ?? process.env, stdio: ['ignore', 'pipe', 'pipe'] });
    const output = { stdout: '', stderr: '' };
    const limit = options.timeoutSeconds ?? 600;
    const timer = setTimeout(() => {
      output.stderr += `${path.basename(program)} was stopped: it had not ended after ${limit} s`;
      child.kill('SIGKILL');
    }, limit * 1000);
    let rest = '';
    const take = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
      output[stream] += chunk.toString();
      if (options.onLine === undefined) return;
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) options.onLine(line);
    };
    child.stdout.on('data', take('stdout'));
    child.stderr.on('data', take('stderr'));
    if (child.pid !== undefined) observer?.started(path.basename(program), child.pid);
    const finish = (code: number) => {
      clearTimeout(timer);
      if (child.pid !== undefined) observer?.ended(child.pid);
      resolve({ code, ...output, seconds: (Date.now() - start) / 1000 });
    };
    child.once('error', (error) => {
      output.stderr += error.message;
      finish(127);
    });
    child.once('close', (code) => finish(code ?? 137));
    options.onStart?.(child);
  });
}

/** Output of a program that must succeed. */
export async function output(program: string, args: readonly string[], options: CommandOptions = {}): Promise<string> {
  const result = await run(program, args, options);
  if (result.code !== 0)
    throw new Error(`${program} ${args.join(' ')} exited with ${result.code}: ${lastLines(result.stderr || result.stdout)}`);
  return result.stdout;
}

export function lastLines(text: string, count = 12): string {
  return text.trimEnd().split('\n').slice(-count).join('\n');
}

export async function exists(program: string, args: readonly string[] = ['--version']): Promise<boolean> {
  return (await run(program, args, { timeoutSeconds: 30 })).code !== 127;
}
