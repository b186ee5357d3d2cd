/** Fifty pools and ten fleets: how long the steps of a large stack take, and what they ask of the API server. */
import * as path from 'node:path';
import { inventory, leftovers } from '../checks/inventory';
import { runningProblems } from '../checks/pods';
import { synthesizeFile } from '../fleets/example';
import type { FleetStack } from '../fleets/fleet-stack';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import { settle } from '../machine/wait';
import type { World } from '../world';

const SUBJECT = 'scale';

export async function runScale(world: World): Promise<void> {
  const { client, results } = world;
  if (world.plane === undefined) {
    results.notRun(SUBJECT, 'fifty pools and ten fleets', 'the cluster was given, and is left alone');
    return;
  }
  const start = Date.now();
  const example = await synthesizeFile('scale', path.join(__dirname, 'app', 'main.ts'), path.join(world.folder, 'synth'));
  const stack = example.stacks[0];
  if (stack === undefined) throw new Error(`the large fleet has no stack: ${example.refusal ?? ''}`);
  results.judge(SUBJECT, 'synthesizes', [], (Date.now() - start) / 1000, sizeOf(stack));
  const before = await inventory(client);
  await withNodes(world, example.nodePools, () => deploy(world, stack));
  results.judge(SUBJECT, 'destroy leaves nothing', await leftovers(client, before, 60));
}

async function deploy({ client, results, transport, plane, folder }: World, stack: FleetStack): Promise<void> {
  const deployment = await transport.open(stack, path.join(folder, 'stacks', 'scale'));
  const requests = counter(plane?.audit);
  const applied = await deployment.apply();
  results.judge(SUBJECT, 'applies in one run', applied.problems, applied.seconds, requests());
  await giveSecrets(client, stack.manifests());
  const start = Date.now();
  const running = await settle(() => runningProblems(client, stack.namespaces), { seconds: 180, everySeconds: 2 });
  results.judge(SUBJECT, 'every pod Running', running, (Date.now() - start) / 1000);
  const plan = counter(plane?.audit);
  const second = await deployment.secondPlan();
  results.judge(SUBJECT, 'second plan empty', second.problems, second.seconds, plan());
  const end = counter(plane?.audit);
  const destroyed = await deployment.destroy();
  results.judge(SUBJECT, 'destroy', destroyed.problems, destroyed.seconds, end());
}

/** Requests of Terraform from now until it is asked. */
function counter(audit: NonNullable<World['plane']>['audit'] | undefined): () => string {
  const mark = audit?.mark() ?? 0;
  return () => {
    const requests = audit?.terraformRequestsSince(mark) ?? 0;
    return requests === 0 ? '' : `${requests} API requests`;
  };
}

function sizeOf({ json, plan }: FleetStack): string {
  const resources = Object.values(json.resource ?? {}).reduce((sum, blocks) => sum + Object.keys(blocks).length, 0);
  return `${plan?.pools.length ?? 0} pools, ${plan?.fleets.length ?? 0} fleets: ${resources} resources, ${stackSize(json)} MB of JSON`;
}

const stackSize = (json: unknown): string => (JSON.stringify(json).length / 1e6).toFixed(1);
