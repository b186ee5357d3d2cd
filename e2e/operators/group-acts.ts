/** Replicas on two nodes under the real controller of LeaderWorkerSet. */
import { at, listAt } from '../cluster/kube-object';
import { waitFor } from '../machine/wait';
import { type Act, fail, type Stage } from './act';
import { addressesOf, type MadePod, podsWith, sameSet } from './pods-of-operators';

export const GROUPED = 'grouped';
const POOL = 'giant';
const SET = `${POOL}-nodes`;
const GROUP = 'leaderworkerset.sigs.k8s.io/group-index';
const RANK = 'leaderworkerset.sigs.k8s.io/worker-index';
const NODES = 2;

export const GROUP_ACTS: readonly Act[] = [
  {
    name: 'LeaderWorkerSet: two groups of a leader and a worker, each pod on a GPU node of its own, all admitted',
    act: (stage) => groups(stage, 2),
  },
  { name: 'LeaderWorkerSet: each rank is told its leader before it uses the address', act: leaderIsTold },
  { name: 'LeaderWorkerSet: the Service of the pool leads to the leaders alone', act: serviceLeads },
  { name: 'LeaderWorkerSet: a worker is lost, and its group starts anew as one', act: groupStartsAnew },
  { name: 'LeaderWorkerSet: an autoscaler asks for one replica more, and a whole group comes', act: oneGroupMore },
];

const pods = ({ world }: Stage): Promise<MadePod[]> => podsWith(world.client, GROUPED, { 'leaderworkerset.sigs.k8s.io/name': SET });

async function groups(stage: Stage, count: number): Promise<string> {
  let seen = '';
  await waitFor(
    `${count} groups`,
    async () => {
      const all = await pods(stage);
      seen = all.map(({ name, node, ready }) => `${name} on ${node ?? 'no node'}${ready ? '' : ' (not ready)'}`).join(', ');
      const places = new Set(all.map(({ node }) => node));
      const right = all.length === NODES * count && all.every(({ onGpu, ready }) => onGpu && ready) && places.size === all.length;
      return right ? true : undefined;
    },
    { seconds: 180, everySeconds: 1 },
  ).catch((error: unknown) => fail(error, seen));
  return seen;
}

/** A variable that stands after its use in a command is no variable to Kubernetes. */
async function leaderIsTold(stage: Stage): Promise<string> {
  const told = (await pods(stage)).map((pod) => {
    const [container] = listAt(pod.object.spec, 'containers');
    const address = listAt(container, 'env').find((variable) => at(variable, 'name') === 'LWS_LEADER_ADDRESS');
    return { pod, address: String(at(address, 'value') ?? ''), text: JSON.stringify([at(container, 'command'), at(container, 'args')]) };
  });
  for (const { pod, address, text } of told) {
    const expected = `${SET}-${pod.labels[GROUP]}.${SET}.${GROUPED}`;
    if (address !== expected) throw new Error(`${pod.name} is told ${address || 'nothing'}, expected ${expected}`);
    if (!text.includes('LWS_LEADER_ADDRESS')) throw new Error(`${pod.name} does not use its leader: ${text}`);
  }
  return [...new Set(told.map(({ address }) => address))].join(', ');
}

async function serviceLeads(stage: Stage): Promise<string> {
  const leaders = (await pods(stage)).filter(({ labels }) => labels[RANK] === '0').map(({ ip }) => ip);
  let seen: readonly string[] = [];
  await waitFor(
    'a Service to the leaders',
    async () => {
      seen = await addressesOf(stage.world.client, GROUPED, POOL);
      return leaders.length > 0 && sameSet(seen, leaders) ? true : undefined;
    },
    { seconds: 60, everySeconds: 1 },
  ).catch((error: unknown) => fail(error, `${seen.join(', ')}; leaders: ${leaders.join(', ')}`));
  return `${leaders.length} addresses`;
}

async function groupStartsAnew(stage: Stage): Promise<string> {
  const before = await pods(stage);
  const uids = (list: readonly MadePod[], group: string) => list.filter(({ labels }) => labels[GROUP] === group).map(({ uid }) => uid);
  const worker = before.find(({ labels }) => labels[GROUP] === '1' && labels[RANK] !== '0');
  if (worker === undefined) throw new Error('there is no worker');
  await stage.world.client.delete(worker.object);
  let seen = '';
  await waitFor(
    'a new group',
    async () => {
      const now = await pods(stage);
      seen = now.map(({ name, ready }) => `${name}${ready ? '' : ' (not ready)'}`).join(', ');
      const old = new Set(uids(before, '1'));
      const again = uids(now, '1');
      const right = again.length === NODES && again.every((uid) => !old.has(uid)) && now.every(({ ready }) => ready);
      return right ? true : undefined;
    },
    { seconds: 120, everySeconds: 1 },
  ).catch((error: unknown) => fail(error, seen));
  if (!sameSet(uids(await pods(stage), '0'), uids(before, '0'))) throw new Error('the other group was started anew, too');
  return `${worker.name} deleted`;
}

async function oneGroupMore(stage: Stage): Promise<string> {
  const target = { apiVersion: 'leaderworkerset.x-k8s.io/v1', kind: 'LeaderWorkerSet', metadata: { name: SET, namespace: GROUPED } };
  await stage.world.client.patch(target, { spec: { replicas: 3 } }, '/scale');
  return groups(stage, 3);
}
