import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { describeProcess, isAlive, signalAll, writeTable } from '../../e2e/machine/process-table';
import { sweepStale } from '../../e2e/machine/processes';

describe('processes are ended by id and start time', () => {
  const child = () => {
    const sleeper = spawn(process.execPath, ['-e', 'setTimeout(() => undefined, 60000)'], { stdio: 'ignore' });
    const entry = describeProcess('sleeper', sleeper.pid ?? 0);
    const ended = new Promise((resolve) => sleeper.once('exit', resolve));
    return { entry, ended };
  };

  test('one that runs is alive, and ended by its signal', async () => {
    const { entry, ended } = child();
    expect(isAlive(entry)).toBe(true);
    expect(signalAll([entry], 'SIGKILL')).toEqual([entry]);
    await ended;
    expect(isAlive(entry)).toBe(false);
  });

  test('an id that another process has by now gets no signal', async () => {
    const { entry, ended } = child();
    expect(signalAll([{ ...entry, started: '1' }], 'SIGKILL')).toEqual([]);
    expect(isAlive(entry)).toBe(true);
    signalAll([entry], 'SIGKILL');
    await ended;
  });

  test('a run whose harness is gone is swept with its processes; one whose harness lives is left alone', async () => {
    const runs = fs.mkdtempSync(path.join(os.tmpdir(), 'runs-'));
    const { entry, ended } = child();
    const table = (owner: typeof entry) => ({ owner, processes: [entry] });
    const file = path.join(runs, '1', 'processes.json');
    fs.mkdirSync(path.dirname(file));
    writeTable(file, table(describeProcess('harness', process.pid)));
    expect(await sweepStale(runs)).toBe(0);
    writeTable(file, table({ name: 'harness', pid: process.pid, started: '1' }));
    expect(await sweepStale(runs)).toBe(1);
    await ended;
    expect(fs.readdirSync(runs)).toEqual([]);
    fs.rmSync(runs, { recursive: true });
  });
});
