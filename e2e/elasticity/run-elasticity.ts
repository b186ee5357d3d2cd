/**
 * Pools that grow and shrink by the real KEDA: a floor that stays while all spot nodes are deleted, tokens that wait, a window that opens soon, a batch that gives its node to users when
 * one is lost, and batch pools that sleep, wake for the tasks of a real Redis and a real RabbitMQ, and sleep again, with no task lost although a worker is killed
 * in one.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { FakeNetwork } from '../behaviour/fake-network';
import { Prometheus } from '../behaviour/prometheus';
import { at, type KubeObject } from '../cluster/kube-object';
import { buildTools, NotAvailable } from '../control-plane/build';
import type { ControlPlane } from '../control-plane/control-plane';
import { hasCondition } from '../control-plane/crds';
import { startKeda, stopKeda } from '../control-plane/keda';
import { PROMETHEUS_TOOLS } from '../control-plane/tools';
import { type Example, synthesizeFile } from '../fleets/example';
import { fakeNodes } from '../fleets/fake-nodes';
import type { FleetStack } from '../fleets/fleet-stack';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import { lastLines, run } from '../machine/command';
import { freePorts } from '../machine/free-ports';
import { sleep, waitFor } from '../machine/wait';
import type { Options } from '../options';
import { type Broker, startRabbitMq, startRedis } from '../queues/servers';
import { installPython } from '../sessions/python-tools';
import type { Deployment } from '../transports/transport';
import type { World } from '../world';
import { judgeMorning, leadMinutes, type Morning, type MorningPod, morningAfter } from './morning';
import { giveNodeBack, loseNodeOfUsers, type SharedNodes } from './shared-nodes';

const SUBJECT = 'elasticity';
const FLOOR = 'assistant';
const BURST = 'assistant-burst';
const CLOCK = 'mornings';
const TASKS = 10;
/** More than the floor bears, whoever shares it. */
const LOAD = 60;
const PACKAGES = ['pika==1.4.4', 'redis'];

interface Stage {
  readonly world: World;
  readonly example: Example;
  readonly deployment: Deployment;
  readonly network: FakeNetwork;
  /** Python with the clients of both servers. */
  readonly python: string;
  /** For its programs. */
  readonly env: NodeJS.ProcessEnv;
  /** Pods of the floor as they were first seen. */
  readonly floor: Set<string>;
  /** The window of the pool that goes by the clock. */
  readonly morning: Morning;
}

/** What is expected, in order; each returns a figure for the table. */
const script: readonly { readonly name: string; readonly expect: (stage: Stage) => Promise<string> }[] = [
  { name: 'the floor stands on nodes that stay, and nothing of the burst runs', expect: floorStands },
  { name: 'before the hour of its window a pool by the clock has its floor', expect: beforeMorning },
  { name: 'a long queue: KEDA starts a burst of 3, all of it on spot nodes', expect: burstComes },
  { name: 'tokens that wait: KEDA scales the other pool from 1 to 2', expect: (stage) => replicasOf(stage, 'writer', 2) },
  { name: 'second plan empty while the burst runs', expect: noChange },
  { name: 'all spot nodes are deleted: the pods of the floor are the same, the burst waits for nodes', expect: spotGone },
  { name: 'second plan empty while the spot nodes are gone', expect: noChange },
  { name: 'spot nodes come back: the burst runs again', expect: spotBack },
  { name: 'the queue is gone: KEDA ends the burst, and the pods of the floor are still the same', expect: burstEnds },
  { name: 'tokens in time: KEDA scales the other pool back to 1', expect: (stage) => replicasOf(stage, 'writer', 1) },
  { name: 'the clock: KEDA starts a replica as long before the window as a start takes', expect: morningComes },
  { name: 'second plan empty after the burst', expect: noChange },
  {
    name: 'a node is lost: the pod for users takes the place of a pod of the batch, which waits',
    expect: (stage) => loseNodeOfUsers(sharedNodes(stage)),
  },
  { name: 'second plan empty while the batch waits', expect: noChange },
  {
    name: 'the node comes back: the batch is whole again, and the pod for users stays',
    expect: (stage) => giveNodeBack(sharedNodes(stage)),
  },
  {
    name: 'a Redis stream: a batch pool goes from 0 to 3 and back, and no task is lost',
    expect: (stage) => batch(stage, 'redis', 'stream-readers'),
  },
  {
    name: 'RabbitMQ: a batch pool goes from 0 to 3 and back, and no task is lost',
    expect: (stage) => batch(stage, 'amqp', 'amqp-readers'),
  },
  { name: 'second plan empty after the tasks', expect: noChange },
];

export async function runElasticity(world: World, { needsTools }: Pick<Options, 'needsTools'>): Promise<void> {
  const { plane } = world;
  if (plane === undefined) return skipAll(world, 'needs an own control plane: programs beside the cluster play its network');
  const processes = plane.processes.scoped(SUBJECT);
  const folder = path.join(world.folder, SUBJECT);
  fs.mkdirSync(folder, { recursive: true });
  try {
    const tools = await buildTools(PROMETHEUS_TOOLS);
    const python = await installPython('queues', PACKAGES);
    const [redis, ...broker] = await freePorts(5);
    await startRedis(processes, path.join(folder, 'redis'), redis);
    const rabbit = await startRabbitMq(processes, path.join(folder, 'rabbitmq'), broker);
    const env = { E2E_REDIS_PORT: String(redis), E2E_AMQP_PORT: String(broker[0]), E2E_AMQP_URL: rabbit.url, TASKS: String(TASKS) };
    Object.assign(process.env, env);
    const { example, morning } = await synthesizeMorning(world);
    const [stack] = example.stacks;
    if (stack === undefined) throw new Error(`the fleet of the elasticity drills has no stack: ${example.refusal ?? ''}`);
    const keeper = path.join(folder, 'keep.lua');
    fs.writeFileSync(keeper, keeperOf(stack.manifests()));
    const play = {
      world,
      plane,
      example,
      stack,
      morning,
      program: path.join(tools, 'prometheus'),
      rabbit,
      python,
      env: { ...env, KEEPER: keeper },
    };
    await withNodes(world, example.nodePools, () => perform(play));
  } catch (error) {
    if (!(error instanceof NotAvailable) || needsTools) throw error;
    skipAll(world, error.message);
  } finally {
    await processes.endAll();
  }
}

/** The window depends on how long a start takes, which the fleet itself says: it is asked with another window before. */
async function synthesizeMorning(world: World): Promise<{ readonly example: Example; readonly morning: Morning }> {
  const synth = () => synthesizeFile(SUBJECT, path.join(__dirname, 'app', 'main.ts'), path.join(world.folder, 'synth'));
  const { from } = morningAfter(new Date(), 0);
  process.env['E2E_WINDOW'] = `${from} ${morningAfter(new Date(), 60).from}`;
  const asked = await synth();
  const morning = morningAfter(
    new Date(),
    leadMinutes(
      asked.stacks.flatMap((stack) => stack.manifests()),
      CLOCK,
      from,
    ),
  );
  process.env['E2E_WINDOW'] = `${morning.from} ${morning.to}`;
  return { example: await synth(), morning };
}

function skipAll(world: World, reason: string): void {
  for (const { name } of script) world.results.notRun(SUBJECT, name, reason);
}

/** Script of the keeper of the stream, as its ConfigMap has it. */
const keeperOf = (objects: readonly KubeObject[]): string =>
  objects.map((object) => at(object, 'data', 'keep.lua')).find((text): text is string => typeof text === 'string') ?? '';

interface Play {
  readonly world: World;
  readonly plane: ControlPlane;
  readonly example: Example;
  readonly stack: FleetStack;
  readonly morning: Morning;
  /** Of Prometheus. */
  readonly program: string;
  readonly rabbit: Broker;
  readonly python: string;
  readonly env: NodeJS.ProcessEnv;
}

async function perform({ world, plane, example, stack, morning, program, rabbit, python, env }: Play): Promise<void> {
  const [port] = await freePorts(1);
  const network = await FakeNetwork.start(port);
  const deployment = await world.transport.open(stack, path.join(world.folder, 'stacks', example.name));
  try {
    await stopKeda(plane);
    await new Prometheus(plane, program, port).start(stack.manifests(), network.url);
    await startKeda(plane, { httpProxy: network.url });
    const applied = await deployment.apply();
    await giveSecrets(world.client, stack.manifests());
    await giveBroker(world, stack.namespaces[0] ?? '', rabbit);
    if (!world.results.judge(SUBJECT, 'the fleet applies', applied.problems, applied.seconds)) return;
    const stage: Stage = { world, example, deployment, network, python, env, floor: new Set(), morning };
    for (const { name, expect } of script) await judge(stage, name, expect);
  } finally {
    await deployment.destroy();
    await plane.processes.end('prometheus');
    network.stop();
  }
}

async function judge(stage: Stage, name: string, expect: (stage: Stage) => Promise<string>): Promise<void> {
  const start = Date.now();
  const outcome = await expect(stage).then(
    (note) => ({ problems: [], note }),
    (error: unknown) => ({ problems: [error instanceof Error ? error.message : String(error)], note: '' }),
  );
  stage.world.results.judge(SUBJECT, name, outcome.problems, (Date.now() - start) / 1000, outcome.note);
}

/** Addresses that people would have put there. */
async function giveBroker({ client }: World, namespace: string, { url, api, user, password }: Broker): Promise<void> {
  const stringData = { url, api: `${api.replace('://', `://${user}:${password}@`)}/` };
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'broker', namespace }, type: 'Opaque', stringData };
  await client.apply(secret, 'e2e', { force: true });
}

/** Pods of one of the Deployments, with the node pool that each is on; undefined where it waits for a node. */
async function podsOf({ world, deployment }: Stage, name: string): Promise<{ uid: string; pool: string | undefined; ready: boolean }[]> {
  const pods = await world.client.list('v1', 'Pod', deployment.stack.namespaces[0] ?? '');
  const isBurst = (pod: KubeObject) => pod.metadata.labels?.['agent-fleet/part'] === 'burst';
  const own = pods.filter((pod) => pod.metadata.labels?.['app.kubernetes.io/name'] === FLOOR && isBurst(pod) === (name === BURST));
  return own.map((pod) => {
    const node = at(pod.spec, 'nodeName');
    const pool = typeof node === 'string' ? node.replace(/-\d+$/, '') : undefined;
    return { uid: String(at(pod, 'metadata', 'uid')), pool, ready: hasCondition(pod, 'Ready') };
  });
}

async function untilPods(stage: Stage, name: string, count: number, pool: string | undefined, seconds = 240): Promise<readonly string[]> {
  let seen = '';
  const asked = async () => {
    const pods = await podsOf(stage, name);
    seen = pods.map((pod) => `${pod.pool ?? 'no node'}${pod.ready ? '' : ' (not ready)'}`).join(', ');
    const right = pods.length === count && pods.every((pod) => pod.pool === pool && pod.ready === (pool !== undefined));
    return right ? pods.map(({ uid }) => uid) : undefined;
  };
  const wanted = `${count} pods of ${name} ${pool === undefined ? 'without a node' : `on ${pool}`}`;
  return waitFor(wanted, asked, { seconds, everySeconds: 1 }).catch((error: unknown) => {
    throw new Error(`${error instanceof Error ? error.message : String(error)}; there is: ${seen || 'none'}`);
  });
}

const sharedNodes = ({ world, example, deployment }: Stage): SharedNodes => ({
  client: world.client,
  example,
  namespace: deployment.stack.namespaces[0] ?? '',
});

async function floorStands(stage: Stage): Promise<string> {
  for (const uid of await untilPods(stage, FLOOR, 2, 'steady')) stage.floor.add(uid);
  await untilPods(stage, BURST, 0, 'spot');
  return '';
}

async function sameFloor(stage: Stage): Promise<void> {
  const now = await untilPods(stage, FLOOR, 2, 'steady', 10);
  if (!now.every((uid) => stage.floor.has(uid))) throw new Error('pods of the floor were replaced');
}

async function burstComes(stage: Stage): Promise<string> {
  stage.network.waiting = LOAD;
  await untilPods(stage, BURST, 3, 'spot');
  await sameFloor(stage);
  return `${LOAD} waiting requests`;
}

const spotNodes = ({ example }: Stage) => fakeNodes(example.nodePools.filter(({ name }) => name === 'spot'));

async function spotGone(stage: Stage): Promise<string> {
  for (const node of spotNodes(stage)) await stage.world.client.delete(node);
  await untilPods(stage, BURST, 3, undefined);
  await sameFloor(stage);
  return `${spotNodes(stage).length} nodes deleted`;
}

async function spotBack(stage: Stage): Promise<string> {
  const { client } = stage.world;
  const nodes = await client.resources.collection('v1', 'Node');
  for (const node of spotNodes(stage)) await client.request('POST', nodes, { body: node });
  await untilPods(stage, BURST, 3, 'spot');
  await sameFloor(stage);
  return '';
}

async function burstEnds(stage: Stage): Promise<string> {
  stage.network.waiting = 0;
  await untilPods(stage, BURST, 0, 'spot', 420);
  await sameFloor(stage);
  return '';
}

async function replicasOf({ world, deployment }: Stage, name: string, replicas: number, seconds = 300): Promise<string> {
  const metadata = { name, namespace: deployment.stack.namespaces[0] ?? '' };
  const asked = async () => {
    const live = await world.client.read({ apiVersion: 'apps/v1', kind: 'Deployment', metadata });
    const [wanted, ready] = [Number(at(live?.spec, 'replicas') ?? 0), Number(at(live?.status, 'readyReplicas') ?? 0)];
    return wanted === replicas && ready === replicas ? true : undefined;
  };
  await waitFor(`${replicas} ready replicas of ${name}`, asked, { seconds, everySeconds: 1 });
  return '';
}

async function beforeMorning(stage: Stage): Promise<string> {
  await replicasOf(stage, CLOCK, 1);
  const left = Math.floor((stage.morning.begins.getTime() - Date.now()) / 1_000);
  if (left < 0) throw new Error(`the fleet was there ${-left} s after the hour`);
  return `${left} s before its hour`;
}

async function morningComes(stage: Stage): Promise<string> {
  const left = Math.max(0, (stage.morning.begins.getTime() - Date.now()) / 1_000);
  await replicasOf(stage, CLOCK, 2, left + 120);
  return judgeMorning(await podsByClock(stage), stage.morning);
}

async function podsByClock({ world, deployment }: Stage): Promise<MorningPod[]> {
  const pods = await world.client.list('v1', 'Pod', deployment.stack.namespaces[0] ?? '');
  return pods
    .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === CLOCK)
    .map((pod) => {
      const conditions = (at(pod.status, 'conditions') ?? []) as readonly { readonly type: string; readonly lastTransitionTime: string }[];
      const ready = conditions.find(({ type }) => type === 'Ready')?.lastTransitionTime;
      return { made: new Date(String(at(pod, 'metadata', 'creationTimestamp'))), ready: new Date(ready ?? Number.NaN) };
    });
}

async function batch(stage: Stage, kind: 'redis' | 'amqp', pool: string): Promise<string> {
  // A queue that is not there is an error to KEDA, and no reason to sleep.
  await played(stage, kind, 'declare');
  await replicasOf(stage, pool, 0);
  await played(stage, kind, 'send');
  await replicasOf(stage, pool, 3);
  const seen = await played(stage, kind, 'work');
  const expected = JSON.stringify({ done: TASKS, different: TASKS, queue: 0, dead: 0 });
  if (JSON.stringify(seen) !== expected) throw new Error(`${JSON.stringify(seen)}, expected ${expected}`);
  await replicasOf(stage, pool, 0, 420);
  return `${TASKS} tasks, one worker killed`;
}

async function played({ python, env }: Stage, kind: string, act: string): Promise<unknown> {
  const { code, stdout, stderr } = await run(path.join(python, 'python'), [path.join(__dirname, 'batch_play.py'), kind, act], {
    env: { ...process.env, ...env },
    timeoutSeconds: 120,
  });
  if (code !== 0) throw new Error(`${kind} ${act}: ${lastLines(stderr, 3)}`);
  return JSON.parse(stdout);
}

async function noChange({ deployment }: Stage): Promise<string> {
  // What KEDA and its autoscaler have begun is done.
  await sleep(2_000);
  const { problems } = await deployment.secondPlan();
  if (problems.length > 0) throw new Error(problems.join(' | '));
  return '';
}
