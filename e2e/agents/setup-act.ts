/** The Job that runs before the pods of the agents: its own arguments and environment, on a database without a table. */

import * as path from 'node:path';
import { lastLines, run } from '../machine/command';
import { must } from '../machine/must';
import { PAIR } from './play';
import { asked } from './restore-act';
import type { AgentsStage } from './stage';

const JOB = 'pair-agents-setup';

export async function tablesMade(stage: AgentsStage): Promise<string> {
  const { database } = stage.ports;
  const tables = () => asked(stage, database, "select count(*) from pg_tables where tablename like 'checkpoint%'");
  must((await tables()) === '0', 'the tables were there before');
  await runJob(stage);
  const migrations = () => asked(stage, database, 'select count(*) from checkpoint_migrations');
  const [made, first] = [Number(await tables()), await migrations()];
  must(made > 0, 'no table was made');
  await runJob(stage);
  must((await migrations()) === first, `${first} migrations became ${await migrations()}`);
  return `${made} tables`;
}

/** `python pair.py setup` in the image; the program lies elsewhere here. */
async function runJob(stage: AgentsStage): Promise<void> {
  const [, , ...args] = stage.argsOf(JOB);
  const program = path.join(stage.programs.python, 'python');
  const { code, stderr } = await run(program, [PAIR, ...args], { env: stage.environmentOf(JOB), timeoutSeconds: 120 });
  must(code === 0, `the Job ended with ${code}: ${lastLines(stderr, 4)}`);
}
