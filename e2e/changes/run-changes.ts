/**
 * The change matrix on the cluster: the fleet of `app/` is deployed, changed in one apply, and planned again; then each change that would
 * delete data is planned over the stores, and must be refused, and each slip must leave the data where they are.
 */
import * as path from 'node:path';
import { runningProblems } from '../checks/pods';
import { type Example, synthesizeFile } from '../fleets/example';
import type { FleetStack } from '../fleets/fleet-stack';
import { giveSecrets } from '../fleets/given-secrets';
import { withNodes } from '../fleets/nodes-of-example';
import type { NodePoolFacts } from '../fleets/side-facts';
import { settle } from '../machine/wait';
import type { Options } from '../options';
import { Terraform, type TerraformDeployment } from '../transports/terraform';
import type { World } from '../world';
import { heldState, lostState } from './held-state';
import { leaveBehind } from './left-behind';
import { REFUSALS, type Refusal } from './rows/refusals';
import { SLIPS } from './rows/slips';

const SUBJECT = 'changes';
const SIDE_VARIABLE = 'AGENT_FLEET_CHANGE';
/** An apply that waits for pods would take as long as models load; none may. To replace all of a large fleet takes longer than that. */
const APPLY_SECONDS = 300;
const APPLY_SECONDS_PER_OBJECT = 0.4;

/** Stacks that change from one side to the other; the one of the operators with stand-ins for their charts. */
const FLEETS = ['changes', 'agents', 'cluster', 'platform'] as const;

/** Secrets of rows that replace a generated one by an existing one, or whose owner goes or moves: given up on purpose. */
const GIVEN_UP = [
  'sessions-password-auth',
  'sessions-metrics-password-metrics',
  'sessions-clients-client-of-sessions',
  'sessions-client-queue-name',
  'sessions-client-queue-store',
  'sessions-client-worker-store',
  'state-database-goes',
  'state-database-of-password-935fbe51',
  'vectors-api-key-auth',
  'router-master-key-master-key',
  'fleet-router-router-master-key',
  'fleet-namespace-router-master-key',
  'router-client-keys-key-router-client-keys-agents',
  'fleet-router-router-key-fleet-router-agents',
  'fleet-namespace-router-key-fleet-namespace-agents',
  'router-key-fleet-name-agents',
];

/** @param match Part of the names of the stacks to change; all when it is empty */
export async function runChanges(world: World, { match }: Pick<Options, 'match'>): Promise<void> {
  if (world.plane === undefined) {
    world.results.notRun(SUBJECT, 'every change', 'the cluster was given, and is left alone');
    return;
  }
  const before = await side(world, 'before');
  const after = await side(world, 'after');
  await withNodes(world, nodesOf(before, after), async () => {
    for (const name of FLEETS.filter((fleet) => fleet.includes(match)))
      await changeFleet(world, deployable(world, stackOf(before, name)), deployable(world, stackOf(after, name)));
    if ('stores'.includes(match)) await refuse(world, deployable(world, stackOf(before, 'stores')));
  });
}

function deployable({ transport }: World, stack: FleetStack): FleetStack {
  return transport instanceof Terraform ? stack.withStandIns() : stack;
}

/** Nodes of both sides: with a change of a node pool the new nodes come before the old ones go. */
function nodesOf(before: Example, after: Example): NodePoolFacts[] {
  const same = new Set(before.nodePools.map((pool) => JSON.stringify(pool)));
  const others = after.nodePools.filter((pool) => !same.has(JSON.stringify(pool)));
  return [...before.nodePools, ...others.map((pool) => ({ ...pool, name: `after-${pool.name}`.toLowerCase() }))];
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
  const judge = (assertion: string, problems: readonly string[], seconds?: number, note = '') =>
    results.judge(SUBJECT, `${before.name}: ${assertion}`, problems, seconds, note);
  const place = path.join(folder, 'stacks', `changes-${before.name}`);
  const first = await transport.open(before, place);
  const applied = await first.apply();
  await giveSecrets(client, before.manifests());
  judge('the fleet applies', applied.problems, applied.seconds, `${before.manifests().length} objects`);
  judge('its pods run', await pods(world, before));
  const held = await heldState(client, before.namespaces);
  const second = await transport.open(after, place);
  const changed = await second.apply();
  const allowed = Math.max(APPLY_SECONDS, before.manifests().length * APPLY_SECONDS_PER_OBJECT);
  const late = changed.seconds > allowed ? [`took ${changed.seconds.toFixed(0)} s`] : [];
  judge('every change of every prop, in one apply that ends', [...changed.problems, ...late], changed.seconds);
  await giveSecrets(client, after.manifests());
  judge('pods come back', await pods(world, after));
  const plan = await second.secondPlan();
  judge('second plan empty', plan.problems, plan.seconds);
  judge(
    'what holds state is the same object',
    await lostState(client, after.namespaces, held, GIVEN_UP),
    undefined,
    `${held.size} objects`,
  );
  const destroyed = await second.destroy();
  judge('destroy', destroyed.problems, destroyed.seconds);
}

const pods = ({ client }: World, { namespaces }: FleetStack): Promise<readonly string[]> =>
  settle(() => runningProblems(client, namespaces), { seconds: 120 });

async function refuse(world: World, stores: FleetStack): Promise<void> {
  const { results, transport, folder } = world;
  results.judge(SUBJECT, 'findings of the fleet name every change that is refused', unnamed(stores));
  if (!(transport instanceof Terraform)) {
    for (const { name } of [...REFUSALS, ...SLIPS]) results.notRun(SUBJECT, `${name} is refused or harmless`, 'Terraform did not run');
    return;
  }
  const place = path.join(folder, 'stacks', 'stores');
  const deployed = await transport.open(stores, place);
  const applied = await deployed.apply();
  results.judge(SUBJECT, 'the stores apply', applied.problems, applied.seconds);
  for (const refusal of REFUSALS)
    await judgeRefusal(world, refusal, await transport.open(deployable(world, stackOf(await side(world, refusal.name), 'stores')), place));
  const whole = await (await transport.open(stores, place)).apply();
  results.judge(SUBJECT, 'after them the stores are as before', whole.problems, whole.seconds);
  await leaveBehind(world, {
    stack: stores,
    open: (stack) => transport.open(stack, place),
    slipped: async ({ name }) => deployable(world, stackOf(await side(world, name), 'stores')),
  });
  const destroyed = await (await transport.open(stores, place)).destroy();
  results.judge(SUBJECT, 'stores are destroyed once their protection is off', destroyed.problems, destroyed.seconds);
}

async function judgeRefusal({ results }: World, { name, by }: Refusal, changed: TerraformDeployment): Promise<void> {
  const { problems, seconds } = by === undefined ? await changed.plan() : await changed.apply();
  const named = problems.find((problem) => problem.includes(by === undefined ? 'prevent_destroy' : 'does not shrink'));
  results.judge(SUBJECT, `${name} is refused`, named === undefined ? [`not refused: ${problems.join(' | ')}`] : [], seconds, named);
}

/** Props that no finding names, of those whose change is refused. */
function unnamed({ plan }: FleetStack): string[] {
  const messages = (plan?.findings ?? []).map(({ path: at, message }) => `${at} ${message}`);
  return REFUSALS.filter(
    ({ store, prop }) => !messages.some((message) => message.startsWith(`stores/${store} `) && message.includes(prop)),
  ).map(({ name }) => `${name}: no finding of the fleet names it`);
}
