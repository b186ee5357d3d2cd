/** The command of the migration Job, twice at once, on a real Postgres: LiteLLM asks Prisma to deploy its migrations, one Job after the other. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { lastLines, run } from '../machine/command';
import { PASSWORD, type Postgres } from './postgres';

/** What Prisma itself does is played: its engine is not to be had from PyPI or npm. It says when it began and ended, and for which database. */
const PRISMA = `#!/bin/sh
echo "begin $* $DATABASE_URL" >> "$PRISMA_CALLS"
case "$*" in
  *"migrate deploy"*) sleep 3; echo "No pending migrations to apply." ;;
  *) echo "prisma : 5.17.0" ;;
esac
echo "end $*" >> "$PRISMA_CALLS"
`;

/** @param args those of the emitted Job; @returns what was seen */
export async function migratedTwice({ port, user, folder }: Postgres, litellm: string, args: readonly string[]): Promise<string> {
  const programs = path.join(folder, 'prisma');
  const calls = path.join(folder, 'prisma-calls');
  fs.mkdirSync(programs, { recursive: true });
  fs.writeFileSync(path.join(programs, 'prisma'), PRISMA, { mode: 0o755 });
  const env = {
    ...process.env,
    PATH: `${programs}:${process.env['PATH'] ?? ''}`,
    PRISMA_CALLS: calls,
    DATABASE_HOST: `127.0.0.1:${port}`,
    DATABASE_USERNAME: user,
    DATABASE_PASSWORD: PASSWORD,
    DATABASE_NAME: 'router',
    DATABASE_SSLMODE: 'disable',
    LITELLM_MODE: 'PRODUCTION',
    LITELLM_LOG: 'ERROR',
    LITELLM_LOCAL_MODEL_COST_MAP: 'True',
    LITELLM_OFFLINE_MODE: 'true',
  };
  const jobs = await Promise.all(
    ['one', 'other'].map((job) =>
      run(litellm, args, { env: { ...env, LITELLM_MIGRATION_DIR: path.join(folder, job) }, timeoutSeconds: 400 }),
    ),
  );
  for (const { code, stdout, stderr } of jobs)
    if (code !== 0) throw new Error(`a Job ended with ${code}: ${lastLines(stderr || stdout, 4)}`);
  const deploys = fs
    .readFileSync(calls, 'utf8')
    .split('\n')
    .filter((line) => line.includes('migrate deploy'));
  const order = deploys.map((line) => line.split(' ')[0]).join(' ');
  if (order !== 'begin end begin end') throw new Error(`Prisma was called ${order}`);
  const [, address = ''] = /(postgresql:\S+)/.exec(deploys[0] ?? '') ?? [];
  const { hostname, pathname, password } = new URL(address);
  if (decodeURIComponent(password) !== PASSWORD || `${hostname}${pathname}` !== '127.0.0.1/router')
    throw new Error(`for ${address.replace(password, '…')}`);
  return 'one after the other';
}
