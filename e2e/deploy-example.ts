/** One example from nothing to nothing: every promise about its deployment is one assertion. */
import * as path from 'node:path';
import { changeOf, synthesizeChanged } from './changes/example-changes';
import { changeProblems } from './changes/held-state';
import { deadEdges } from './checks/edges';
import { refusalEvents } from './checks/events';
import { inventory, leftovers } from './checks/inventory';
import { checkNetwork } from './checks/network';
import { checkOrder } from './checks/order';
import {
  autoscalerProblems,
  floorProblems,
  namespaceProblems,
  onBrokers,
  placementProblems,
  runningProblems,
  withoutOperator,
} from './checks/pods';
import { checkSecrets, checkState } from './checks/secrets';
import { acceptanceProblems, viewProblems } from './checks/view';
import { checkWiring } from './checks/wiring';
import { workloadsOf } from './checks/workloads';
import type { Example } from './fleets/example';
import type { FleetStack } from './fleets/fleet-stack';
import { giveSecrets } from './fleets/given-secrets';
import { withNodes } from './fleets/nodes-of-example';
import { settle } from './machine/wait';
import { TerraformDeployment } from './transports/terraform';
import type { Deployment } from './transports/transport';
import type { World } from './world';

/** Assertions in the order of the table. */
export const ASSERTIONS = {
  order: 'what lives in a namespace waits for it',
  secrets: 'nothing secret is written',
  wiring: 'every reference leads somewhere',
  network: 'denied by default, wired edges open',
  applies: 'applies in one run',
  accepted: 'no error, no warning of the API server',
  security: 'Pod Security enforced',
  admitted: 'every pod admitted',
  running: 'every pod Running',
  placed: 'every pod on its nodes',
  autoscaled: 'KEDA scales its pools',
  unchanged: 'second plan empty',
  view: 'manifests() equals what Terraform made',
  changed: 'a typical change goes through',
  gone: 'destroy leaves nothing',
} as const;

export type AssertionId = keyof typeof ASSERTIONS;

export async function deployExample(world: World, example: Example): Promise<void> {
  const before = await inventory(world.client);
  await withNodes(world, example.nodePools, async () => {
    const deployments: Deployment[] = [];
    for (const stack of await deployable(world, example)) deployments.push(await deployStack(world, example, stack));
    if (world.plane !== undefined) deployments.push(...(await changeExample(world, example, deployments.splice(0))));
    for (const deployment of deployments.reverse()) await destroyStack(world, example, deployment);
    world.results.judge(example.name, ASSERTIONS.gone, await leftovers(world.client, before));
  });
}

/** A cluster that was given has operators of its own, and maybe fleets: what is there is neither overwritten nor destroyed. */
async function deployable({ plane, client, results }: World, example: Example): Promise<readonly FleetStack[]> {
  if (plane !== undefined) return example.stacks;
  const there = new Set((await client.list('v1', 'Namespace')).map(({ metadata }) => metadata.name));
  return example.stacks.filter((stack) => {
    const taken = stack.namespaces.filter((name) => there.has(name));
    const reason = `the cluster was given, and has ${taken.join(', ')} already: it is left alone`;
    if (taken.length > 0) results.notRun(subjectOf(example, stack), ASSERTIONS.applies, reason);
    return taken.length === 0;
  });
}

async function deployStack(world: World, example: Example, stack: FleetStack): Promise<Deployment> {
  const subject = subjectOf(example, stack);
  for (const release of stack.leftOut)
    world.results.notRun(subject, 'release', `${release}: its chart is fetched from elsewhere; its CRDs stand in`);
  judgeWritten(world, subject, stack);
  const deployment = await world.transport.open(stack, placeOf(world, example, stack));
  const mark = world.plane?.audit.mark() ?? 0;
  const applied = await deployment.apply();
  const requests = deployment instanceof TerraformDeployment ? world.plane?.audit.terraformRequestsSince(mark) : undefined;
  const note = requests === undefined ? '' : `${requests} API requests`;
  if (world.results.judge(subject, ASSERTIONS.applies, applied.problems, applied.seconds, note))
    await judgeLive(world, subject, deployment);
  return deployment;
}

const placeOf = ({ folder }: World, example: Example, stack: FleetStack): string => path.join(folder, 'stacks', example.name, stack.name);

const subjectOf = (example: Example, stack: FleetStack): string =>
  example.stacks.length === 1 ? example.name : `${example.name}/${stack.name}`;

/** What can be said before anything is deployed. */
export function judgeWritten(world: World, subject: string, stack: FleetStack): void {
  const objects = stack.manifests();
  world.results.judge(subject, ASSERTIONS.order, checkOrder(stack.json));
  world.results.judge(subject, ASSERTIONS.secrets, checkSecrets(objects));
  world.results.judge(subject, ASSERTIONS.wiring, checkWiring(objects));
  world.results.judge(subject, ASSERTIONS.network, [...checkNetwork(objects), ...deadEdges(objects)]);
}

async function judgeLive(world: World, subject: string, deployment: Deployment): Promise<void> {
  const { client, results } = world;
  const { stack } = deployment;
  results.judge(subject, ASSERTIONS.accepted, await acceptanceProblems(client, stack.manifests()));
  await giveSecrets(client, stack.manifests());
  results.judge(subject, ASSERTIONS.security, await namespaceProblems(client, stack));
  if (workloadsOf(stack.manifests()).length > 0) await judgePods(world, subject, stack);
  if (stack.manifests().some(({ kind }) => kind === 'ScaledObject')) await judgeAutoscaling(world, subject, stack);
  const second = await deployment.secondPlan();
  results.judge(subject, ASSERTIONS.unchanged, second.problems, second.seconds);
  if (deployment instanceof TerraformDeployment) await judgeView(world, subject, deployment);
  else results.notRun(subject, ASSERTIONS.view, 'Terraform did not run');
}

async function judgePods({ client, results }: World, subject: string, stack: FleetStack): Promise<void> {
  const ask = async () => [...(await runningProblems(client, stack.namespaces)), ...(await floorProblems(client, stack))];
  const running = await settle(ask, { seconds: 45 });
  results.judge(subject, ASSERTIONS.admitted, await refusalEvents(client, stack.namespaces));
  const waiting = withoutOperator(stack);
  results.judge(
    subject,
    ASSERTIONS.running,
    running,
    undefined,
    waiting.length === 0 ? '' : `without an operator here: ${waiting.join(', ')}`,
  );
  results.judge(subject, ASSERTIONS.placed, await placementProblems(client, stack));
}

/** A cluster that was given runs KEDA as it likes. */
async function judgeAutoscaling({ client, results, plane }: World, subject: string, stack: FleetStack): Promise<void> {
  if (plane === undefined) results.notRun(subject, ASSERTIONS.autoscaled, 'the cluster was given');
  else {
    const left = onBrokers(stack);
    const note = left.length === 0 ? undefined : `without a broker here: ${left.join(', ')}`;
    const problems = await settle(() => autoscalerProblems(client, stack), { seconds: 30 });
    results.judge(subject, ASSERTIONS.autoscaled, problems, undefined, note);
  }
}

async function judgeView(world: World, subject: string, deployment: TerraformDeployment): Promise<void> {
  const { problems, fields } = await viewProblems(world.client, deployment.stack.manifests());
  world.results.judge(subject, ASSERTIONS.view, problems, undefined, `${fields} fields`);
  world.results.judge(subject, 'nothing secret in the state', checkState(deployment.stateText));
}

/** The example as its owner would change it, over what is deployed: one apply that ends, pods, an empty plan, and state where it was. */
async function changeExample(world: World, example: Example, deployed: readonly Deployment[]): Promise<Deployment[]> {
  const changed = await synthesizeChanged(example.name, path.join(world.folder, 'synth-changed'));
  const { what } = changeOf(example.name);
  const now: Deployment[] = [];
  for (const { stack: before } of deployed) {
    const stack = changed.stacks.find(({ name }) => name === before.name);
    if (stack === undefined) throw new Error(`the changed example ${example.name} has no stack ${before.name}: ${changed.refusal ?? ''}`);
    const deployment = await world.transport.open(stack, placeOf(world, example, stack));
    now.push(deployment);
    if (JSON.stringify(stack.json) === JSON.stringify(before.json)) continue;
    const start = Date.now();
    const problems = await changeProblems(world, deployment);
    world.results.judge(subjectOf(example, stack), ASSERTIONS.changed, problems, (Date.now() - start) / 1000, what);
  }
  return now;
}

async function destroyStack(world: World, example: Example, deployment: Deployment): Promise<void> {
  const outcome = await deployment.destroy();
  world.results.judge(subjectOf(example, deployment.stack), 'destroy', outcome.problems, outcome.seconds);
}
