/**
 * Pools and stores whose pods an operator makes, under the operators themselves: KubeRay, the controller of LeaderWorkerSet, CloudNativePG and that of
 * RabbitMQ, in namespaces with the quota and the admission policies of their plans. No container runs; what Ray would answer is played.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { Pins } from '../../lib/catalog/pins';
import { DATABASE_STARTER } from '../../lib/catalog/pins/chart-images';
import { refusalEvents } from '../checks/events';
import { acceptanceProblems } from '../checks/view';
import type { KubeObject } from '../cluster/kube-object';
import { buildTools, NotAvailable } from '../control-plane/build';
import type { ControlPlane } from '../control-plane/control-plane';
import { installCrds, OPERATOR_CRDS } from '../control-plane/crds';
import { OPERATOR_TOOLS } from '../control-plane/tools';
import { type Example, synthesizeFile } from '../fleets/example';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import { settle } from '../machine/wait';
import type { Options } from '../options';
import type { Deployment } from '../transports/transport';
import type { World } from '../world';
import type { Act, Stage } from './act';
import { GROUP_ACTS, GROUPED } from './group-acts';
import { RAY_ACTS } from './ray-acts';
import { RayNetwork } from './ray-network';
import { type Operators, startCloudNativePg, startKubeRay, startLeaderWorkerSet, startRabbitMqOperator } from './start-operators';
import { STORE_ACTS, STORES } from './store-acts';

const SUBJECT = 'operators';
const SCRIPT: readonly Act[] = [
  ...RAY_ACTS.slice(0, -1),
  ...GROUP_ACTS,
  ...STORE_ACTS,
  { name: 'no pod was refused', act: noRefusal },
  { name: 'second plan empty', act: noChange },
  ...RAY_ACTS.slice(-1),
];

export async function runOperators(world: World, { needsTools }: Pick<Options, 'needsTools'>): Promise<void> {
  const { plane } = world;
  if (plane === undefined) return skipAll(world, 'the cluster was given, and has operators of its own');
  try {
    const tools = await buildTools(OPERATOR_TOOLS);
    const example = await synthesizeFile(SUBJECT, path.join(__dirname, 'app', 'main.ts'), path.join(world.folder, 'synth'));
    if (example.refusal !== undefined) throw new Error(`the fleet of the drill is refused: ${example.refusal}`);
    await withNodes(world, example.nodePools, () => perform(world, plane, tools, example));
  } catch (error) {
    if (!(error instanceof NotAvailable) || needsTools) throw error;
    skipAll(world, error.message);
  }
}

function skipAll(world: World, reason: string): void {
  for (const { name } of SCRIPT) world.results.notRun(SUBJECT, name, reason);
}

async function perform(world: World, plane: ControlPlane, tools: string, example: Example): Promise<void> {
  const processes = plane.processes.scoped(SUBJECT);
  const folder = path.join(world.folder, SUBJECT);
  fs.mkdirSync(folder, { recursive: true });
  const ray = await RayNetwork.start();
  const deployments: Deployment[] = [];
  try {
    await installCrds(world.client, OPERATOR_CRDS);
    const registered = await startOperators({ plane, processes, tools, folder }, ray.url);
    // The operators are those; their charts stay away.
    for (const stack of example.stacks.filter(({ name }) => name !== 'platform'))
      deployments.push(await world.transport.open(stack, path.join(world.folder, 'stacks', SUBJECT, stack.name)));
    if (await applyAll(world, deployments)) for (const act of SCRIPT) await judge({ world, ray, deployments }, act);
    for (const deployment of deployments) await destroy(world, deployment);
    for (const object of registered) await world.client.delete(object);
  } finally {
    await processes.endAll();
    ray.stop();
  }
}

async function startOperators(operators: Operators, proxy: string): Promise<readonly KubeObject[]> {
  await startKubeRay(operators, proxy);
  await startRabbitMqOperator(operators);
  return [
    ...(await startLeaderWorkerSet(operators, GROUPED)),
    ...(await startCloudNativePg(operators, STORES, `${DATABASE_STARTER}:${Pins.charts.cloudnativePg.appVersion}`)),
  ];
}

async function applyAll({ client, results }: World, deployments: readonly Deployment[]): Promise<boolean> {
  let done = true;
  for (const deployment of deployments) {
    const { stack } = deployment;
    const applied = await deployment.apply();
    done = results.judge(`${SUBJECT}/${stack.name}`, 'applies in one run', applied.problems, applied.seconds) && done;
    results.judge(
      `${SUBJECT}/${stack.name}`,
      'no error, no warning of the API server',
      await acceptanceProblems(client, stack.manifests()),
    );
    await giveSecrets(client, stack.manifests());
  }
  return done;
}

async function judge(stage: Stage, { name, act }: Act): Promise<void> {
  const start = Date.now();
  const outcome = await act(stage).then(
    (note) => ({ problems: [], note }),
    (error: unknown) => ({ problems: [error instanceof Error ? error.message : String(error)], note: '' }),
  );
  stage.world.results.judge(SUBJECT, name, outcome.problems, (Date.now() - start) / 1000, outcome.note);
}

async function noRefusal({ world, deployments }: Stage): Promise<string> {
  const problems = await refusalEvents(
    world.client,
    deployments.flatMap(({ stack }) => stack.namespaces),
  );
  if (problems.length > 0) throw new Error(problems.join(' | '));
  return '';
}

async function noChange({ deployments }: Stage): Promise<string> {
  for (const deployment of deployments) {
    const { problems } = await deployment.secondPlan();
    if (problems.length > 0) throw new Error(problems.join(' | '));
  }
  return '';
}

/** The operators take their pods along. */
async function destroy({ client, results }: World, deployment: Deployment): Promise<void> {
  const { stack } = deployment;
  const destroyed = await deployment.destroy();
  const left = await settle(
    async () =>
      (await client.list('v1', 'Pod'))
        .filter(({ metadata }) => stack.namespaces.includes(metadata.namespace ?? ''))
        .map(({ metadata }) => metadata.name),
    { seconds: 60 },
  );
  results.judge(`${SUBJECT}/${stack.name}`, 'destroy, and no pod is left', [...destroyed.problems, ...left], destroyed.seconds);
}
