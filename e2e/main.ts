/** `npm run e2e`: what the examples write is deployed for real, and what was proven stands in `docs/proof.md`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { CommanderError } from 'commander';
import { type ClusterUnderTest, givenCluster, startCluster } from './cluster-under-test';
import { buildTools, NotAvailable } from './control-plane/build';
import { TOOLS } from './control-plane/tools';
import { cacheFolder } from './machine/cache-folder';
import { Processes, sweepStale } from './machine/processes';
import { Stopwatch } from './machine/stopwatch';
import { type Options, readOptions } from './options';
import { Results } from './report/results';
import { type Run, runParts } from './run-parts';
import { writeProof } from './write-proof';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const watch = new Stopwatch();
  const results = new Results();
  const ended = await sweepStale(cacheFolder('runs'));
  if (ended > 0) console.log(`ended ${ended} processes that an earlier run left behind`);
  const folder = cacheFolder('runs', String(process.pid));
  fs.mkdirSync(folder, { recursive: true });
  const processes = Processes.ofRun(folder);
  try {
    const cluster = await enterCluster(options, watch, folder, processes);
    await proveAll({ options, watch, results, folder, cluster });
  } finally {
    await watch.stage('stop', () => processes.endAll());
  }
  conclude(results, folder);
}

async function enterCluster(options: Options, watch: Stopwatch, folder: string, processes: Processes): Promise<ClusterUnderTest> {
  if (options.givenCluster !== undefined) return givenCluster(options.givenCluster);
  await watch.stage('build the control plane', () => buildTools(TOOLS));
  return watch.stage('start the control plane', () => startCluster(folder, processes));
}

async function proveAll(run: Run): Promise<void> {
  const { cluster, options, results, watch } = run;
  try {
    const transport = await runParts(run);
    if (options.record) await writeProof({ options, results, watch, cluster }, transport);
  } finally {
    cluster.client.close();
  }
}

/** What failed stays on disk until the next run. */
function conclude(results: Results, folder: string): void {
  const { failures, all } = results;
  const counts = (['proven', 'failed', 'not run'] as const).map(
    (verdict) => `${all.filter((result) => result.verdict === verdict).length} ${verdict}`,
  );
  console.log(`e2e: ${counts.join(', ')}`);
  for (const { subject, assertion, note } of failures) console.log(`   ✗ ${subject}: ${assertion} — ${note}`);
  if (failures.length === 0) fs.rmSync(folder, { recursive: true, force: true });
  else console.log(`logs: ${path.join(folder, 'log')}`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  // Said already.
  if (error instanceof CommanderError) process.exitCode = error.exitCode;
  // A machine without Go cannot run this; that is said aloud, and is no failure of the library unless CI asks for it.
  else if (error instanceof NotAvailable && !readOptions(process.argv.slice(2)).needsTools) console.log(`e2e: NOT RUN. ${error.message}`);
  else {
    console.error(error);
    process.exitCode = 1;
  }
});
