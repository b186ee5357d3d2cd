/** The broken emitters before the policies of the plan alone: in a namespace without Pod Security, so that nothing else refuses their pods. */
import { workloadsOf } from '../checks/workloads';
import { giveUpNamespace } from '../cluster/kept-namespace';
import type { KubeClient } from '../cluster/kube-client';
import { describe, type KubeObject } from '../cluster/kube-object';
import type { FleetStack } from '../fleets/fleet-stack';
import { waitFor } from '../machine/wait';
import { MUTANTS } from '../mutants/mutants';
import type { World } from '../world';
import { refusalOf } from './forbidden';
import { REFUSED_MUTANTS } from './refused-mutants';

const TRIAL = 'bounds-trial';
const NAMESPACE: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: TRIAL } };
const ACCOUNT: KubeObject = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: TRIAL } };
const STRANGER: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'stranger', namespace: TRIAL },
  spec: { containers: [{ name: 'main', image: 'docker.io/example/stranger:1' }] },
};

export async function judgeMutants({ client, results }: World, subject: string, stack: FleetStack): Promise<void> {
  const policies = policiesFor(stack);
  await client.apply(NAMESPACE);
  for (const policy of policies) await client.apply(policy);
  try {
    await waitFor('the service account', async () => ((await client.read(ACCOUNT)) === undefined ? undefined : true), { seconds: 30 });
    // The API server reads a policy some moments after it was written.
    await waitFor('the policies', async () => ((await refusalOf(client, dryRun(STRANGER))) === undefined ? undefined : true), {
      seconds: 30,
    });
    const pods = podsOf(stack);
    results.judge(
      subject,
      'every unbroken pod is admitted by the policies alone',
      await answersTo(client, pods),
      undefined,
      `${pods.length} pods`,
    );
    for (const [name, says] of Object.entries(REFUSED_MUTANTS)) {
      const answers = await answersTo(client, objectsOf(stack, name));
      const problems = answers.some((answer) => says.test(answer)) ? [] : ['nothing was refused for it', ...answers];
      results.judge(subject, `refused: mutant "${name}"`, problems);
    }
  } finally {
    await giveUpNamespace(client, TRIAL);
    for (const policy of policies) await client.delete(policy);
    await client.delete(NAMESPACE);
  }
}

/** The policies of the stack, for the namespace of the trial. */
function policiesFor(stack: FleetStack): KubeObject[] {
  const [namespace = ''] = stack.namespaces;
  const policies = stack.manifests().filter(({ kind }) => kind.startsWith('ValidatingAdmissionPolicy'));
  return policies.map((policy) =>
    JSON.parse(JSON.stringify(policy).replaceAll(new RegExp(`(?<=")${namespace}(?=")|(?<=agent-fleet-)${namespace}(?=-)`, 'g'), TRIAL)),
  );
}

/** What a broken emitter changes: its pods and its namespace in the trial, other objects where they are. */
function objectsOf(stack: FleetStack, name: string): KubeObject[] {
  const mutant = MUTANTS.find((one) => one.name === name);
  if (mutant === undefined) throw new Error(`there is no mutant "${name}"`);
  const broken = stack.changed(mutant.breaks);
  const before = new Set(stack.manifests().map((object) => JSON.stringify(object)));
  const changed = broken.manifests().filter((object) => !before.has(JSON.stringify(object)));
  const namespaces = changed.filter(({ kind }) => kind === 'Namespace');
  const others = changed.filter((object) => object.kind !== 'Namespace' && workloadsOf([object]).length === 0);
  return [...namespaces.map((object) => ({ ...object, metadata: { ...object.metadata, name: TRIAL } })), ...podsOf(broken), ...others];
}

/** Pods as the controllers would make them. Those of an operator are made by it. */
function podsOf(stack: FleetStack): KubeObject[] {
  return workloadsOf(stack.manifests())
    .filter(({ object }) => object.kind !== 'Cluster')
    .map(({ object, podSpec, labels }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `${object.kind}-${object.metadata.name}`.toLowerCase(), namespace: TRIAL, labels },
      spec: { ...podSpec, serviceAccountName: 'default' },
    }));
}

async function answersTo(client: KubeClient, objects: readonly KubeObject[]): Promise<string[]> {
  const answers: string[] = [];
  for (const object of objects) {
    const answer = await refusalOf(client, dryRun(object));
    if (answer !== undefined) answers.push(`${describe(object)}: ${answer}`);
  }
  return answers;
}

const dryRun =
  (object: KubeObject) =>
  (client: KubeClient): Promise<unknown> =>
    object.kind === 'Pod' ? created(client, object) : client.apply(object, 'e2e', { dryRun: true, force: true });

/** As controllers do, which do not merge. */
async function created(client: KubeClient, object: KubeObject): Promise<unknown> {
  const path = await client.resources.collection(object.apiVersion, object.kind, object.metadata.namespace);
  return client.request('POST', `${path}?dryRun=All`, { body: object });
}
