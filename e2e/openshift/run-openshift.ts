/** Fleets under the rules of OpenShift: what it admits, what it writes on namespaces, and how KEDA signs in at its Prometheus. */
import * as path from 'node:path';
import { refusalEvents } from '../checks/events';
import { inventory, leftovers } from '../checks/inventory';
import { autoscalerProblems, runningProblems, withoutOperator } from '../checks/pods';
import { acceptanceProblems } from '../checks/view';
import { workloadsOf } from '../checks/workloads';
import type { KubeClient } from '../cluster/kube-client';
import { KubeError } from '../cluster/kube-error';
import { at, describe, type KubeObject, listAt } from '../cluster/kube-object';
import { synthesizeFile } from '../fleets/example';
import type { FleetStack } from '../fleets/fleet-stack';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import { settle, waitFor } from '../machine/wait';
import type { World } from '../world';
import { RANGE_ANNOTATIONS, RESTRICTED_V2 } from './restricted-v2';

const SUBJECT = 'OpenShift';

export async function runOpenShift(world: World): Promise<void> {
  const { client, results } = world;
  if (world.plane === undefined)
    return results.notRun(SUBJECT, 'restricted-v2 admits every pod', 'the cluster was given, and has rules of its own');
  const synth = (name: string) =>
    synthesizeFile(`openshift-${name}`, path.join(__dirname, 'app', `${name}.ts`), path.join(world.folder, 'synth'));
  const [ours, plain] = await Promise.all([synth('main'), synth('plain')]);
  if (ours.refusal !== undefined || plain.refusal !== undefined) throw new Error(`refused: ${ours.refusal ?? plain.refusal ?? ''}`);
  const before = await inventory(client);
  for (const object of RESTRICTED_V2) await client.apply(object);
  try {
    await withNodes(world, ours.nodePools, async () => {
      await policyHolds(world, podsOf(plain.stacks));
      for (const stack of fleetsOf(ours.stacks)) await deploy(world, stack);
    });
  } finally {
    for (const object of RESTRICTED_V2) await client.delete(object);
  }
  results.judge(SUBJECT, 'destroy leaves nothing', await leftovers(client, before, 60));
}

const fleetsOf = (stacks: readonly FleetStack[]): FleetStack[] => stacks.filter((stack) => workloadsOf(stack.manifests()).length > 0);

/** Pods as the controllers would make them. Those of an operator are made by it; where we write a part of them, the part has no image. */
function podsOf(stacks: readonly FleetStack[]): KubeObject[] {
  return fleetsOf(stacks)
    .flatMap((stack) => workloadsOf(stack.manifests()))
    .filter(({ object, podSpec }) => object.kind !== 'Cluster' && listAt(podSpec, 'containers').length > 0)
    .map(({ object, podSpec }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `${object.kind}-${object.metadata.name}`.toLowerCase(), namespace: 'openshift-trial' },
      spec: { ...podSpec, serviceAccountName: 'default' },
    }));
}

/** The policy refuses the same pods where the fleet says nothing of OpenShift: each of them, for its ids. */
async function policyHolds({ client, results }: World, pods: readonly KubeObject[]): Promise<void> {
  const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'openshift-trial' } };
  await client.apply(namespace);
  const account: KubeObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'openshift-trial' } };
  await waitFor('the service account', async () => ((await client.read(account)) === undefined ? undefined : true), { seconds: 30 });
  // The API server reads a policy some moments after it was written.
  const first = pods[0] as KubeObject;
  await waitFor('the admission policy', async () => ((await refusalOf(client, first)) === undefined ? undefined : true), { seconds: 30 });
  const answers = await Promise.all(pods.map(async (pod) => ({ pod, reason: await refusalOf(client, pod) })));
  const admitted = answers.filter(({ reason }) => reason?.includes('restricted-v2: runAsUser') !== true);
  results.judge(
    SUBJECT,
    'without `distribution` every pod is refused for its user',
    admitted.map(({ pod, reason }) => `${describe(pod)}: ${reason ?? 'admitted'}`),
    undefined,
    `${pods.length} pods`,
  );
  await client.delete(namespace);
}

async function refusalOf(client: KubeClient, pod: KubeObject): Promise<string | undefined> {
  try {
    await client.apply(pod, 'e2e', { dryRun: true });
    return undefined;
  } catch (error) {
    if (error instanceof KubeError) return error.message;
    throw error;
  }
}

async function deploy(world: World, stack: FleetStack): Promise<void> {
  const { client, results, transport } = world;
  const subject = `${SUBJECT}/${stack.name}`;
  const deployment = await transport.open(stack, path.join(world.folder, 'stacks', 'openshift', stack.name));
  const applied = await deployment.apply();
  results.judge(subject, 'applies in one run', applied.problems, applied.seconds);
  results.judge(subject, 'no error, no warning of the API server', await acceptanceProblems(client, stack.manifests()));
  for (const namespace of stack.namespaces) await playCluster(client, namespace);
  await giveSecrets(client, stack.manifests());
  const running = await settle(() => runningProblems(client, stack.namespaces), { seconds: 60 });
  const pods = (await Promise.all(stack.namespaces.map((namespace) => client.list('v1', 'Pod', namespace)))).flat();
  const waiting = withoutOperator(stack);
  const note = `${pods.length} pods${waiting.length === 0 ? '' : `; without an operator here: ${waiting.join(', ')}`}`;
  results.judge(subject, 'every pod admitted by restricted-v2', await refusalEvents(client, stack.namespaces), undefined, note);
  results.judge(subject, 'every pod Running', running);
  await judgeSignIn(world, subject, stack);
  const second = await deployment.secondPlan();
  const kept = await annotationProblems(client, stack.namespaces);
  results.judge(
    subject,
    'second plan empty, and the ranges of users stay on the namespaces',
    [...second.problems, ...kept],
    second.seconds,
  );
  const destroyed = await deployment.destroy();
  results.judge(subject, 'destroy', destroyed.problems, destroyed.seconds);
}

/** What the controllers of OpenShift write: the range of users, and the certificate of its services. */
async function playCluster(client: KubeClient, name: string): Promise<void> {
  await client.patch({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, { metadata: { annotations: RANGE_ANNOTATIONS } });
  const certificate: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'openshift-service-ca.crt', namespace: name } };
  const { body } = { body: await client.read({ ...certificate, metadata: { name: 'kube-root-ca.crt', namespace: name } }) };
  await client.apply({ ...certificate, data: { 'service-ca.crt': String(at(body, 'data', 'ca.crt') ?? '') } });
}

/** KEDA finds the token that the cluster put into the Secret, and takes the scaled objects. */
async function judgeSignIn({ client, results }: World, subject: string, stack: FleetStack): Promise<void> {
  const secrets = stack.manifests().filter(({ kind, type }) => kind === 'Secret' && type === 'kubernetes.io/service-account-token');
  // What scales by a queue signs in there, and no server plays it here.
  if (secrets.length === 0) return;
  const problems = await settle(
    async () => {
      const empty: string[] = [];
      for (const secret of secrets)
        if (at(await client.read(secret), 'data', 'token') === undefined) empty.push(`${describe(secret)} has no token`);
      return [...empty, ...(await autoscalerProblems(client, stack))];
    },
    { seconds: 45 },
  );
  results.judge(subject, 'KEDA signs in by a token of the namespace, and scales its pools', problems);
}

async function annotationProblems(client: KubeClient, namespaces: readonly string[]): Promise<string[]> {
  const live = await client.list('v1', 'Namespace');
  return namespaces.flatMap((name) => {
    const annotations = live.find(({ metadata }) => metadata.name === name)?.metadata.annotations ?? {};
    const lost = Object.keys(RANGE_ANNOTATIONS).filter((key) => !(key in annotations));
    return lost.map((key) => `namespace ${name} lost ${key}`);
  });
}
