/** The parts of a run: one after the other on the same cluster, the behaviour drills beside them where that is asked for. */
import * as path from 'node:path';
import { runAccess } from './access/run-access';
import { runAgents } from './agents/run-agents';
import { runAlerts } from './alerts/run-alerts';
import { runBehaviour } from './behaviour/run-behaviour';
import { runBounds } from './bounds/run-bounds';
import { runChanges } from './changes/run-changes';
import { readKubeconfig } from './cluster/kubeconfig';
import { type ClusterUnderTest, startSecondCluster } from './cluster-under-test';
import { deployExample } from './deploy-example';
import { runStages } from './disaggregation/run-stages';
import { runDrills } from './drills/run-drills';
import { runElasticity } from './elasticity/run-elasticity';
import { runEngines } from './engines/run-engines';
import { type Example, exampleNames, synthesize } from './fleets/example';
import { runFuzz } from './fuzz/run-fuzz';
import { runGuardrails } from './guardrails/run-guardrails';
import { runLimits } from './limits/run-limits';
import type { Stopwatch } from './machine/stopwatch';
import { runMutants } from './mutants/run-mutants';
import { runOpenShift } from './openshift/run-openshift';
import { runOperators } from './operators/run-operators';
import type { Options, Part } from './options';
import { runParsers } from './parsers/run-parsers';
import { runQueues } from './queues/run-queues';
import type { Results } from './report/results';
import { runRouters } from './routers/run-routers';
import { runScale } from './scale/run-scale';
import { runScanners } from './scanners/run-scanners';
import { runSessions } from './sessions/run-sessions';
import { runSpend } from './spend/run-spend';
import { runTracing } from './tracing/run-tracing';
import { chooseTransport } from './transports/choose';
import type { Transport } from './transports/transport';
import { runUpgrades } from './upgrade/run-upgrades';
import { storeRelease } from './upgrade/store-release';
import type { World } from './world';

/** The fleet on which mutants and drills are run. */
const REFERENCE = 'f13-reference-fleet';
/** Parts that look at every example; to the others the reference fleet is enough. */
const OF_EXAMPLES: readonly Part[] = ['examples', 'scanners', 'routers'];

export interface Run {
  readonly options: Options;
  readonly watch: Stopwatch;
  readonly results: Results;
  readonly folder: string;
  readonly cluster: ClusterUnderTest;
}

export async function runParts(run: Run): Promise<Transport> {
  const { options, watch, results } = run;
  results.begin('examples');
  const examples = await watch.stage('synthesize the examples', () => synthesizeAll(run));
  for (const { name, refusal } of examples)
    if (refusal !== undefined) results.judge('fleets that do not fit', name, [], undefined, refusal);
  const world = await enterWorld(run, examples);
  const { storeRelease: version } = options;
  if (version !== undefined) {
    await watch.stage(`store release ${version}`, () => storeRelease(world, version));
    return world.transport;
  }
  const beside = options.beside && options.parts.has('behaviour') ? behaviourBeside(run, world) : undefined;
  // What ends the one part ends the other as well, which must not be all that is heard of it.
  beside?.catch(() => undefined);
  await runInOrder(run, world, examples);
  await beside;
  return world.transport;
}

async function runInOrder({ options, watch, results }: Run, world: World, examples: readonly Example[]): Promise<void> {
  const reference = examples.find(({ name }) => name === REFERENCE);
  const part = async (name: Part, work: () => Promise<void>) => {
    if (!options.parts.has(name)) return;
    results.begin(name);
    await watch.stage(name, work, name);
  };
  if (options.parts.has('examples')) {
    for (const example of examples.filter(({ stacks }) => stacks.length > 0))
      await watch.stage(example.name, () => deployExample(world, example), 'examples');
  }
  if (reference !== undefined) {
    await part('mutants', () => runMutants(world, reference));
    await part('drills', () => runDrills(world, reference, options));
  }
  await part('upgrade', () => runUpgrades(world, options));
  await part('changes', () => runChanges(world, options));
  await part('access', () => runAccess(world));
  await part('openshift', () => runOpenShift(world));
  await part('bounds', () => runBounds(world));
  await part('operators', () => runOperators(world, options));
  await part('alerts', () => runAlerts(world, options));
  await part('fuzz', () => runFuzz(world, options));
  await part('parsers', () => runParsers(world, options));
  await part('queues', () => playQueues(world));
  await part('scanners', () => runScanners(world, examples, options));
  await part('tracing', () => traceOn(world, options));
  await part('routers', () => runRouters(world, examples));
  await part('sessions', () => runSessions(world));
  await part('engines', () => runRealEngines(world, options));
  await part('stages', () => runStages(world));
  await part('guardrails', () => guardOn(world));
  await part('spend', () => spendOn(world, options));
  await part('limits', () => runLimits(world));
  await part('agents', () => playAgents(world, options));
  if (!options.beside) await part('behaviour', () => runBehaviour(world, options));
  await part('elasticity', () => runElasticity(world, options));
  await part('scale', () => runScale(world));
}

/** Beside an own control plane, whose processes are ended with the run. */
async function playQueues({ plane, results, folder }: World): Promise<void> {
  if (plane === undefined)
    return results.notRun('queues', 'tasks come again and become dead letters', 'the servers run beside an own control plane');
  await runQueues({ results, folder, processes: plane.processes });
}

/** Packages of five frameworks are a gigabyte, so quick runs leave them out. */
async function playAgents({ plane, results, folder }: World, { quick }: Options): Promise<void> {
  if (plane === undefined || quick) {
    const reason = quick ? 'left out by --quick' : 'the servers run beside an own control plane';
    return results.notRun('agents', 'agents of each framework call models', reason);
  }
  await runAgents({ results, folder, processes: plane.processes });
}

/** Five gigabytes of packages, and minutes until two engines have started: only where it is asked for by name. */
async function runRealEngines(world: World, { quick, isNamed }: Options): Promise<void> {
  if (quick || !isNamed)
    return world.results.notRun('engines', 'a real engine answers', quick ? 'left out by --quick' : 'asked for by --only engines');
  await runEngines(world);
}

/** Beside an own control plane, whose processes are ended with the run. */
async function guardOn({ plane, results, folder }: World): Promise<void> {
  if (plane === undefined) return results.notRun('guardrails', 'guardrails hold', 'the router runs beside an own control plane');
  await runGuardrails({ results, folder, processes: plane.processes });
}

/** Two instances with a database take minutes to start on a busy machine, so quick runs leave them out. */
async function spendOn({ plane, results, folder }: World, { quick }: Options): Promise<void> {
  if (quick) return results.notRun('spend', 'budgets end keys', 'left out by --quick');
  if (plane === undefined) return results.notRun('spend', 'budgets end keys', 'the servers run beside an own control plane');
  await runSpend({ results, folder, processes: plane.processes });
}

/** On a control plane of its own, which the other parts do not disturb. A cluster that was given stays the only one. */
async function behaviourBeside({ cluster, options, watch }: Run, world: World): Promise<void> {
  const { plane } = cluster;
  await watch.stage('behaviour', async () => {
    if (plane === undefined) return runBehaviour(world, options);
    const second = await startSecondCluster({ ...cluster, plane }, 'behaviour');
    const connection = readKubeconfig(second.kubeconfig);
    const { client } = second;
    const transport = world.transport.into(client, connection);
    return runBehaviour({ ...world, client, connection, plane: second.plane, transport }, options).finally(() => second.plane.stop());
  });
}

/** Two at a time: each is a process of its own. */
async function synthesizeAll(run: Run): Promise<Example[]> {
  const { options } = run;
  const names = neededExamples(options);
  const examples: (Example | undefined)[] = [];
  for (let first = 0; first < names.length; first += 2) {
    examples.push(...(await Promise.all(names.slice(first, first + 2).map((name) => synthesizeOne(run, name)))));
  }
  return examples.filter((example) => example !== undefined);
}

function neededExamples({ examples, parts, storeRelease: version }: Options): string[] {
  if (examples.length > 0) return exampleNames().filter((name) => examples.includes(name));
  return version !== undefined || OF_EXAMPLES.some((part) => parts.has(part)) ? exampleNames() : [REFERENCE];
}

async function synthesizeOne({ folder, results }: Run, name: string): Promise<Example | undefined> {
  try {
    return await synthesize(name, path.join(folder, 'synth'));
  } catch (error) {
    results.judge(name, 'synthesizes', [error instanceof Error ? error.message : String(error)]);
    return undefined;
  }
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

async function traceOn({ plane, results, folder }: World, options: Options): Promise<void> {
  if (plane === undefined)
    return results.notRun('tracing', 'prompts stay in the cluster', 'the collector runs beside an own control plane');
  await runTracing({ results, folder, processes: plane.processes }, options);
}
