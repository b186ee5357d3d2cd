/** Keys, teams and budgets in a database: the real LiteLLM, twice, with the configuration that we emit, a real Postgres and a real Redis. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { MIGRATE } from '../../lib/routing/litellm/database/setup-jobs';
import { NotAvailable } from '../control-plane/build';
import { freePorts } from '../machine/free-ports';
import type { Processes } from '../machine/processes';
import { startRedis } from '../queues/servers';
import type { Results } from '../report/results';
import { litellmProgram } from '../sessions/litellm-program';
import { emittedFiles } from './emitted';
import { type Instances, startInstances, startModel } from './instances';
import { migratedTwice } from './migration-job';
import { migrate, startPostgres } from './postgres';
import { installPrisma } from './prisma';
import { priceOf, SPEND_ACTS } from './spend-acts';

const SUBJECT = 'spend';
const JOBS = 'two migration Jobs at once ask Prisma one after the other to deploy the migrations of the release';
const TABLES = 'the migrations of the release make the tables';
const START = 'two instances start on the emitted configuration with a database';

export interface SpendSetting {
  readonly results: Results;
  readonly folder: string;
  readonly processes: Processes;
}

export async function runSpend({ results, folder, processes }: SpendSetting): Promise<void> {
  const program = await litellmProgram();
  const scope = processes.scoped(SUBJECT);
  try {
    if (program instanceof NotAvailable) throw program;
    const [pg, first, second, redis, model] = await freePorts(5);
    const prisma = await installPrisma(program);
    const postgres = await startPostgres(scope, pg);
    const at: Instances = {
      ports: [first, second],
      folder: path.join(folder, SUBJECT),
      postgres,
      litellm: program,
      prisma,
      processes: scope,
    };
    await startRedis(scope, path.join(at.folder, 'redis'), redis);
    const server = await startModel(model);
    try {
      await play(results, at, { redis, model });
    } finally {
      server.close();
      await scope.endAll();
      fs.rmSync(postgres.folder, { recursive: true, force: true });
    }
  } catch (error) {
    if (!(error instanceof NotAvailable)) throw error;
    for (const name of [JOBS, TABLES, START, ...SPEND_ACTS.map((act) => act.name)]) results.notRun(SUBJECT, name, error.message);
  } finally {
    await scope.endAll();
  }
}

async function play(results: Results, at: Instances, ports: { readonly redis: number; readonly model: number }): Promise<void> {
  const open = { version: 1, budget: 1_000, teamBudget: 1_000 };
  const prices = emittedFiles(open);
  const wanted = { ...open, budget: 8.5 * priceOf(prices, 'worker'), teamBudget: 5.5 * priceOf(prices, 'tools') };
  const files = emittedFiles(wanted);
  const acts = [
    { name: JOBS, expect: () => migratedTwice(at.postgres, at.litellm, MIGRATE) },
    { name: TABLES, expect: async () => `${await migrate(at.postgres, at.litellm)} migrations` },
    { name: START, expect: () => startInstances(at, files, ports) },
    ...SPEND_ACTS.map(({ name, expect }) => ({ name, expect: () => expect({ at, wanted, files }) })),
  ];
  for (const { name, expect } of acts) {
    const start = Date.now();
    const [problems, note] = await expect().then(
      (figure) => [[], figure] as const,
      (error: unknown) => [[error instanceof Error ? error.message : String(error)], ''] as const,
    );
    results.judge(SUBJECT, name, problems, (Date.now() - start) / 1000, note);
  }
}
