/**
 * The change matrix on the cluster: the fleet of `app/` is deployed, changed in one apply, and planned again; then each change that would
 * delete data is planned over two stores, and must be refused.
 */
import * as path from 'node:path';
import { runningProblems } from '../checks/pods';
import type { KubeClient } from '../cluster/kube-client';
import { describe } from '../cluster/kube-object';
import { type Example, synthesizeFile } from '../fleets/example';
import type { FleetStack } from '../fleets/fleet-stack';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import { settle } from '../machine/wait';
import { Terraform } from '../transports/terraform';
import type { World } from '../world';
import { REFUSALS } from './rows';

const SUBJECT = 'changes';
const SIDE_VARIABLE = 'AGENT_FLEET_CHANGE';
/** An apply that waits for pods would take as long as models load; none may. */
const APPLY_SECONDS = 300;

export async function runChanges(world: World): Promise<void> {
  if (world.plane === undefined) {
    world.results.notRun(SUBJECT, 'every change', 'the cluster was given, and is left alone');
    return;
  }
  const before = await side(world, 'before');
  const after = await side(world, 'after');
  await withNodes(world, before.nodePools, async () => {
    await changeFleet(world, stackOf(before, 'changes'), stackOf(after, 'changes'));
    await refuse(world, stackOf(before, 'stores'));
  });
}

/** The app reads which side it is. */
async function side(world: World, name: string): Promise<Example> {
  process.env[SIDE_VARIABLE] = name;
  try {
    return await synthesizeFile(name.replaceAll(' ', '-'), path.join(__dirname, 'app', 'main.ts'), path.join(world.folder, 'changes'));
  } finally {
    delete process.env[SIDE_VARIABLE];
  }
}

function stackOf(example: Example, name: string): FleetStack {
  const stack = example.stacks.find((candidate) => candidate.name === name);
  if (stack === undefined) throw new Error(`the fleet of the change matrix has no stack ${name}: ${example.refusal ?? ''}`);
  return stack;
}

async function changeFleet(world: World, before: FleetStack, after: FleetStack): Promise<void> {
  const { client, results, transport, folder } = world;
  const place = path.join(folder, 'stacks', 'changes');
  const first = await transport.open(before, place);
  const applied = await first.apply();
  await giveSecrets(client, before.manifests());
  results.judge(SUBJECT, 'the fleet applies', applied.problems, applied.seconds, `${before.plan?.pools.length ?? 0} pools`);
  results.judge(SUBJECT, 'its pods run', await settle(() => runningProblems(client, before.namespaces), { seconds: 120 }));
  const held = await heldState(client, before.namespaces);
  const second = await transport.open(after, place);
  const changed = await second.apply();
  const late = changed.seconds > APPLY_SECONDS ? [`took ${changed.seconds.toFixed(0)} s`] : [];
  results.judge(SUBJECT, 'every change of every prop, in one apply that ends', [...changed.problems, ...late], changed.seconds);
  await giveSecrets(client, after.manifests());
  results.judge(SUBJECT, 'pods come back', await settle(() => runningProblems(client, after.namespaces), { seconds: 120 }));
  const plan = await second.secondPlan();
  results.judge(SUBJECT, 'second plan empty', plan.problems, plan.seconds);
  results.judge(
    SUBJECT,
    'what holds state is the same object',
    await lostState(client, after.namespaces, held),
    undefined,
    `${held.size} objects`,
  );
  const destroyed = await second.destroy();
  results.judge(SUBJECT, 'destroy', destroyed.problems, destroyed.seconds);
}

async function refuse(world: World, stores: FleetStack): Promise<void> {
  const { results, transport, folder } = world;
  if (!(transport instanceof Terraform)) {
    for (const { name } of REFUSALS) results.notRun(SUBJECT, `${name} is refused`, 'Terraform did not run');
    return;
  }
  const place = path.join(folder, 'stacks', 'stores');
  const deployed = await transport.open(stores, place);
  const applied = await deployed.apply();
  results.judge(SUBJECT, 'two stores apply', applied.problems, applied.seconds);
  for (const { name } of REFUSALS) {
    const changed = await transport.open(stackOf(await side(world, name), 'stores'), place);
    const { problems, seconds, changes } = await changed.plan();
    const named = problems.find((problem) => problem.includes('prevent_destroy'));
    results.judge(
      SUBJECT,
      `${name} is refused`,
      named === undefined ? [`not refused: ${changes.length} changes planned. ${problems.join(' | ')}`] : [],
      seconds,
      named,
    );
  }
  const destroyed = await (await transport.open(stores, place)).destroy();
  results.judge(SUBJECT, 'stores are destroyed once their protection is off', destroyed.problems, destroyed.seconds);
}

/** Claims of stores, databases and generated passwords, by the id that Kubernetes gives each object. */
async function heldState(client: KubeClient, namespaces: readonly string[]): Promise<Map<string, string>> {
  const kinds = [
    ['v1', 'PersistentVolumeClaim'],
    ['postgresql.cnpg.io/v1', 'Cluster'],
    ['external-secrets.io/v1', 'ExternalSecret'],
  ] as const;
  const found = new Map<string, string>();
  for (const [apiVersion, kind] of kinds) {
    for (const object of await client.list(apiVersion, kind)) {
      const weights = object.metadata.labels?.['app.kubernetes.io/component'] === 'inference';
      if (!weights && namespaces.includes(object.metadata.namespace ?? '')) found.set(describe(object), object.metadata.uid ?? '');
    }
  }
  return found;
}

async function lostState(client: KubeClient, namespaces: readonly string[], held: ReadonlyMap<string, string>): Promise<string[]> {
  const now = await heldState(client, namespaces);
  // A password that was replaced by one of somebody else is given up on purpose.
  return [...held]
    .filter(([name, uid]) => now.get(name) !== uid && !name.includes('sessions-password'))
    .map(([name]) => `${name} is another object now, or none`);
}
