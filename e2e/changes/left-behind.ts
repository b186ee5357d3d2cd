/** Stores leave the program by a slip, and come back: their data are the same objects, and the next plan is empty. */
import type { KubeClient } from '../cluster/kube-client';
import { describe } from '../cluster/kube-object';
import type { FleetStack } from '../fleets/fleet-stack';
import { settle } from '../machine/wait';
import type { TerraformDeployment } from '../transports/terraform';
import type { World } from '../world';
import { EMPTIED, GIVEN_UP, SLIPS, type Slip } from './rows/slips';

const KINDS = [
  ['v1', 'PersistentVolumeClaim'],
  ['postgresql.cnpg.io/v1', 'Cluster'],
  ['rabbitmq.com/v1beta1', 'RabbitmqCluster'],
] as const;

/** The stack of the stores, as it is deployed, and as a slip makes it. */
export interface Stores {
  readonly stack: FleetStack;
  readonly open: (stack: FleetStack) => Promise<TerraformDeployment>;
  readonly slipped: (slip: Slip) => Promise<FleetStack>;
}

export async function leaveBehind(world: World, stores: Stores): Promise<void> {
  for (const slip of SLIPS) await slipAndReturn(world, stores, slip);
  await empty(world, stores);
  await giveUp(world, stores);
}

async function slipAndReturn({ client, results }: World, { stack, open, slipped }: Stores, slip: Slip): Promise<void> {
  const judge = (assertion: string, problems: readonly string[], seconds?: number, note = '') =>
    results.judge('changes', `${slip.name}: ${assertion}`, problems, seconds, note);
  const before = await dataIn(client, stack);
  const gone = await (await open(await slipped(slip))).apply();
  // Helm tells what it kept.
  judge('applies', withoutNotes(gone.problems), gone.seconds);
  judge('the data stay', missing(before, await dataIn(client, stack)), undefined, [...before.keys()].join(', '));
  await putBack(judge, open, async () => missing(before, await dataIn(client, stack)), stack);
}

/** The last construct of a namespace goes: the namespace would take the data along. */
async function empty({ client, results }: World, { stack, open, slipped }: Stores): Promise<void> {
  const judge = (assertion: string, problems: readonly string[], seconds?: number, note = '') =>
    results.judge('changes', `${EMPTIED.name}: ${assertion}`, problems, seconds, note);
  const before = await dataIn(client, stack);
  const emptied = await slipped(EMPTIED);
  const namespaces = stack.namespaces.filter((namespace) => !emptied.namespaces.includes(namespace));
  const gone = await (await open(emptied)).apply();
  const refused = (namespace: string) => gone.problems.find((problem) => problem.includes(`namespace ${namespace} holds data`));
  const missed = namespaces.filter((namespace) => refused(namespace) === undefined);
  const said = namespaces.flatMap((namespace) => refused(namespace) ?? []);
  judge('the API server refuses to delete the namespaces', missed.length === 0 ? [] : [...missed, ...gone.problems], gone.seconds, said[0]);
  judge('the data stay', missing(before, await dataIn(client, stack)));
  await putBack(judge, open, async () => missing(before, await dataIn(client, stack)), stack);
}

type Judge = (assertion: string, problems: readonly string[], seconds?: number) => void;

/** What was gone from the program stands in it again. */
async function putBack(judge: Judge, open: Stores['open'], lost: () => Promise<readonly string[]>, stack: Stores['stack']): Promise<void> {
  const returned = await open(stack);
  const back = await returned.apply();
  judge('back in the program, it applies', withoutNotes(back.problems), back.seconds);
  judge('it takes the same data', await lost());
  const second = await returned.secondPlan();
  judge('second plan empty', second.problems, second.seconds);
}

async function giveUp({ client, results }: World, { stack, open, slipped }: Stores): Promise<void> {
  const [unprotected, gone] = GIVEN_UP;
  const claim = 'PersistentVolumeClaim stores/sessions-data';
  const problems: string[] = [];
  for (const step of [unprotected, gone]) problems.push(...withoutNotes((await (await open(await slipped(step))).apply()).problems));
  const stays = await settle(async () => ((await dataIn(client, stack)).has(claim) ? [`${claim} is still there`] : []), { seconds: 60 });
  results.judge('changes', 'without its protection a claim goes with its store', [...problems, ...stays]);
  const back = await (await open(stack)).apply();
  results.judge('changes', 'and the store begins with an empty one', withoutNotes(back.problems), back.seconds);
}

const withoutNotes = (problems: readonly string[]): string[] =>
  problems.filter((problem) => !problem.includes('Helm uninstall returned an information message'));

/** What holds data, by the id that Kubernetes gives each object. What is on its way out is gone. */
async function dataIn(client: KubeClient, { namespaces }: FleetStack): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const [apiVersion, kind] of KINDS) {
    for (const object of await client.list(apiVersion, kind)) {
      const { namespace = '', uid = '', deletionTimestamp } = object.metadata;
      if (namespaces.includes(namespace) && deletionTimestamp === undefined) found.set(describe(object), uid);
    }
  }
  return found;
}

const missing = (before: ReadonlyMap<string, string>, now: ReadonlyMap<string, string>): string[] =>
  [...before].filter(([name, uid]) => now.get(name) !== uid).map(([name]) => `${name} is another object now, or none`);
