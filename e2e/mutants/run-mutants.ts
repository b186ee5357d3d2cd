/** Every mutant must be caught by the assertion that names it. They go through the Kubernetes view, which every machine can apply. */
import { deadEdges } from '../checks/edges';
import { refusalEvents } from '../checks/events';
import { checkNetwork } from '../checks/network';
import { checkOrder } from '../checks/order';
import { floorProblems, namespaceProblems, placementProblems, runningProblems } from '../checks/pods';
import { checkSecrets } from '../checks/secrets';
import { acceptanceProblems } from '../checks/view';
import { checkWiring } from '../checks/wiring';
import { ASSERTIONS, type AssertionId } from '../deploy-example';
import type { Example } from '../fleets/example';
import type { FleetStack } from '../fleets/fleet-stack';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import { settle } from '../machine/wait';
import { ServerSideApply } from '../transports/server-side-apply';
import type { Deployment } from '../transports/transport';
import type { World } from '../world';
import { MUTANTS, type Mutant } from './mutants';

const WRITTEN: Partial<Record<AssertionId, (stack: FleetStack) => string[]>> = {
  order: (stack) => checkOrder(stack.json),
  secrets: (stack) => checkSecrets(stack.manifests()),
  wiring: (stack) => checkWiring(stack.manifests()),
  network: (stack) => [...checkNetwork(stack.manifests()), ...deadEdges(stack.manifests())],
};

type LiveProbe = (world: World, deployment: Deployment) => Promise<readonly string[]>;

const LIVE: Partial<Record<AssertionId, LiveProbe>> = {
  accepted: ({ client }, { stack }) => acceptanceProblems(client, stack.manifests()),
  security: ({ client }, { stack }) => namespaceProblems(client, stack),
  admitted: ({ client }, { stack }) => refusalEvents(client, stack.namespaces),
  running: async ({ client }, { stack }) => settle(() => runningProblems(client, stack.namespaces), { seconds: 10 }),
  placed: async ({ client }, { stack }) => {
    await settle(() => runningProblems(client, stack.namespaces), { seconds: 15 });
    return placementProblems(client, stack);
  },
  unchanged: async ({ client }, deployment) => {
    await settle(() => floorProblems(client, deployment.stack), { seconds: 30 });
    return (await deployment.secondPlan()).problems;
  },
};

export async function runMutants(world: World, example: Example): Promise<void> {
  const stack = example.stacks.find((candidate) => (candidate.plan?.fleets.length ?? 0) > 0);
  if (stack === undefined) throw new Error(`example ${example.name} has no fleet to break`);
  let caught = 0;
  await withNodes(world, example.nodePools, async () => {
    await judgeControl(world, stack);
    for (const mutant of MUTANTS) if (await isCaught(world, stack, mutant)) caught += 1;
  });
  world.results.judge(
    'mutants',
    'all caught',
    caught === MUTANTS.length ? [] : [`${caught} of ${MUTANTS.length}`],
    undefined,
    `${caught} of ${MUTANTS.length}`,
  );
}

async function isCaught(world: World, stack: FleetStack, mutant: Mutant): Promise<boolean> {
  const start = Date.now();
  const broken = stack.changed(mutant.breaks);
  const problems = WRITTEN[mutant.caughtBy]?.(broken) ?? (await deployBroken(world, broken, mutant));
  const missed = problems.length === 0 ? [`not caught by "${ASSERTIONS[mutant.caughtBy]}"`] : [];
  return world.results.judge(
    'mutants',
    mutant.name,
    missed,
    (Date.now() - start) / 1000,
    `${ASSERTIONS[mutant.caughtBy]}: ${problems[0]?.slice(0, 160) ?? ''}`,
  );
}

/** The same questions about the unbroken stack find nothing; otherwise a mutant that is caught would mean nothing. */
async function judgeControl(world: World, stack: FleetStack): Promise<void> {
  const written = Object.values(WRITTEN).flatMap((ask) => ask(stack));
  const deployment = await new ServerSideApply(world.client).open(stack);
  const applied = await deployment.apply();
  await giveSecrets(world.client, stack.manifests());
  const live: string[] = [];
  await settle(() => runningProblems(world.client, stack.namespaces), { seconds: 45 });
  for (const ask of Object.values(LIVE)) live.push(...(await ask(world, deployment)));
  await deployment.destroy();
  world.results.judge('mutants', 'the unbroken fleet raises no alarm', [...written, ...applied.problems, ...live]);
}

async function deployBroken(world: World, stack: FleetStack, { caughtBy, says }: Mutant): Promise<readonly string[]> {
  const deployment = await new ServerSideApply(world.client).open(stack);
  try {
    const applied = await deployment.apply();
    if (caughtBy === 'applies') return applied.problems;
    await giveSecrets(world.client, stack.manifests());
    return await untilFound(says, () => LIVE[caughtBy]?.(world, deployment) ?? Promise.resolve([]));
  } finally {
    await deployment.destroy();
  }
}

/** Controllers need a moment to complain. */
async function untilFound(says: RegExp, ask: () => Promise<readonly string[]>): Promise<readonly string[]> {
  let found: readonly string[] = [];
  await settle(
    async () => {
      found = await ask();
      return found.some((problem) => says.test(problem)) ? [] : ['nothing found yet'];
    },
    { seconds: 30, everySeconds: 0.5 },
  );
  return found;
}
