/**
 * From every stored release to this one, on a cluster where the pools of the old one run: nothing that lasts may be deleted or
 * replaced. Also over the stored state itself, which an older provider wrote.
 */
import * as fs from 'node:fs';
import * as path from 'node:path';
import { runningProblems } from '../checks/pods';
import type { KubeClient } from '../cluster/kube-client';
import { describe } from '../cluster/kube-object';
import { type Example, synthesize } from '../fleets/example';
import { FleetStack } from '../fleets/fleet-stack';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import type { NodePoolFacts } from '../fleets/side-facts';
import { settle } from '../machine/wait';
import type { Options } from '../options';
import { describeChange, type Plan, Terraform, type TerraformDeployment } from '../transports/terraform';
import type { World } from '../world';
import { isLasting, LASTING_KINDS } from './force-new';
import { withRenamedPool } from './renamed-pool';
import { FILES, type StoredStack, storedStacks } from './stored-release';
import { upgradeProblems } from './survival';

const SUBJECT = 'upgrade';

interface Upgrade {
  readonly world: World;
  readonly transport: Terraform;
  readonly stored: StoredStack;
  readonly today: FleetStack;
  readonly folder: string;
}

export async function runUpgrades(world: World, { quick }: Pick<Options, 'quick'>): Promise<void> {
  const all = storedStacks();
  for (const stored of all) {
    const example = await synthesize(stored.example, path.join(world.folder, 'upgrade', stored.version, 'synth'));
    await upgradeTo(world, stored, example, quick && stored !== all.at(-1));
  }
}

/** @param textOnly What both wrote is compared, and nothing deployed */
async function upgradeTo(world: World, stored: StoredStack, example: Example, textOnly: boolean): Promise<void> {
  const { transport, results } = world;
  const today = example.stacks.find(({ name }) => name === stored.name);
  const from = `${stored.example} from ${stored.version}`;
  if (today === undefined) {
    results.judge(SUBJECT, from, [`the stack ${stored.name} is gone`]);
    return;
  }
  const written = upgradeProblems(stored, { json: today.json, manifests: today.manifests() });
  results.judge(SUBJECT, `${from}: names and immutable arguments as they were`, written);
  if (textOnly || !(transport instanceof Terraform) || world.plane === undefined) {
    const reason = textOnly ? 'left out by --quick' : whyNot(world);
    for (const name of Object.keys(STEPS)) results.notRun(SUBJECT, `${from}: ${name}`, reason);
    return;
  }
  const folder = path.join(world.folder, 'upgrade', stored.version, stored.example);
  const upgrade = { world, transport, stored, today, folder };
  await withNodes(world, [...example.nodePools, ...whole(example.nodePools)], () => walk(upgrade, from));
}

/** Cards that are divided today may have been whole when the release was stored. */
const whole = (pools: readonly NodePoolFacts[]): NodePoolFacts[] =>
  pools
    .filter(({ mig, sharing }) => mig !== undefined || sharing !== undefined)
    .map(({ mig: _, sharing: __, ...pool }) => ({ ...pool, name: `${pool.name}-whole` }));

const whyNot = ({ transport }: World): string =>
  transport instanceof Terraform ? 'the cluster was given, and is left alone' : 'Terraform did not run';

type Step = (upgrade: Upgrade) => Promise<{ readonly problems: readonly string[]; readonly note: string }>;

/** One after the other, on the same folder and cluster. */
const STEPS: Readonly<Record<string, Step>> = {
  'a plan over the stored state destroys nothing that lasts': planOverStoredState,
  'the stored release applies': applyStored,
  'a renamed pool would be destroyed, and is seen': planRenamed,
  'the plan of this release destroys nothing that lasts': planUpgrade,
  'after its apply every lasting object is the same, and the next plan is empty': applyUpgrade,
};

async function walk(upgrade: Upgrade, from: string): Promise<void> {
  try {
    for (const [name, step] of Object.entries(STEPS)) {
      const start = Date.now();
      const { problems, note } = await step(upgrade);
      upgrade.world.results.judge(SUBJECT, `${from}: ${name}`, problems, (Date.now() - start) / 1000, note);
    }
  } finally {
    await (await open(upgrade, upgrade.today)).destroy();
  }
}

const open = ({ transport, folder }: Upgrade, stack: FleetStack): Promise<TerraformDeployment> => transport.open(stack, folder);

async function planOverStoredState(upgrade: Upgrade) {
  const apart = { ...upgrade, folder: `${upgrade.folder}-stored` };
  const deployment = await open(apart, upgrade.today);
  fs.writeFileSync(path.join(apart.folder, FILES.state), upgrade.stored.state);
  // The objects of the stored state are in no cluster any more.
  return judged(await deployment.plan(['-refresh=false']));
}

async function applyStored(upgrade: Upgrade) {
  const { world, stored } = upgrade;
  const stack = new FleetStack(stored.name, stored.folder, stored.json, undefined);
  const applied = await (await open(upgrade, stack)).apply();
  await giveSecrets(world.client, stack.manifests());
  const running = await settle(() => runningProblems(world.client, stack.namespaces), { seconds: 60 });
  return {
    problems: [...applied.problems, ...running],
    note: `${(await lastingUids(world.client, stack.namespaces)).size} lasting objects`,
  };
}

async function planRenamed(upgrade: Upgrade) {
  const { stack, pool } = withRenamedPool(upgrade.today);
  const { problems } = judged(await (await open(upgrade, stack)).plan());
  return { problems: problems.length > 0 ? [] : [`${pool} was renamed, and nothing was seen`], note: problems[0] ?? '' };
}

async function planUpgrade(upgrade: Upgrade) {
  return judged(await (await open(upgrade, upgrade.today)).plan());
}

async function applyUpgrade(upgrade: Upgrade) {
  const { world, today } = upgrade;
  const before = await lastingUids(world.client, today.namespaces);
  const deployment = await open(upgrade, today);
  const applied = await deployment.apply();
  await settle(() => runningProblems(world.client, today.namespaces), { seconds: 60 });
  const after = await lastingUids(world.client, today.namespaces);
  const lost = [...before].filter(([name, uid]) => after.get(name) !== uid).map(([name]) => `${name} is another object now, or none`);
  const second = await deployment.secondPlan();
  // Claims of older releases were resources.
  const told = applied.problems.filter((problem) => !problem.includes('Some objects will no longer be managed by Terraform'));
  return { problems: [...told, ...lost, ...second.problems], note: `${before.size} of ${before.size} as before` };
}

function judged({ problems, changes }: Plan): { problems: readonly string[]; note: string } {
  const destroyed = changes.filter(({ type, actions }) => isLasting(type) && actions.includes('delete'));
  const count = (action: string) => changes.filter(({ actions }) => actions.join() === action).length;
  const note = `${count('update')} to update, ${count('create')} to create, ${count('delete')} to delete`;
  return { problems: [...problems, ...destroyed.map(describeChange)], note };
}

/** Kubernetes gives every object its own id: made again, it has another. */
async function lastingUids(client: KubeClient, namespaces: readonly string[]): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { apiVersion, kind } of (await client.resources.all()).filter((resource) => LASTING_KINDS.has(resource.kind))) {
    for (const object of await client.list(apiVersion, kind)) {
      const namespace = kind === 'Namespace' ? object.metadata.name : (object.metadata.namespace ?? '');
      // Helm keeps a record of every revision; old ones go.
      if (!namespaces.includes(namespace) || object.type === 'helm.sh/release.v1') continue;
      found.set(describe(object), object.metadata.uid ?? '');
    }
  }
  return found;
}
