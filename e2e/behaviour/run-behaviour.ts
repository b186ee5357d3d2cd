/**
 * The fleet under load: a real Prometheus scrapes the pods as the PodMonitor says, the real KEDA asks it by the query that we
 * emit and scales the pool up and down again, the alert that we emit fires and clears, and Terraform never sees a change.
 * Further drills (spot) are further entries of the list in `script`.
 */
import * as path from 'node:path';
import { at } from '../cluster/kube-object';
import { buildTools, NotAvailable } from '../control-plane/build';
import type { ControlPlane } from '../control-plane/control-plane';
import { startKeda, stopKeda } from '../control-plane/keda';
import { PROMETHEUS_TOOLS } from '../control-plane/tools';
import { type Example, synthesizeFile } from '../fleets/example';
import type { FleetStack } from '../fleets/fleet-stack';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import { freePorts } from '../machine/free-ports';
import { waitFor } from '../machine/wait';
import type { Options } from '../options';
import type { Deployment } from '../transports/transport';
import type { World } from '../world';
import { FakeNetwork } from './fake-network';
import { Prometheus } from './prometheus';

const SUBJECT = 'behaviour';
const POOL = 'engine';
/** Kept at two replicas by a window that is open all day. */
const CLOCKED = 'clocked';
/** Grows when first tokens are late. */
const LATE = 'late';
/** Sleeps until its window begins. */
const SLEEPER = 'sleeper';
const ALERT = 'AgentFleetQueueLong';
const LOAD = 60;

interface Stage {
  readonly world: World;
  readonly deployment: Deployment;
  readonly network: FakeNetwork;
  readonly prometheus: Prometheus;
}

/** What is expected, in order; each returns a figure for the table. */
const script: readonly { readonly name: string; readonly expect: (stage: Stage) => Promise<string> }[] = [
  { name: 'Prometheus scrapes the pool as its PodMonitor says', expect: scraped },
  { name: 'Prometheus takes every rule that we emit', expect: rulesHealthy },
  { name: 'a window of the clock: KEDA keeps a pool without requests at 2', expect: async (stage) => replicasOf(stage, CLOCKED, 2, 180) },
  { name: 'nothing to do outside of its window: KEDA puts a pool to sleep', expect: async (stage) => replicasOf(stage, SLEEPER, 0, 180) },
  { name: 'late first tokens: KEDA scales a pool from 1 to 2 by our query', expect: async (stage) => firstTokens(stage, true, 2, 180) },
  { name: 'first tokens in time: KEDA scales it back to 1', expect: async (stage) => firstTokens(stage, false, 1, 300) },
  { name: 'its window begins: KEDA wakes the pool that slept', expect: async (stage) => replicasOf(stage, SLEEPER, 1, 360) },
  { name: 'a long queue: KEDA scales the pool from 1 to 3 by our query', expect: async (stage) => replicasUnderLoad(stage, LOAD, 3, 180) },
  { name: 'second plan empty while the pool has 3 replicas', expect: noChange },
  { name: `the alert ${ALERT} fires`, expect: async (stage) => alertIs(stage, true) },
  { name: 'the queue is gone: KEDA scales the pool back to 1', expect: async (stage) => replicasUnderLoad(stage, 0, 1, 300) },
  { name: `the alert ${ALERT} clears`, expect: async (stage) => alertIs(stage, false) },
  { name: 'second plan empty after the pool came back to 1 replica', expect: noChange },
];

export async function runBehaviour(world: World, { needsTools }: Pick<Options, 'needsTools'>): Promise<void> {
  const { plane } = world;
  if (plane === undefined) {
    skipAll(world, 'needs an own control plane: programs beside the cluster play its network');
    return;
  }
  const tools = await buildTools(PROMETHEUS_TOOLS).catch((error: unknown) => {
    if (error instanceof NotAvailable && !needsTools) return error;
    throw error;
  });
  if (tools instanceof NotAvailable) {
    skipAll(world, tools.message);
    return;
  }
  const example = await synthesizeFile('behaviour', path.join(__dirname, 'app', 'main.ts'), path.join(world.folder, 'synth'));
  const stack = example.stacks[0];
  if (stack === undefined) throw new Error(`the fleet of the behaviour drills has no stack: ${example.refusal ?? ''}`);
  await withNodes(world, example.nodePools, () => play({ world, plane, example, stack, program: path.join(tools, 'prometheus') }));
}

function skipAll(world: World, reason: string): void {
  for (const { name } of script) world.results.notRun(SUBJECT, name, reason);
}

interface Play {
  readonly world: World;
  readonly plane: ControlPlane;
  readonly example: Example;
  readonly stack: FleetStack;
  /** Of Prometheus. */
  readonly program: string;
}

async function play({ world, plane, example, stack, program }: Play): Promise<void> {
  const [port] = await freePorts(1);
  const network = await FakeNetwork.start(port);
  const prometheus = new Prometheus(plane, program, port);
  const deployment = await world.transport.open(stack, path.join(world.folder, 'stacks', example.name));
  try {
    await stopKeda(plane);
    await prometheus.start(stack.manifests(), network.url);
    await startKeda(plane, { httpProxy: network.url });
    const applied = await deployment.apply();
    await giveSecrets(world.client, stack.manifests());
    if (world.results.judge(SUBJECT, 'the fleet applies', applied.problems, applied.seconds))
      await perform({ world, deployment, network, prometheus });
  } finally {
    await deployment.destroy();
    await plane.processes.end('prometheus');
    network.stop();
  }
}

async function perform(stage: Stage): Promise<void> {
  for (const { name, expect } of script) {
    const start = Date.now();
    const outcome = await expect(stage).then(
      (note) => ({ problems: [], note }),
      (error: unknown) => ({ problems: [error instanceof Error ? error.message : String(error)], note: '' }),
    );
    stage.world.results.judge(SUBJECT, name, outcome.problems, (Date.now() - start) / 1000, outcome.note);
  }
}

async function scraped({ prometheus, network, deployment }: Stage): Promise<string> {
  await waitFor(
    'the first scrape',
    async () => (await prometheus.value(`up{job="${deployment.stack.namespaces[0]}/${POOL}"} == 1`)) ?? undefined,
    { seconds: 90 },
  );
  return [...network.scraped.keys()][0] ?? '';
}

async function rulesHealthy({ prometheus }: Stage): Promise<string> {
  const errors = await prometheus.ruleErrors();
  if (errors.length > 0) throw new Error(errors.join(' | '));
  return '';
}

async function replicasUnderLoad(stage: Stage, waiting: number, replicas: number, seconds: number): Promise<string> {
  stage.network.waiting = waiting;
  await waitFor(`${replicas} ready replicas`, async () => ((await readyReplicas(stage)) === replicas ? true : undefined), {
    seconds,
    everySeconds: 1,
  });
  return `${waiting} waiting requests`;
}

async function firstTokens(stage: Stage, late: boolean, replicas: number, seconds: number): Promise<string> {
  stage.network.late = late;
  return replicasOf(stage, LATE, replicas, seconds);
}

async function replicasOf(stage: Stage, pool: string, replicas: number, seconds: number): Promise<string> {
  await waitFor(`${replicas} ready replicas`, async () => ((await readyReplicas(stage, pool)) === replicas ? true : undefined), {
    seconds,
    everySeconds: 1,
  });
  return '';
}

async function readyReplicas({ world, deployment }: Stage, pool = POOL): Promise<number> {
  const metadata = { name: pool, namespace: deployment.stack.namespaces[0] ?? '' };
  const live = await world.client.read({ apiVersion: 'apps/v1', kind: 'Deployment', metadata });
  const wanted = Number(at(live?.spec, 'replicas') ?? 0);
  const ready = Number(at(live?.status, 'readyReplicas') ?? 0);
  return wanted === ready ? ready : -1;
}

async function alertIs({ prometheus }: Stage, wanted: boolean): Promise<string> {
  await waitFor(
    `${ALERT} ${wanted ? 'firing' : 'clear'}`,
    async () => ((await prometheus.firing()).includes(ALERT) === wanted ? true : undefined),
    { seconds: 240, everySeconds: 2 },
  );
  return '';
}

async function noChange({ deployment }: Stage): Promise<string> {
  const { problems } = await deployment.secondPlan();
  if (problems.length > 0) throw new Error(problems.join(' | '));
  return '';
}
