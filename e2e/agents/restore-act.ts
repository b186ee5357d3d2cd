/**
 * The state is lost and brought back to a moment, as the operator does it with backups: a whole copy from before, and the log of changes up to the moment. The
 * operator and its object store are not here; what they do to Postgres is.
 */

import * as fs from 'node:fs';
import * as path from 'node:path';
import { lastLines, run } from '../machine/command';
import { freePorts } from '../machine/free-ports';
import { must } from '../machine/must';
import { waitFor } from '../machine/wait';
import { dieAtWriter, pair } from './play';
import type { AgentsStage } from './stage';

const THREAD = 'thread-brought-back';

export async function broughtBack(stage: AgentsStage): Promise<string> {
  const { database } = stage.ports;
  const [port] = await freePorts(1);
  const copy = path.join(stage.data, 'copy');
  await copied(stage, copy);
  await dieAtWriter(stage, THREAD);
  const saved = await asked(stage, database, 'select clock_timestamp()');
  const steps = Number(await asked(stage, database, `select count(*) from checkpoints where thread_id = '${THREAD}'`));
  must(steps > 0, 'nothing was saved, so that nothing is proven');
  await asked(stage, database, 'select pg_sleep(1)');
  await asked(stage, database, 'truncate checkpoints, checkpoint_blobs, checkpoint_writes');
  const last = await asked(stage, database, 'select pg_walfile_name(pg_switch_wal())');
  const isArchived = async () => (fs.existsSync(path.join(stage.data, `archive-${last}`)) ? true : undefined);
  await waitFor('the log to be written out', isArchived, { seconds: 60, everySeconds: 0.3 });
  await started(stage, copy, port, saved);
  const found = Number(await asked(stage, port, `select count(*) from checkpoints where thread_id = '${THREAD}'`));
  must(found === steps, `of ${steps} checkpoints ${found} came back`);
  return goesOn(stage, port, steps);
}

async function goesOn(stage: AgentsStage, port: number, steps: number): Promise<string> {
  const { engine, ports } = stage;
  const researched = engine.count('researcher');
  const env = Object.fromEntries(
    Object.entries(stage.environmentOf('pair-agents'))
      .filter(([name]) => /^(PG|DATABASE|POSTGRES)/.test(name))
      .map(([name, value]) => [name, value.replaceAll(String(ports.database), String(port))]),
  );
  const { ended, code, stderr } = await pair(stage, THREAD, env);
  must(ended !== undefined, `the program ended with ${code}: ${lastLines(stderr, 4)}`);
  must(ended?.resumed.join() === 'writer', `it went on at ${ended?.resumed.join() || 'its beginning'}`);
  must(engine.count('researcher') === researched, 'the researcher was asked again');
  return `${steps} checkpoints, resumed at the writer`;
}

async function copied(stage: AgentsStage, copy: string): Promise<void> {
  const at = ['-h', '127.0.0.1', '-p', String(stage.ports.database), '-U', 'agents'];
  const [program, args] = stage.asPostgres('pg_basebackup', ['-D', copy, ...at, '-X', 'none', '--checkpoint=fast', '--no-password']);
  const { code, stderr } = await run(program, args, {
    env: { ...process.env, PGPASSWORD: 'secret' },
    cwd: stage.data,
    timeoutSeconds: 120,
  });
  must(code === 0, `no copy was made: ${lastLines(stderr, 3)}`);
}

/** A second server from the copy, which reads the log up to the moment and then is open. */
async function started(stage: AgentsStage, copy: string, port: number, moment: string): Promise<void> {
  fs.writeFileSync(path.join(copy, 'recovery.signal'), '');
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: stage.data,
    ssl: 'on',
    ssl_cert_file: path.join(stage.data, 'server.crt'),
    ssl_key_file: path.join(stage.data, 'server.key'),
    archive_mode: 'off',
    restore_command: `cp ${stage.data}/archive-%f %p`,
    recovery_target_time: moment,
    recovery_target_action: 'promote',
  };
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  stage.processes.start('postgres-brought-back', ...stage.asPostgres('postgres', ['-D', copy, ...options]), { cwd: stage.data });
  const isOpen = async () => ((await asked(stage, port, 'select pg_is_in_recovery()').catch(() => '')) === 'False' ? true : undefined);
  await waitFor('the database to be brought back', isOpen, { seconds: 90, everySeconds: 1 });
}

/** @returns the first field of the first row */
export async function asked(stage: AgentsStage, port: number, sql: string): Promise<string> {
  const program = [
    'import psycopg, sys',
    `c = psycopg.connect("host=127.0.0.1 port=${port} user=agents password=secret dbname=agents sslmode=require", autocommit=True)`,
    'q = c.execute(sys.argv[1]); print(q.fetchone()[0] if q.description else "")',
  ].join('\n');
  const { code, stdout, stderr } = await run(path.join(stage.programs.python, 'python'), ['-c', program, sql], { timeoutSeconds: 60 });
  if (code !== 0) throw new Error(`${sql}: ${lastLines(stderr, 2)}`);
  return stdout.trim();
}
