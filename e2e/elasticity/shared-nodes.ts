/** A batch and a pool for users on the same nodes, under the real scheduler: who keeps a node when one is lost. */
import type { KubeClient } from '../cluster/kube-client';
import { at } from '../cluster/kube-object';
import { hasCondition } from '../control-plane/crds';
import type { Example } from '../fleets/example';
import { fakeNodes } from '../fleets/fake-nodes';
import { waitFor } from '../machine/wait';

export interface SharedNodes {
  readonly client: KubeClient;
  readonly example: Example;
  readonly namespace: string;
}

const USERS = 'answers';
const BATCH = 'digests';

interface Placed {
  readonly uid: string;
  readonly node: string | undefined;
  readonly ready: boolean;
}

async function podsOf({ client, namespace }: SharedNodes, name: string): Promise<Placed[]> {
  const pods = await client.list('v1', 'Pod', namespace);
  return pods
    .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === name)
    .map((pod) => {
      const node = at(pod.spec, 'nodeName');
      return {
        uid: String(at(pod, 'metadata', 'uid')),
        node: typeof node === 'string' ? node : undefined,
        ready: hasCondition(pod, 'Ready'),
      };
    });
}

/** Pods of both; undefined until so many of the batch run and the others wait for a node. */
function untilPlaced(
  scene: SharedNodes,
  running: number,
  waiting: number,
): Promise<{ readonly users: Placed; readonly batch: readonly Placed[] }> {
  const asked = async () => {
    const [users, batch] = [await podsOf(scene, USERS), await podsOf(scene, BATCH)];
    const [first] = users;
    const isRight =
      users.length === 1 &&
      first?.ready === true &&
      batch.filter(({ ready }) => ready).length === running &&
      batch.length === running + waiting;
    return isRight && batch.filter(({ node }) => node === undefined).length === waiting ? { users: first, batch } : undefined;
  };
  return waitFor(`the pod of ${USERS} and ${running} of ${BATCH} running, ${waiting} waiting`, asked, { seconds: 240, everySeconds: 1 });
}

/** The node of the pod for users goes, and no other is free. */
export async function loseNodeOfUsers(scene: SharedNodes): Promise<string> {
  const before = await untilPlaced(scene, 3, 0);
  const lost = fakeNodes(scene.example.nodePools).find(({ metadata }) => metadata.name === before.users.node);
  if (lost === undefined) throw new Error(`the pod of ${USERS} is on no node of the example: ${before.users.node ?? 'none'}`);
  await scene.client.delete(lost);
  const after = await untilPlaced(scene, 2, 1);
  const taken = before.batch.find(({ node }) => node === after.users.node);
  if (taken === undefined) throw new Error(`the new pod of ${USERS} is on ${after.users.node ?? 'no node'}, where no pod of ${BATCH} was`);
  return `${lost.metadata.name} deleted, ${after.users.node} taken over`;
}

/** The node comes back: the pod that waited takes it, and the one for users stays where it is. */
export async function giveNodeBack(scene: SharedNodes): Promise<string> {
  const { users } = await untilPlaced(scene, 2, 1);
  const live = new Set((await scene.client.list('v1', 'Node')).map(({ metadata }) => metadata.name));
  const nodes = await scene.client.resources.collection('v1', 'Node');
  const missing = fakeNodes(scene.example.nodePools.filter(({ name }) => name === 'shared')).filter(
    ({ metadata }) => !live.has(metadata.name),
  );
  for (const node of missing) await scene.client.request('POST', nodes, { body: node });
  const after = await untilPlaced(scene, 3, 0);
  if (after.users.uid !== users.uid) throw new Error(`the pod of ${USERS} was replaced`);
  return '';
}
