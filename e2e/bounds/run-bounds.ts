/** Quotas and admission policies on the real API server: the fleet fits and is admitted, also at its ceiling and while it is rolled out; the rest is refused. */
import * as path from 'node:path';
import { refusalEvents } from '../checks/events';
import { inventory, leftovers } from '../checks/inventory';
import { runningProblems } from '../checks/pods';
import { acceptanceProblems } from '../checks/view';
import { workloadsOf } from '../checks/workloads';
import type { KubeClient } from '../cluster/kube-client';
import { at, describe, listAt } from '../cluster/kube-object';
import { synthesizeFile } from '../fleets/example';
import type { FleetStack } from '../fleets/fleet-stack';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import { settle } from '../machine/wait';
import type { World } from '../world';
import { type Act, FORBIDDEN, refusalOf } from './forbidden';
import { judgeMutants } from './trial';

const SUBJECT = 'quota and admission';

export async function runBounds(world: World): Promise<void> {
  const { client, results } = world;
  if (world.plane === undefined)
    return results.notRun(SUBJECT, 'the fleet is admitted, the rest is refused', 'the cluster was given, and has rules of its own');
  const app = await synthesizeFile('bounds', path.join(__dirname, 'app', 'main.ts'), path.join(world.folder, 'synth'));
  if (app.refusal !== undefined) throw new Error(`refused: ${app.refusal}`);
  const before = await inventory(client);
  await withNodes(world, app.nodePools, async () => {
    for (const stack of app.stacks.filter(hasPods)) await deploy(world, stack);
  });
  results.judge(SUBJECT, 'destroy leaves nothing', await leftovers(client, before, 60));
}

const hasPods = (stack: FleetStack): boolean => workloadsOf(stack.manifests()).length > 0;

async function deploy(world: World, stack: FleetStack): Promise<void> {
  const { client, results, transport } = world;
  const subject = `${SUBJECT}/${stack.name}`;
  const deployment = await transport.open(stack, path.join(world.folder, 'stacks', 'bounds', stack.name));
  const applied = await deployment.apply();
  results.judge(subject, 'applies in one run', applied.problems, applied.seconds);
  results.judge(subject, 'no error, no warning of the API server', await acceptanceProblems(client, stack.manifests()));
  results.judge(subject, 'the API server can evaluate every policy', await typeProblems(client));
  await giveSecrets(client, stack.manifests());
  const running = await settle(() => runningProblems(client, stack.namespaces), { seconds: 60 });
  results.judge(subject, 'every pod Running', running);
  results.judge(subject, 'every pod admitted', await refusalEvents(client, stack.namespaces));
  if (stack.name === 'research') {
    await atCeiling(world, subject);
    for (const act of FORBIDDEN) await judgeAct(world, subject, act);
    await judgeMutants(world, subject, stack);
  }
  await rollOut(world, subject, stack);
  const second = await deployment.secondPlan();
  results.judge(subject, 'second plan empty', second.problems, second.seconds);
  const destroyed = await deployment.destroy();
  results.judge(subject, 'destroy', destroyed.problems, destroyed.seconds);
}

/** The API server says on a policy which expressions do not fit the objects. */
async function typeProblems(client: KubeClient): Promise<string[]> {
  const policies = await client.list('admissionregistration.k8s.io/v1', 'ValidatingAdmissionPolicy');
  return policies.flatMap((policy) =>
    listAt(at(policy.status, 'typeChecking'), 'expressionWarnings').map((warning) => `${describe(policy)}: ${JSON.stringify(warning)}`),
  );
}

/** KEDA may go there, so its quota has to have the room. */
async function atCeiling({ client, results }: World, subject: string): Promise<void> {
  const workers = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'workers', namespace: 'research' } };
  await client.patch(workers, { spec: { replicas: 4 } }, '/scale');
  const problems = await settle(
    async () => {
      const ready = Number(at((await client.read(workers))?.status, 'readyReplicas') ?? 0);
      return ready >= 4 ? [] : [`${ready} of 4 replicas of workers are ready`];
    },
    { seconds: 30 },
  );
  results.judge(subject, 'the pool at its ceiling fits the quota', [...problems, ...(await refusalEvents(client, ['research']))]);
}

/** Every Deployment and StatefulSet anew at the same time, as by `kubectl rollout restart`; the second plan has to leave that alone. */
async function rollOut({ client, results }: World, subject: string, stack: FleetStack): Promise<void> {
  const deployments = stack.manifests().filter(({ kind }) => ['Deployment', 'StatefulSet'].includes(kind));
  const template = { spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': new Date().toISOString() } } } } };
  for (const deployment of deployments) await client.patch(deployment, template);
  const problems = await settle(
    async () => {
      const states = await Promise.all(deployments.map(async (deployment) => ({ deployment, live: await client.read(deployment) })));
      const open = states.filter(
        ({ live }) => Number(at(live?.status, 'updatedReplicas') ?? 0) < Number(at(live, 'spec', 'replicas') ?? 1),
      );
      return [
        ...open.map(({ deployment }) => `${describe(deployment)} is not rolled out`),
        ...(await runningProblems(client, stack.namespaces)),
      ];
    },
    { seconds: 90 },
  );
  results.judge(subject, 'everything is rolled out at once within the quota', problems);
}

async function judgeAct({ client, results }: World, subject: string, { name, refusedFor, act }: Act): Promise<void> {
  const answer = await refusalOf(client, act);
  const problems = answer !== undefined && refusedFor.test(answer) ? [] : [answer ?? 'the API server did it'];
  results.judge(subject, `refused: ${name}`, problems);
}
