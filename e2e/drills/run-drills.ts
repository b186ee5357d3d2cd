/** Drills need the real program that fails; where it is missing, each is recorded as not run. */
import * as path from 'node:path';
import { inventory, leftovers } from '../checks/inventory';
import type { Example } from '../fleets/example';
import { withNodes } from '../fleets/nodes-of-example';
import type { Options } from '../options';
import { Terraform } from '../transports/terraform';
import type { World } from '../world';
import { CLUSTER_TROUBLE } from './cluster-trouble';
import { type Drill, type Scene, wipe } from './drill';
import { INTERRUPTIONS, KILLED_IN_HELM } from './interrupted';

const SUBJECT = 'drills';
const DRILLS: readonly Drill[] = [...INTERRUPTIONS, KILLED_IN_HELM, ...CLUSTER_TROUBLE];

export async function runDrills(world: World, example: Example, { match, quick }: Pick<Options, 'match' | 'quick'>): Promise<void> {
  const stack = example.stacks.find((candidate) => (candidate.plan?.pools.length ?? 0) > 0);
  const { transport } = world;
  if (!(transport instanceof Terraform) || world.plane === undefined || stack === undefined) {
    const reason = transport instanceof Terraform ? 'the cluster was given, and drills would break it' : 'Terraform did not run';
    for (const { name } of DRILLS) world.results.notRun(SUBJECT, name, reason);
    return;
  }
  const scene: Scene = {
    world,
    stack,
    namespace: stack.namespaces[0] ?? '',
    fresh: (name) => transport.open(stack, path.join(world.folder, 'drills', name)),
  };
  const before = await inventory(world.client);
  for (const drill of DRILLS.filter(({ name }) => name.includes(match))) {
    if (quick && drill.long === true) world.results.notRun(SUBJECT, drill.name, 'left out by --quick');
    else await runDrill(scene, example, drill, before);
  }
}

async function runDrill(scene: Scene, example: Example, drill: Drill, before: ReadonlySet<string>): Promise<void> {
  const start = Date.now();
  const { results, client } = scene.world;
  await withNodes(scene.world, example.nodePools, async () => {
    const outcome = await drill
      .run(scene)
      .catch((error: unknown) => ({ problems: [error instanceof Error ? error.message : String(error)], note: '' }));
    results.judge(SUBJECT, drill.name, outcome.problems, (Date.now() - start) / 1000, outcome.note);
    await scene.world.plane?.processes.endOrphans();
    await wipe(scene);
    // Controllers that lost their API server take up to a minute to find it again.
    const left = await leftovers(client, before, 120);
    if (left.length > 0) results.judge(SUBJECT, `${drill.name}: nothing is left`, left);
  });
}
