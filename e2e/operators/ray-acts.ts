/** A pool of Ray Serve under the real KubeRay. */
import { rayServeAdapter } from '../../lib/inference/engines/ray-serve/adapter';
import { at, isRecord, listAt } from '../cluster/kube-object';
import { waitFor } from '../machine/wait';
import { type Act, fail, type Stage } from './act';
import { addressesOf, type MadePod, podsWith, sameSet } from './pods-of-operators';

const NAMESPACE = 'on-ray';
const POOL = 'house';
const REPLICAS = 2;
const TARGET = { apiVersion: 'ray.io/v1', kind: 'RayService', metadata: { name: POOL, namespace: NAMESPACE } };

export const RAY_ACTS: readonly Act[] = [
  { name: 'KubeRay: a head on a CPU node, a worker on a GPU for each replica, all admitted by the quota and the policies', act: podsCome },
  { name: 'KubeRay: the head is told the application of the pool, and asked by the way that the network opens', act: applicationIsTold },
  { name: 'KubeRay: the Service of the pool leads to the workers alone, and so does the one for sessions', act: serviceLeads },
  { name: 'KubeRay: a worker may be drained, and not a second one before the first is back', act: oneIsDrained },
  { name: 'KubeRay: another image: a second Ray cluster beside the first, within the quota; then the first one goes', act: rollsOut },
];

const ofType = ({ world }: Stage, type: 'head' | 'worker', cluster?: string): Promise<MadePod[]> =>
  podsWith(world.client, NAMESPACE, { 'ray.io/node-type': type, ...(cluster === undefined ? {} : { 'ray.io/cluster': cluster }) });

async function podsCome(stage: Stage): Promise<string> {
  let seen = '';
  await waitFor(
    'a head and two workers',
    async () => {
      const [heads, workers] = await Promise.all([ofType(stage, 'head'), ofType(stage, 'worker')]);
      const shown = (pods: readonly MadePod[]) =>
        pods.map(({ node, ready }) => `${node ?? 'no node'}${ready ? '' : ' (not ready)'}`).join(', ');
      seen = `heads: ${shown(heads)}; workers: ${shown(workers)}`;
      const right =
        heads.length === 1 && workers.length === REPLICAS && [...heads, ...workers].every(({ node, ready }) => ready && node !== undefined);
      return right ? true : undefined;
    },
    { seconds: 120, everySeconds: 1 },
  ).catch((error: unknown) => fail(error, seen));
  const [[head], workers] = await Promise.all([ofType(stage, 'head'), ofType(stage, 'worker')]);
  if (head?.onGpu !== false) throw new Error(`the head is on ${head?.node}, which has GPUs`);
  const elsewhere = workers.filter(({ onGpu }) => !onGpu);
  if (elsewhere.length > 0) throw new Error(`on nodes without GPUs: ${elsewhere.map(({ name }) => name).join(', ')}`);
  const named = new RegExp(`^${rayServeAdapter.operated?.podPattern(POOL)}$`);
  const strange = [...workers.filter(({ name }) => !named.test(name)), ...(named.test(head.name) ? [head] : [])];
  if (strange.length > 0) throw new Error(`${named.source} is wrong of ${strange.map(({ name }) => name).join(', ')}`);
  const initial = workers.flatMap(({ object }) => listAt(object.spec, 'initContainers').map((container) => String(at(container, 'name'))));
  return `${seen}; added by the operator: ${[...new Set(initial)].join(', ')}`;
}

/** The application is the one of our object, under the address that the operator makes itself. */
async function applicationIsTold({ world, ray }: Stage): Promise<string> {
  const told = await waitFor('an application', async () => ray.told.get([...ray.told.keys()][0] ?? '')?.[0], { seconds: 90 });
  const object = await world.client.read(TARGET);
  const written = String(at(object?.spec, 'serveConfigV2'));
  const [config] = listAt(at(told, 'args'), 'llm_configs');
  const model = String(at(config, 'model_loading_config', 'model_id'));
  if (!written.includes(model) || at(config, 'deployment_config', 'num_replicas') !== REPLICAS) throw new Error(JSON.stringify(told));
  if (ray.strange.size > 0) throw new Error(`also asked for: ${[...ray.strange].join(', ')}`);
  return `${[...ray.told.keys()].join(', ')}: ${model}, ${REPLICAS} replicas`;
}

async function serviceLeads(stage: Stage): Promise<string> {
  const workers = await ofType(stage, 'worker');
  return leadTo(stage, workers);
}

async function leadTo({ world, ray }: Stage, workers: readonly MadePod[]): Promise<string> {
  const ips = workers.map(({ ip }) => ip);
  let seen = '';
  await waitFor(
    'Services to the workers',
    async () => {
      const [service, replicas] = await Promise.all([POOL, `${POOL}-replicas`].map((name) => addressesOf(world.client, NAMESPACE, name)));
      seen = `${POOL}: ${service?.join(', ')}; ${POOL}-replicas: ${replicas?.join(', ')}; workers: ${ips.join(', ')}`;
      return sameSet(service ?? [], ips) && sameSet(replicas ?? [], ips) ? true : undefined;
    },
    { seconds: 120, everySeconds: 1 },
  ).catch((error: unknown) => fail(error, seen));
  if (ray.strange.size > 0) throw new Error(`asked for, besides: ${[...ray.strange].join(', ')}`);
  return `${ips.length} addresses`;
}

/** As `kubectl drain` asks. */
async function oneIsDrained(stage: Stage): Promise<string> {
  const [first, second] = await ofType(stage, 'worker');
  if (first === undefined || second === undefined) throw new Error('there are no two workers');
  const { client } = stage.world;
  const budget = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: POOL, namespace: NAMESPACE } };
  const allowed = async () => Number(at((await client.read(budget))?.status, 'disruptionsAllowed'));
  await waitFor('a budget of one', async () => ((await allowed()) === 1 ? true : undefined), { seconds: 30 });
  await evict(stage, first);
  const refusal = await evict(stage, second).then(
    () => undefined,
    (error: unknown) => String(error),
  );
  if (refusal?.includes('disruption budget') !== true) throw new Error(`the second eviction: ${refusal ?? 'allowed'}`);
  await waitFor('its successor', async () => ((await allowed()) === 1 ? true : undefined), { seconds: 60 });
  return `${first.name} evicted`;
}

async function evict({ world: { client } }: Stage, { name, object }: MadePod): Promise<void> {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace: NAMESPACE } };
  await client.request('POST', `${await client.resources.pathOf(object)}/eviction`, { body });
}

/** As the next apply would write it. */
async function rollsOut(stage: Stage): Promise<string> {
  const { client } = stage.world;
  const before = clusterOf(await ofType(stage, 'worker'));
  const live = await client.read(TARGET);
  const rayClusterConfig = withImages(at(live?.spec, 'rayClusterConfig'));
  await client.patch(TARGET, { spec: { rayClusterConfig } });
  let most = 0;
  const workers = await waitFor(
    'the second cluster alone',
    async () => {
      const all = await ofType(stage, 'worker');
      most = Math.max(most, all.length);
      const next = all.filter(({ labels, ready }) => labels['ray.io/cluster'] !== before && ready);
      return next.length === REPLICAS && all.length === REPLICAS ? next : undefined;
    },
    { seconds: 240, everySeconds: 1 },
  );
  await leadTo(stage, workers);
  if (most !== 2 * REPLICAS) throw new Error(`${most} workers at most, expected both clusters side by side`);
  return `${most} workers at most`;
}

const clusterOf = ([pod]: readonly MadePod[]): string => pod?.labels['ray.io/cluster'] ?? '';

/** Another digest of the same repository, which the policies take. */
function withImages(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withImages);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'image' ? `${String(inner).split('@')[0]}@sha256:${'0'.repeat(64)}` : withImages(inner),
    ]),
  );
}
