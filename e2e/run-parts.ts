/** The parts of a run, one after the other on the same cluster. */
import * as path from 'node:path';
import { runBehaviour } from './behaviour/run-behaviour';
import { readKubeconfig } from './cluster/kubeconfig';
import type { ClusterUnderTest } from './cluster-under-test';
import { deployExample } from './deploy-example';
import { runDrills } from './drills/run-drills';
import { type Example, exampleNames, synthesize } from './fleets/example';
import type { Stopwatch } from './machine/stopwatch';
import { runMutants } from './mutants/run-mutants';
import type { Options } from './options';
import type { Results } from './report/results';
import { chooseTransport } from './transports/choose';
import type { Transport } from './transports/transport';
import type { World } from './world';

/** The fleet on which mutants and drills are run. */
const REFERENCE = 'f13-reference-fleet';

export interface Run {
  readonly options: Options;
  readonly watch: Stopwatch;
  readonly results: Results;
  readonly folder: string;
  readonly cluster: ClusterUnderTest;
}

export async function runParts(run: Run): Promise<Transport> {
  const { options, watch, results } = run;
  const examples = await watch.stage('synthesize the examples', () => synthesizeAll(run));
  for (const { name, refusal } of examples)
    if (refusal !== undefined) results.judge('fleets that do not fit', name, [], undefined, refusal);
  const world = await enterWorld(run, examples);
  if (options.parts.has('examples')) {
    for (const example of examples.filter(({ stacks }) => stacks.length > 0))
      await watch.stage(example.name, () => deployExample(world, example));
  }
  const reference = examples.find(({ name }) => name === REFERENCE);
  if (reference !== undefined && options.parts.has('mutants')) await watch.stage('mutants', () => runMutants(world, reference));
  if (reference !== undefined && options.parts.has('drills')) await watch.stage('drills', () => runDrills(world, reference, options.match));
  if (options.parts.has('behaviour')) await watch.stage('behaviour', () => runBehaviour(world));
  return world.transport;
}

async function synthesizeAll({ options, folder, results }: Run): Promise<Example[]> {
  const names = exampleNames().filter((name) => options.examples.length === 0 || options.examples.includes(name));
  const examples: Example[] = [];
  for (const name of names) {
    try {
      examples.push(await synthesize(name, path.join(folder, 'synth')));
    } catch (error) {
      results.judge(name, 'synthesizes', [error instanceof Error ? error.message : String(error)]);
    }
  }
  return examples;
}

async function enterWorld({ cluster, folder, options, results }: Run, examples: readonly Example[]): Promise<World> {
  const probe = examples.flatMap((example) => example.stacks).find((stack) => (stack.plan?.pools.length ?? 0) > 0);
  if (probe === undefined) throw new Error('no example to deploy');
  const connection = readKubeconfig(cluster.kubeconfig);
  const { transport, fallback } = await chooseTransport(cluster.client, connection, probe, folder, options.transport);
  console.log(`transport: ${transport.description}${fallback === undefined ? '' : ` — no Terraform: ${fallback}`}`);
  if (fallback !== undefined) results.notRun('transport', 'real Terraform', fallback);
  return { client: cluster.client, connection, transport, results, folder, plane: cluster.plane };
}
