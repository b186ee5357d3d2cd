/** `npm run e2e`: what is written by the examples is deployed for real, and what was proven stands in `docs/proof.md`. */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { buildTools, NotAvailable } from './control-plane/build';
import { ControlPlane } from './control-plane/control-plane';
import { installCrds } from './control-plane/crds';
import { startKeda } from './control-plane/keda';
import { deployExample } from './deploy-example';
import { type Example, exampleNames, synthesize } from './fleets/example';
import { cacheFolder } from './machine/cache-folder';
import { sweepStale } from './machine/processes';
import { Stopwatch } from './machine/stopwatch';
import { runMutants } from './mutants/run-mutants';
import { Results } from './report/results';
import { chooseTransport } from './transports/choose';
import type { World } from './world';

async function main(): Promise<void> {
  const watch = new Stopwatch();
  const results = new Results();
  const only = process.argv.slice(2);
  const tools = await watch.stage('build the control plane', () => buildTools());
  await sweepStale(cacheFolder('runs'));
  const folder = cacheFolder('runs', String(process.pid));
  fs.mkdirSync(folder, { recursive: true });
  const plane = await watch.stage('start the control plane', async () => {
    const started = await ControlPlane.start(folder, tools);
    await installCrds(started.client);
    await startKeda(started);
    return started;
  });
  try {
    const names = exampleNames().filter((name) => only.length === 0 || only.includes(name));
    const examples: Example[] = [];
    await watch.stage('synthesize the examples', async () => {
      for (const name of names) examples.push(await synthesize(name, path.join(folder, 'synth')));
    });
    const probe = examples.flatMap((example) => example.stacks)[0];
    if (probe === undefined) throw new Error('no example to deploy');
    const { transport, fallback } = await chooseTransport(plane.client, plane.connection, probe, folder, process.env['E2E_TRANSPORT']);
    console.log(`transport: ${transport.description}${fallback === undefined ? '' : ` (no Terraform: ${fallback})`}`);
    const world: World = { client: plane.client, connection: plane.connection, transport, results, folder, plane };
    const reference = examples.find(({ name }) => name === 'f13-reference-fleet');
    if (process.env['E2E_SKIP_EXAMPLES'] === undefined)
      for (const example of examples.filter(({ refusal }) => refusal === undefined))
        await watch.stage(example.name, () => deployExample(world, example));
    if (reference !== undefined) await watch.stage('mutants', () => runMutants(world, reference));
  } finally {
    await watch.stage('stop', () => plane.stop());
  }
  console.log(`${results.all.length} results, ${results.failures.length} failures`);
  process.exitCode = results.failures.length === 0 ? 0 : 1;
}

main().catch((error: unknown) => {
  if (error instanceof NotAvailable) {
    console.log(`e2e: not run. ${error.message}`);
    return;
  }
  console.error(error);
  process.exitCode = 1;
});
