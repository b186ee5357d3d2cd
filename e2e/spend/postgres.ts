/** A Postgres of the machine with the tables of LiteLLM: its own migrations, in their order. */
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { NotAvailable } from '../control-plane/build';
import { exists, lastLines, run } from '../machine/command';
import type { Processes } from '../machine/processes';
import { waitFor } from '../machine/wait';
import { packageFolder } from './prisma';

/** With what an address must escape. LiteLLM writes a space as a plus, which Postgres takes for one. */
export const PASSWORD = 'a/b:c@d%e';
const USER = 'router';

export interface Postgres {
  readonly port: number;
  readonly user: string;
  readonly folder: string;
  /** Rows of a query, columns parted by `|`. */
  rows(query: string): Promise<string[]>;
}

/** @throws NotAvailable where Postgres is not installed */
export async function startPostgres(processes: Processes, port: number): Promise<Postgres> {
  const programs = await Promise.all(['postgres', 'initdb', 'psql'].map(programOf));
  const [postgres = '', initdb = '', psql = ''] = programs;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'spend-'));
  const data = path.join(folder, 'data');
  const password = path.join(folder, 'password');
  fs.writeFileSync(password, PASSWORD);
  // Postgres refuses to be run by root.
  const isRoot = process.getuid?.() === 0;
  if (isRoot) await must('chown', ['-R', 'postgres', folder]);
  const as = (program: string, args: readonly string[]): [string, string[]] =>
    isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, [...args]];
  await must(...as(initdb, ['-D', data, '-U', USER, '--auth=scram-sha-256', `--pwfile=${password}`]));
  const [program, args] = as(postgres, [
    '-D',
    data,
    '-p',
    String(port),
    '-k',
    folder,
    '-c',
    'listen_addresses=127.0.0.1',
    '-c',
    'fsync=off',
  ]);
  processes.start('postgres', program, args);
  const ask = (database: string, more: readonly string[]) =>
    run(psql, ['-h', '127.0.0.1', '-p', String(port), '-U', USER, '-d', database, '-qAt', '-v', 'ON_ERROR_STOP=1', ...more], {
      env: { ...process.env, PGPASSWORD: PASSWORD },
    });
  await waitFor('Postgres', async () => ((await ask('postgres', ['-c', 'select 1'])).code === 0 ? true : undefined), { seconds: 60 });
  await must(psql, ['-h', '127.0.0.1', '-p', String(port), '-U', USER, '-d', 'postgres', '-c', 'create database router'], {
    PGPASSWORD: PASSWORD,
  });
  const rows = async (query: string) => {
    const { code, stdout, stderr } = await ask('router', ['-c', query]);
    if (code !== 0) throw new Error(lastLines(stderr, 2));
    return stdout.split('\n').filter((line) => line !== '');
  };
  return { port, user: USER, folder, rows };
}

/** @returns how many there are */
export async function migrate({ port }: Postgres, litellm: string): Promise<number> {
  const folder = path.join(packageFolder(litellm, 'litellm_proxy_extras'), 'migrations');
  const files = fs
    .readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name, 'migration.sql'))
    .filter((file) => fs.existsSync(file));
  const each = files.flatMap((file) => ['-f', file]);
  const psql = await programOf('psql');
  await must(psql, ['-h', '127.0.0.1', '-p', String(port), '-U', USER, '-d', 'router', '-q', '-v', 'ON_ERROR_STOP=1', ...each], {
    PGPASSWORD: PASSWORD,
  });
  return files.length;
}

async function programOf(name: string): Promise<string> {
  if (await exists(name)) return name;
  const base = '/usr/lib/postgresql';
  const versions = fs.existsSync(base) ? fs.readdirSync(base).sort() : [];
  const found = versions.map((version) => path.join(base, version, 'bin', name)).filter((file) => fs.existsSync(file));
  const last = found.at(-1);
  if (last === undefined) throw new NotAvailable(`${name} is not installed (Debian has the package postgresql)`);
  return last;
}

async function must(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<void> {
  const { code, stdout, stderr } = await run(program, args, { timeoutSeconds: 300, env: { ...process.env, ...env } });
  if (code !== 0) throw new Error(`${path.basename(program)}: ${lastLines(stderr || stdout, 4)}`);
}
