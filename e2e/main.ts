/** `npm run e2e`: what the examples write is deployed for real, and what was proven stands in `docs/proof.md`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { KubeClient } from './cluster/kube-client';
import { readKubeconfig } from './cluster/kubeconfig';
import type { ClusterUnderTest } from './cluster-under-test';
import { buildTools, NotAvailable } from './control-plane/build';
import { ControlPlane } from './control-plane/control-plane';
import { installCrds } from './control-plane/crds';
import { startKeda } from './control-plane/keda';
import { cacheFolder } from './machine/cache-folder';
import { sweepStale } from './machine/processes';
import { Stopwatch } from './machine/stopwatch';
import { readOptions } from './options';
import { Results } from './report/results';
import { runParts } from './run-parts';
import { writeProof } from './write-proof';

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const watch = new Stopwatch();
  const results = new Results();
  const ended = await sweepStale(cacheFolder('runs'));
  if (ended > 0) console.log(`ended ${ended} processes that an earlier run left behind`);
  const folder = cacheFolder('runs', String(process.pid));
  fs.mkdirSync(folder, { recursive: true });
  const cluster = options.givenCluster === undefined ? await ownCluster(watch, folder) : await givenCluster(options.givenCluster);
  try {
    const transport = await runParts({ options, watch, results, folder, cluster });
    if (options.record) writeProof(results, watch, cluster, transport);
  } finally {
    await watch.stage('stop', async () => cluster.plane?.stop());
  }
  conclude(results, folder);
}

async function ownCluster(watch: Stopwatch, folder: string): Promise<ClusterUnderTest> {
  const tools = await watch.stage('build the control plane', () => buildTools());
  return watch.stage('start the control plane', async () => {
    const plane = await ControlPlane.start(folder, tools);
    const crds = await installCrds(plane.client);
    await startKeda(plane);
    return { client: plane.client, kubeconfig: plane.kubeconfig, plane, crds };
  });
}

/** It must have the nodes of the examples and KEDA; missing definitions are installed. */
async function givenCluster(kubeconfig: string): Promise<ClusterUnderTest> {
  const connection = readKubeconfig(kubeconfig);
  console.log(`cluster: ${connection.server} (${kubeconfig})`);
  const client = new KubeClient(connection);
  return { client, kubeconfig, plane: undefined, crds: await installCrds(client) };
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
  // A machine without Go cannot run this; that is said aloud, and is no failure of the library.
  if (error instanceof NotAvailable) console.log(`e2e: NOT RUN. ${error.message}`);
  else {
    console.error(error);
    process.exitCode = 1;
  }
});
